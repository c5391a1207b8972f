import type { ConversationId, UserId } from "@/lib/protocol";
import { partyOf } from "@/lib/protocol";
import { AppError } from "../errors";
import type { MessageStore, Page } from "./ports";

type Deps = { store: Pick<MessageStore, "earlier"> };
type Input = { conversationId: ConversationId; beforeCreatedRev: number; limit: number };

/**
 * Older items, ascending, ending just before `beforeCreatedRev`; `earlier` tells whether there are still older ones.
 * @throws AppError `conversation_not_found` as for catch-up.
 */
export async function earlier(deps: Deps, readerId: UserId, input: Input): Promise<Page> {
  const { conversationId, beforeCreatedRev, limit } = input;
  const page = await deps.store.earlier(partyOf(readerId), conversationId, beforeCreatedRev, limit);
  if (!page) throw new AppError("conversation_not_found", { conversationId });
  return page;
}
