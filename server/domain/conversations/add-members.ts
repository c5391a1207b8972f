import { conversationAppeared, type ConversationId, partyOf, type UserId } from "@/lib/protocol";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import { tellChanges } from "../messaging";
import type { ConversationStore, PolicySource } from "./ports";

type Deps = { store: ConversationStore; policy: PolicySource; fanout: Fanout; clock: Clock };
type Input = { conversationId: ConversationId; userIds: readonly UserId[]; history: "from-now" | "from-start" };

/**
 * Adds people to a group conversation, who then read from now or from the start. Who is in it already is passed over,
 * so the call may be repeated. Somebody who comes back reads by the new choice alone.
 *
 * @throws AppError `policy_forbids` when the caller may not have groups.
 * @throws AppError `conversation_not_found` when it does not exist or the caller is not in it.
 * @throws AppError `not_a_group` for a direct conversation: start a group from it.
 * @throws AppError `person_not_found` when one of them is no active person.
 * @throws AppError `conversation_full` when there would be more than CONVERSATION_MEMBERS_MAX.
 */
export async function addMembers(deps: Deps, userId: UserId, input: Input): Promise<Record<string, never>> {
  const { conversationId } = input;
  const policy = await deps.policy.effectiveFor(userId);
  if (!policy.groupConversations) throw new AppError("policy_forbids", { userId, setting: "groupConversations" });

  const people = [...new Set(input.userIds)].map(partyOf);
  const step = await deps.store.addMembers(conversationId, partyOf(userId), people, input.history === "from-start", deps.clock.now());
  if ("code" in step) throw new AppError(step.code, { conversationId });
  if (step.added.length > 0) deps.fanout.toUsers(step.added, conversationAppeared, { conversationId });
  tellChanges(deps.fanout, conversationId, step.changes, step.audience);
  return {};
}
