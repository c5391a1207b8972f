import { type ConversationId, partyOf, type UserId } from "@/lib/protocol";
import { AppError } from "../errors";
import type { ConversationStore, Opened } from "./ports";

/**
 * Everything one pane shows at first, as of the summary's `rev`: whoever applies the events above it misses nothing.
 * @throws AppError `conversation_not_found` when it does not exist or the caller was never in it.
 */
export async function openConversation(deps: { store: Pick<ConversationStore, "open"> }, userId: UserId, input: { conversationId: ConversationId; limit: number }): Promise<Opened> {
  const { conversationId, limit } = input;
  const opened = await deps.store.open(partyOf(userId), conversationId, limit);
  if (!opened) throw new AppError("conversation_not_found", { conversationId });
  return opened;
}
