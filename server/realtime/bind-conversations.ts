import {
  conversationAdd,
  conversationCatchUp,
  conversationDelivered,
  conversationDirect,
  conversationEarlier,
  conversationHeads,
  conversationLeave,
  conversationList,
  conversationOpen,
  conversationRead,
  conversationRename,
  conversationStart,
  conversationTyping,
  draftSave,
  messageDelete,
  messageEdit,
  messageSend,
} from "@/lib/protocol";
import type { Conversations } from "@/server/domain/conversations";
import type { Gateway } from "./gateway";

/** Conversations over the socket: one line for each command. */
export function bindConversations(gateway: Pick<Gateway, "bindCommand">, conversations: Conversations): void {
  gateway.bindCommand(conversationHeads, ({ userId }) => conversations.heads(userId, {}));
  gateway.bindCommand(conversationList, ({ userId }, input) => conversations.list(userId, input));
  gateway.bindCommand(conversationOpen, ({ userId }, input) => conversations.open(userId, input));
  gateway.bindCommand(conversationEarlier, ({ userId }, input) => conversations.earlier(userId, input));
  gateway.bindCommand(conversationCatchUp, ({ userId }, input) => conversations.catchUp(userId, input));
  gateway.bindCommand(conversationDirect, ({ userId }, input) => conversations.startDirect(userId, input));
  gateway.bindCommand(conversationStart, ({ userId }, input) => conversations.startGroup(userId, input));
  gateway.bindCommand(conversationAdd, ({ userId }, input) => conversations.addMembers(userId, input));
  gateway.bindCommand(conversationLeave, ({ userId }, input) => conversations.leave(userId, input));
  gateway.bindCommand(conversationRename, ({ userId }, input) => conversations.rename(userId, input));
  gateway.bindCommand(conversationRead, ({ userId }, input) => conversations.markRead(userId, input));
  gateway.bindCommand(conversationDelivered, ({ userId }, input) => conversations.markDelivered(userId, input));
  gateway.bindCommand(conversationTyping, ({ userId }, input) => conversations.typing(userId, input));
  gateway.bindCommand(draftSave, ({ userId }, input) => conversations.saveDraft(userId, input));
  gateway.bindCommand(messageSend, ({ userId }, input) => conversations.sendMessage(userId, input));
  gateway.bindCommand(messageEdit, ({ userId }, input) => conversations.editMessage(userId, input));
  gateway.bindCommand(messageDelete, ({ userId }, input) => conversations.deleteMessage(userId, input));
}
