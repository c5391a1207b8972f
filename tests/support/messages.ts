import { randomUUID } from "node:crypto";
import { type ConversationId, type MessageId, type PartyId, type RichText, richTextFromPlain, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { NewMessage } from "@/server/domain/messaging";

export const text = (plain: string): RichText => richTextFromPlain(plain);
export const aUserId = (): UserId => uuidV7() as UserId;
export const aConversationId = (): ConversationId => uuidV7() as ConversationId;
export const asParty = (userId: UserId): PartyId => userId as string as PartyId;
export const aKey = (): string => randomUUID();

/** A message of this author; every part may be given. */
export function aMessage(conversationId: ConversationId, authorId: UserId, over: Partial<NewMessage> = {}): NewMessage {
  return { id: uuidV7() as MessageId, conversationId, authorId: asParty(authorId), clientKey: aKey(), body: text("hello"), importance: "normal", ...over };
}
