import type { ConversationId, Importance, Message, RichText, UserId } from "@/lib/protocol";
import type { Messaging } from "../messaging";

type Deps = { messaging: Pick<Messaging, "append"> };
type Input = { conversationId: ConversationId; clientKey: string; body: RichText; importance: Importance };

/**
 * Stores a message, then tells every endpoint of every active member, the sender's too.
 *
 * Safe to retry: a `clientKey` already used by this sender in this conversation gives back the stored message and
 * tells it again, since the first telling may have died with its server; stores apply by number, so twice is harmless.
 *
 * @returns The stored message. `createdRev` is its place; `sentAt` is the server's clock, for display.
 * @throws AppError `conversation_not_found` when it does not exist or the sender is not in it: one answer for both.
 * @throws AppError `message_key_reused` when `clientKey` was used for a different body.
 * @throws AppError `unavailable` when the store cannot take it now; nothing is known to be stored, a retry is safe.
 */
export function sendMessage(deps: Deps, senderId: UserId, input: Input): Promise<Message> {
  return deps.messaging.append(senderId, input);
}
