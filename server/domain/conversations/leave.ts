import { conversationDeliveredTo, type ConversationId, conversationVanished, partyOf, type UserId } from "@/lib/protocol";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import { tellChanges } from "../messaging";
import type { ConversationStore } from "./ports";

type Deps = { store: ConversationStore; fanout: Fanout; clock: Clock };

/**
 * Takes the caller out of a group conversation. What was said until then stays readable to them, nothing after.
 *
 * @throws AppError `conversation_not_found` when it does not exist or the caller is not in it (any more).
 * @throws AppError `not_a_group` for a direct conversation: it lasts.
 */
export async function leave(deps: Deps, userId: UserId, input: { conversationId: ConversationId }): Promise<Record<string, never>> {
  const { conversationId } = input;
  const step = await deps.store.leave(conversationId, partyOf(userId), deps.clock.now());
  if ("code" in step) throw new AppError(step.code, { conversationId });
  deps.fanout.toUsers([userId], conversationVanished, { conversationId });
  tellChanges(deps.fanout, conversationId, step.changes, step.audience);
  // The one who left may have been the last who had not received.
  if (step.deliveredSeq !== null) deps.fanout.toUsers(step.audience, conversationDeliveredTo, { conversationId, deliveredSeq: step.deliveredSeq });
  return {};
}
