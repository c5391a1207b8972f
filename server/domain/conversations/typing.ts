import { type ConversationId, conversationTypingBy, partyOf, TYPING_TTL_MS, type UserId } from "@/lib/protocol";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import type { ConversationStore } from "./ports";

/** A mark is shown for TYPING_TTL_MS, so renewing it more often than this tells nobody anything new. */
const RENEW_MS = TYPING_TTL_MS / 3;
/** Marks remembered at most; the oldest is forgotten first, which costs one telling too many. */
const MARKS_MAX = 10_000;

type Deps = { store: Pick<ConversationStore, "listenersOf">; fanout: Fanout; clock: Clock };
type Mark = { typing: boolean; atMs: number };

/**
 * Tells the other members that somebody types or stopped; nothing is stored. The same mark within RENEW_MS is swallowed.
 * One who blocked the typist hears nothing.
 *
 * @throws AppError `conversation_not_found` when it does not exist or the caller is not in it.
 */
export function createTypingRelay(deps: Deps) {
  const marks = new Map<string, Mark>();

  return async (userId: UserId, input: { conversationId: ConversationId; typing: boolean }): Promise<Record<string, never>> => {
    const { conversationId, typing } = input;
    const key = `${conversationId}${userId}`;
    const nowMs = deps.clock.now().getTime();
    const last = marks.get(key);
    if (last && last.typing === typing && nowMs - last.atMs < RENEW_MS) return {};

    const listeners = await deps.store.listenersOf(conversationId, partyOf(userId));
    if (!listeners) throw new AppError("conversation_not_found", { conversationId });
    marks.delete(key);
    marks.set(key, { typing, atMs: nowMs });
    for (const oldest of marks.keys()) {
      if (marks.size <= MARKS_MAX) break;
      marks.delete(oldest);
    }
    if (listeners.length > 0) deps.fanout.toUsers(listeners, conversationTypingBy, { conversationId, partyId: partyOf(userId), typing });
    return {};
  };
}
