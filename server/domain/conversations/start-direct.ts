import { type ConversationId, type ConversationSummary, partyOf, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import type { ConversationStore } from "./ports";
import { getSummary } from "./get-summary";

type Deps = { store: ConversationStore; clock: Clock };

/**
 * The one lasting conversation of two people; made at its first use. Nobody is told: it appears to each of them with
 * the first message that they may see.
 *
 * @throws AppError `person_not_found` when there is no such active person.
 * @throws AppError `invalid_input` for oneself.
 */
export async function startDirect(deps: Deps, userId: UserId, input: { userId: UserId }): Promise<{ conversation: ConversationSummary }> {
  if (input.userId === userId) throw new AppError("invalid_input", { userId }, { fields: ["userId"] });
  const made = await deps.store.findOrMakeDirect(uuidV7() as ConversationId, partyOf(userId), partyOf(input.userId), deps.clock.now());
  if ("code" in made) throw new AppError(made.code, { userId: input.userId });
  return { conversation: await getSummary(deps, userId, made.conversationId) };
}
