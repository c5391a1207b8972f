import type { z } from "zod";
import type * as P from "@/lib/protocol";
import type { UserId } from "@/lib/protocol";
import type { Clock } from "../clock";
import type { Fanout } from "../fanout";
import type { Messaging } from "../messaging";
import { addMembers } from "./add-members";
import { deleteMessage, editMessage } from "./change-message";
import { leave } from "./leave";
import { listConversations } from "./list";
import { openConversation } from "./open";
import type { ConversationStore, PolicySource } from "./ports";
import { rename } from "./rename";
import { saveDraft } from "./save-draft";
import { sendMessage } from "./send-message";
import { startDirect } from "./start-direct";
import { startGroup } from "./start-group";
import { createTypingRelay } from "./typing";

export type { ConversationStore, ListCursor, NewGroup, Opened, PolicySource, Refused, Step } from "./ports";

export type ConversationsDeps = { messaging: Messaging; store: ConversationStore; policy: PolicySource; fanout: Fanout; clock: Clock };

/** A verb: who asks, what the command carried, what it answers. */
type Verb<C extends { input: z.ZodType; output: z.ZodType }> = (userId: UserId, input: z.output<C["input"]>) => Promise<z.input<C["output"]>>;

/** Conversations for the edges: one verb for each command of the contract, already bound. Rules: SPEC.md here and in messaging. */
export type Conversations = {
  heads: Verb<typeof P.conversationHeads>;
  list: Verb<typeof P.conversationList>;
  open: Verb<typeof P.conversationOpen>;
  earlier: Verb<typeof P.conversationEarlier>;
  catchUp: Verb<typeof P.conversationCatchUp>;
  startDirect: Verb<typeof P.conversationDirect>;
  startGroup: Verb<typeof P.conversationStart>;
  addMembers: Verb<typeof P.conversationAdd>;
  leave: Verb<typeof P.conversationLeave>;
  rename: Verb<typeof P.conversationRename>;
  markRead: Verb<typeof P.conversationRead>;
  markDelivered: Verb<typeof P.conversationDelivered>;
  typing: Verb<typeof P.conversationTyping>;
  saveDraft: Verb<typeof P.draftSave>;
  sendMessage: Verb<typeof P.messageSend>;
  editMessage: Verb<typeof P.messageEdit>;
  deleteMessage: Verb<typeof P.messageDelete>;
};

export function createConversations(deps: ConversationsDeps): Conversations {
  const { messaging } = deps;
  const relayTyping = createTypingRelay(deps);
  return {
    heads: (userId) => messaging.heads(userId),
    list: (userId, input) => listConversations(deps, userId, input),
    open: (userId, input) => openConversation(deps, userId, input),
    earlier: (userId, input) => messaging.earlier(userId, input),
    catchUp: (userId, input) => messaging.catchUp(userId, input),
    startDirect: (userId, input) => startDirect(deps, userId, input),
    startGroup: (userId, input) => startGroup(deps, userId, input),
    addMembers: (userId, input) => addMembers(deps, userId, input),
    leave: (userId, input) => leave(deps, userId, input),
    rename: (userId, input) => rename(deps, userId, input),
    markRead: (userId, input) => messaging.markRead(userId, input),
    markDelivered: async (userId, input) => messaging.markDelivered(userId, input),
    typing: (userId, input) => relayTyping(userId, input),
    saveDraft: (userId, input) => saveDraft(deps, userId, input),
    sendMessage: (userId, input) => sendMessage(deps, userId, input),
    editMessage: (userId, input) => editMessage(deps, userId, input),
    deleteMessage: (userId, input) => deleteMessage(deps, userId, input),
  };
}
