import { type ConversationId, conversationTyping, conversationTypingBy, type PartyId, TYPING_TTL_MS } from "@/lib/protocol";
import { createDeadlines } from "@/lib/shared/deadlines";
import type { Link } from "../../link";
import type { Platform } from "../../platform";

/** How often my own mark is renewed while I type, in ms: before it ends for the others. */
const RENEW_MS = TYPING_TTL_MS - 2_000;

/** Who is typing where. A mark ends by itself, by its author's message, or by their word. */
export type Typing = {
  by(conversationId: ConversationId): readonly PartyId[];
  /** A message of theirs came: they have finished. */
  finished(conversationId: ConversationId, partyId: PartyId): void;
  /** I am, or have stopped, typing. Tells the others no more often than needed. */
  mine(conversationId: ConversationId, typing: boolean): void;
  dispose(): void;
};

const NOBODY: readonly PartyId[] = [];

export function createTyping(deps: { link: Link; platform: Platform; meId: PartyId; onChange(conversationId: ConversationId): void }): Typing {
  const { link, platform } = deps;
  const marks = new Map<ConversationId, readonly PartyId[]>();
  const toldAtMs = new Map<ConversationId, number>();
  const keyOf = (conversationId: ConversationId, partyId: PartyId): string => `${conversationId} ${partyId}`;

  const remove = (conversationId: ConversationId, partyId: PartyId): void => {
    const before = marks.get(conversationId);
    if (!before?.includes(partyId)) return;
    const after = before.filter((one) => one !== partyId);
    if (after.length > 0) marks.set(conversationId, after);
    else marks.delete(conversationId);
    deps.onChange(conversationId);
  };
  const deadlines = createDeadlines<string>((keys) => {
    for (const key of keys) {
      const [conversationId, partyId] = key.split(" ") as [ConversationId, PartyId];
      remove(conversationId, partyId);
    }
  }, platform);
  const finished = (conversationId: ConversationId, partyId: PartyId): void => {
    deadlines.clear(keyOf(conversationId, partyId));
    remove(conversationId, partyId);
  };

  const stop = link.on(conversationTypingBy, ({ conversationId, partyId, typing }) => {
    if (partyId === deps.meId) return;
    if (!typing) return finished(conversationId, partyId);
    deadlines.set(keyOf(conversationId, partyId), platform.now() + TYPING_TTL_MS);
    const before = marks.get(conversationId) ?? NOBODY;
    if (before.includes(partyId)) return;
    marks.set(conversationId, [...before, partyId]);
    deps.onChange(conversationId);
  });

  return {
    by: (conversationId) => marks.get(conversationId) ?? NOBODY,
    finished,
    mine(conversationId, typing) {
      const lastMs = toldAtMs.get(conversationId);
      if (typing ? lastMs !== undefined && platform.now() - lastMs < RENEW_MS : lastMs === undefined) return;
      if (typing) toldAtMs.set(conversationId, platform.now());
      else toldAtMs.delete(conversationId);
      link.call(conversationTyping, { conversationId, typing }).catch(() => {
        // A lost typing mark is no loss.
        toldAtMs.delete(conversationId);
      });
    },
    dispose() {
      stop();
      deadlines.dispose();
    },
  };
}
