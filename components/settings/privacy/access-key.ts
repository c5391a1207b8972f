import { type AccessGroup } from "@/lib/protocol";

/** One text per group, to key by. */
export const accessKey = (group: AccessGroup): string => (group.kind === "group" ? group.groupId : group.contactGroupId);
