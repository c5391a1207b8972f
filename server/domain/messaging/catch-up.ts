import type { ConversationId, UserId } from "@/lib/protocol";
import { partyOf } from "@/lib/protocol";
import { AppError } from "../errors";
import type { CatchUp, MessageStore } from "./ports";

type Deps = { store: Pick<MessageStore, "catchUp"> };
type Input = { conversationId: ConversationId; afterRev: number; limit: number };

/**
 * What changed since `afterRev`, ascending. A row that changed twice comes once, with its last `rev`; the caller
 * goes on from `upToRev` while `more`. With `more` false, `upToRev` is the `rev` of `head`: nothing is missing.
 *
 * @throws AppError `conversation_not_found` when it does not exist or the reader was never in it: one answer
 *   for both, so that ids cannot be probed.
 */
export async function catchUp(deps: Deps, readerId: UserId, input: Input): Promise<CatchUp> {
  const { conversationId, afterRev, limit } = input;
  const found = await deps.store.catchUp(partyOf(readerId), conversationId, afterRev, limit);
  if (!found) throw new AppError("conversation_not_found", { conversationId });
  return found;
}
