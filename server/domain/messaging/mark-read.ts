import { type ConversationId, conversationReadTo, partyOf, type UserId } from "@/lib/protocol";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import type { MessageStore } from "./ports";

type Deps = { store: Pick<MessageStore, "markRead">; fanout: Fanout };

/**
 * Sets the reader's position and tells it to all endpoints of the reader. It only moves forward, and never past the
 * newest message, so calls may be repeated and may overtake each other.
 *
 * @returns The position in force afterwards.
 * @throws AppError `conversation_not_found` when it does not exist or the reader is not in it.
 */
export async function markRead(deps: Deps, readerId: UserId, input: { conversationId: ConversationId; seq: number }): Promise<{ readSeq: number }> {
  const { conversationId, seq } = input;
  const marked = await deps.store.markRead({ conversationId, partyId: partyOf(readerId), seq });
  if (!marked) throw new AppError("conversation_not_found", { conversationId });
  deps.fanout.toUsers([readerId], conversationReadTo, { conversationId, readSeq: marked.readSeq });
  return marked;
}
