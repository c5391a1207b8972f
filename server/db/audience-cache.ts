import type { ConversationId, UserId } from "@/lib/protocol";
import type { Audiences } from "@/server/domain/messaging";

/** Conversations whose members are remembered; the longest unused is forgotten first. */
const CONVERSATIONS_MAX = 2_000;

type Entry = { membersRev: number; userIds: readonly UserId[] };
export type Known = ReadonlyMap<ConversationId, Entry>;

/**
 * Saves sending the members of a busy conversation with every commit. It is never believed: each transaction is told
 * which `members_rev` is held here, and gives the members anew when that is no longer the one.
 */
export function createAudienceCache() {
  const held = new Map<ConversationId, Entry>();

  const keep = (conversationId: ConversationId, entry: Entry): void => {
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
      const known = new Map<ConversationId, Entry>();
      for (const id of conversationIds) {
        const entry = held.get(id);
        if (entry) known.set(id, entry);
      }
      return known;
    },

    /** The audiences of one transaction: what it gave; what it did not give was known as it is. */
    merge(known: Known, given: readonly [conversationId: string, membersRev: number, partyIds: string[]][]): Audiences {
      const entries = new Map(known);
      for (const [id, membersRev, partyIds] of given) entries.set(id as ConversationId, { membersRev, userIds: partyIds as UserId[] });
      const audiences = new Map<ConversationId, readonly UserId[]>();
      for (const [id, entry] of entries) {
        keep(id, entry);
        audiences.set(id, entry.userIds);
      }
      return audiences;
    },
  };
}
