import { conversationAppeared, type ConversationId, type ConversationSummary, partyOf, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import { getSummary } from "./get-summary";
import type { ConversationStore, PolicySource } from "./ports";

type Deps = { store: ConversationStore; policy: PolicySource; fanout: Fanout; clock: Clock };
type Input = { clientKey: string; userIds: readonly UserId[]; subject?: string | undefined; fromConversationId?: ConversationId | undefined };

/**
 * A new group conversation of the caller and these people; each of them is told that it appeared. From a direct one it
 * is linked to it and takes in its other member, too; what was said there stays there.
 *
 * Safe to retry: a `clientKey` already used by the caller gives back that conversation and tells it again.
 *
 * @throws AppError `policy_forbids` when the caller may not start groups.
 * @throws AppError `person_not_found` when one of them is no active person.
 * @throws AppError `conversation_not_found` when the caller is not in `fromConversationId`.
 * @throws AppError `invalid_input` when nobody but the caller is named, or `fromConversationId` is no direct conversation.
 */
export async function startGroup(deps: Deps, userId: UserId, input: Input): Promise<{ conversation: ConversationSummary }> {
  const policy = await deps.policy.effectiveFor(userId);
  if (!policy.groupConversations) throw new AppError("policy_forbids", { userId, setting: "groupConversations" });

  const others = [...new Set(input.userIds)].filter((other) => other !== userId);
  if (others.length === 0) throw new AppError("invalid_input", { userId }, { fields: ["userIds"] });

  const id = uuidV7() as ConversationId;
  const started = await deps.store.startGroup(
    {
      id,
      creatorId: partyOf(userId),
      clientKey: input.clientKey,
      memberIds: others.map(partyOf),
      subject: input.subject || null,
      linkedFrom: input.fromConversationId ?? null,
    },
    deps.clock.now(),
  );
  if ("code" in started) throw new AppError(started.code, { userId }, started.code === "invalid_input" ? { fields: ["fromConversationId"] } : {});

  const { conversationId, audience } = started;
  deps.fanout.toUsers(audience, conversationAppeared, { conversationId });
  return { conversation: await getSummary(deps, userId, conversationId) };
}
