import type { UserId } from "@/lib/protocol";

/** What stood in the way; nothing was changed then. Somebody who is not in the list answers like somebody who never was. */
export type TagRefusal = { refused: "contact_not_found" | "tag_limit" };

/** Who is told of whose status. A tag is part of its owner's contact list: changing it counts there. */
export type TagStore = {
  /** Tags a person of the owner's list, or takes the tag back. Repeats do no harm. TAGS_MAX holds exactly. */
  put(ownerId: UserId, targetId: UserId, tagged: boolean): Promise<{ rev: number } | TagRefusal>;
};
