import type { ConversationId, UserId } from "@/lib/protocol";
import type { Audiences } from "@/server/domain/messaging";

/** Conversations whose members are remembered; the longest unused is forgotten first. */
const CONVERSATIONS_MAX = 2_000;

type Entry = { membersRev: number; userIds: readonly UserId[] };
export type Known = { revs: Record<string, number>; entries: ReadonlyMap<string, Entry> };

/**
 * Saves sending the members of a busy conversation with every commit. It is never believed: each transaction is told
 * which `members_rev` is held here, and gives the members anew when that is no longer the one.
 */
export function createAudienceCache() {
  const held = new Map<string, Entry>();

  const keep = (conversationId: string, entry: Entry): void => {
    const before = held.get(conversationId);
    if (before && before.membersRev > entry.membersRev) return;
    held.delete(conversationId);
    held.set(conversationId, entry);
    for (const oldest of held.keys()) {
      if (held.size <= CONVERSATIONS_MAX) break;
      held.delete(oldest);
    }
  };

  return {
    /** What is held of these, to be sent along and given back to `merge`: by then it may be forgotten here. */
    known(conversationIds: readonly ConversationId[]): Known {
      const entries = new Map<string, Entry>();
      const revs: Record<string, number> = {};
      for (const id of conversationIds) {
        const entry = held.get(id);
        if (!entry) continue;
        entries.set(id, entry);
        revs[id] = entry.membersRev;
      }
      return { revs, entries };
    },

    /** The audiences of one transaction: what it gave, else what it confirmed. */
    merge(known: Known, given: readonly [conversationId: string, membersRev: number, partyIds: string[] | null][]): Audiences {
      const audiences = new Map<ConversationId, readonly UserId[]>();
      for (const [id, membersRev, partyIds] of given) {
        const entry = partyIds === null ? known.entries.get(id) : { membersRev, userIds: partyIds as UserId[] };
        if (!entry) throw new Error(`No audience for conversation ${id}`);
        keep(id, entry);
        audiences.set(id as ConversationId, entry.userIds);
      }
      return audiences;
    },
  };
}
