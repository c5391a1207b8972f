import { type ConversationId, type Message, type MessageId, partyOf, type PolicySettings, type RichText, type UserId } from "@/lib/protocol";
import { AppError } from "../errors";
import type { Messaging } from "../messaging";
import type { PolicySource } from "./ports";

type Deps = { messaging: Pick<Messaging, "change">; policy: PolicySource };
type Ref = { conversationId: ConversationId; messageId: MessageId };

async function requireAllowed(deps: Deps, userId: UserId, setting: keyof PolicySettings): Promise<void> {
  const policy = await deps.policy.effectiveFor(userId);
  if (!policy[setting]) throw new AppError("policy_forbids", { userId, setting });
}

/**
 * Replaces the body of one's own message.
 * @throws AppError `policy_forbids`, and what `changeMessage` of messaging throws.
 */
export async function editMessage(deps: Deps, userId: UserId, input: Ref & { body: RichText }): Promise<Message> {
  await requireAllowed(deps, userId, "editMessages");
  return deps.messaging.change({ ...input, authorId: partyOf(userId) });
}

/**
 * Takes the body of one's own message away; its place stays, as a trace.
 * @throws AppError `policy_forbids`, and what `changeMessage` of messaging throws.
 */
export async function deleteMessage(deps: Deps, userId: UserId, input: Ref): Promise<Message> {
  await requireAllowed(deps, userId, "deleteMessages");
  return deps.messaging.change({ ...input, authorId: partyOf(userId), body: null });
}
