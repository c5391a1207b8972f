import { type ConversationId, type ConversationSummary, partyOf, type UserId } from "@/lib/protocol";
import { AppError } from "../errors";
import type { ConversationStore } from "./ports";

/**
 * One conversation as its member sees it in the list.
 * @throws AppError `conversation_not_found` when it does not exist or they were never in it.
 */
export async function getSummary(deps: { store: Pick<ConversationStore, "list"> }, userId: UserId, conversationId: ConversationId): Promise<ConversationSummary> {
  const { conversations } = await deps.store.list(partyOf(userId), { limit: 1, ids: [conversationId] });
  const summary = conversations[0];
  if (!summary) throw new AppError("conversation_not_found", { conversationId });
  return summary;
}
