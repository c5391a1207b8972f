import { type ConversationId, partyOf, type UserId } from "@/lib/protocol";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import { tellChanges } from "../messaging";
import type { ConversationStore } from "./ports";

type Deps = { store: ConversationStore; fanout: Fanout; clock: Clock };

/**
 * Sets or removes the subject of a group conversation, with a line that says so. The subject it has already makes no step.
 *
 * @throws AppError `conversation_not_found` when it does not exist or the caller is not in it.
 * @throws AppError `not_a_group` for a direct conversation: it is named by its people.
 */
export async function rename(deps: Deps, userId: UserId, input: { conversationId: ConversationId; subject: string | null }): Promise<Record<string, never>> {
  const { conversationId } = input;
  const step = await deps.store.rename(conversationId, partyOf(userId), input.subject || null, deps.clock.now());
  if ("code" in step) throw new AppError(step.code, { conversationId });
  tellChanges(deps.fanout, conversationId, step.changes, step.audience);
  return {};
}
