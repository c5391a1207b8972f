import { type ConversationId, type ConversationSummary, partyOf, type UserId } from "@/lib/protocol";
import type { ConversationStore, ListCursor } from "./ports";

type Deps = { store: Pick<ConversationStore, "list"> };
type Input = { limit: number; before?: ListCursor | undefined; ids?: readonly ConversationId[] | undefined };

/** The caller's conversations, last activity first. Ids that are not the caller's are left out without a word. */
export function listConversations(deps: Deps, userId: UserId, input: Input): Promise<{ conversations: ConversationSummary[]; more: boolean }> {
  const { limit, before, ids } = input;
  return deps.store.list(partyOf(userId), { limit, ...(before && { before }), ...(ids && { ids }) });
}
