import { CONVERSATION_INVITE_MAX, contactsGroupMembers, GROUP_PAGE_MAX, groupChanged, type GroupId, type OrganisationGroup, type PersonCard } from "@/lib/protocol";
import type { Link } from "../../link";
import type { Platform } from "../../platform";
import { createFetchedBy } from "../fetched";
import type { GroupMembers, GroupMembersStore } from "../types";

/** Groups kept that nobody looks at now. */
const KEPT_MAX = 20;

/** Members of groups of the organisation: fetched when a group is opened, and again when it changes while it is open. */
export function createGroupMembersStore(deps: { link: Link; platform: Platform; onCards(cards: readonly PersonCard[]): void; onGroup(group: OrganisationGroup): void }): GroupMembersStore & { patchPerson(card: PersonCard): void; dispose(): void } {
  const { link } = deps;
  /** How many members of a group are wanted, where it is more than one page. */
  const wanted = new Map<GroupId, number>();

  async function fetchMembers(groupId: GroupId, atLeast: number): Promise<GroupMembers> {
    const members = new Map<string, PersonCard>();
    for (let offset = 0; ; ) {
      const page = await link.call(contactsGroupMembers, { groupId, offset });
      for (const member of page.members) members.set(member.userId, member);
      offset += page.members.length;
      if (page.more && page.members.length > 0 && offset < atLeast) continue;
      deps.onCards(page.members);
      deps.onGroup(page.group);
      return { group: page.group, members: [...members.values()], more: page.more };
    }
  }
  const groups = createFetchedBy<GroupId, GroupMembers>(deps, KEPT_MAX, (groupId) => fetchMembers(groupId, wanted.get(groupId) ?? GROUP_PAGE_MAX));
  const stop = link.on(groupChanged, ({ groupId }) => {
    for (const [held, group] of groups.held()) if (held === groupId) group.refresh();
  });

  return {
    of: (groupId) => groups.of(groupId),
    loadMore(groupId) {
      wanted.set(groupId, (wanted.get(groupId) ?? GROUP_PAGE_MAX) + GROUP_PAGE_MAX);
      groups.of(groupId).refresh();
    },
    everybody: async (groupId) => (await fetchMembers(groupId, CONVERSATION_INVITE_MAX + 1)).members,
    patchPerson(card) {
      for (const [, group] of groups.held()) {
        const { value } = group.getSnapshot();
        if (value?.members.some((member) => member.userId === card.userId)) group.put({ ...value, members: value.members.map((member) => (member.userId === card.userId ? card : member)) });
      }
    },
    dispose() {
      stop();
      groups.dispose();
    },
  };
}
