import type { GroupId, PolicyPatch, UserId } from "@/lib/protocol";

/** What each scope says about one user. */
export type PolicyLayers = {
  user: PolicyPatch | null;
  /** Groups of the user that have a policy, in any order. */
  groups: readonly { groupId: GroupId; name: string; priority: number; settings: PolicyPatch }[];
  organisation: PolicyPatch | null;
};

export type PolicyStore = {
  /** Of an unknown user: what the organisation says. */
  layersOf(userId: UserId): Promise<PolicyLayers>;
};
