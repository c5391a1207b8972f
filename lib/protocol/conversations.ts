import "./no-eval";
import * as z from "zod";
import { defineCommand, defineEvent, defineRoute } from "./define";
import { ConversationId, MessageId, PartyId, UserId } from "./ids";
import { CONVERSATION_INVITE_MAX, CONVERSATION_PAGE_MAX, PAGE_MAX, SUBJECT_MAX } from "./limits";
import { Party } from "./people";
import { isStorableText, MessageBody, RichText } from "./rich-text";

const Counter = z.number().int().nonnegative();
const Instant = z.iso.datetime();
/** The calendar of PostgreSQL has no year 0. */
const hasYear = (instant: string): boolean => !instant.startsWith("0000");
/** Made by the client, once per thing the user did; a retry repeats it. */
const ClientKey = z.uuid();

export const Importance = z.enum(["normal", "high"]);
export type Importance = z.infer<typeof Importance>;

/** What a person wrote. `body` is null once it was deleted: the row stays, as a trace. */
export const Message = z.object({
  kind: z.literal("message"),
  id: MessageId,
  conversationId: ConversationId,
  authorId: PartyId,
  clientKey: z.string(),
  /** Number among the messages of the conversation: from 1, no gaps. Unread counts are arithmetic on it. */
  seq: z.number().int().positive(),
  /** Place in the timeline: the conversation's `rev` when this was stored. Sort by it, never by time. */
  createdRev: z.number().int().positive(),
  /** The conversation's `rev` of this row's last change. A row held with a higher one is newer. */
  rev: z.number().int().positive(),
  body: RichText.nullable(),
  importance: Importance,
  /** Server clock; for display only. */
  sentAt: Instant,
  editedAt: Instant.nullable(),
  deletedAt: Instant.nullable(),
});
export type Message = z.infer<typeof Message>;

/** What happened to the conversation, stored as code and parameters and worded in the reader's language. */
export const SystemCode = z.enum(["started", "joined", "left", "removed", "renamed", "continued-from"]);
export const SystemLine = z.object({
  kind: z.literal("system"),
  id: MessageId,
  conversationId: ConversationId,
  actorId: PartyId,
  code: SystemCode,
  /** `partyIds`: whom it happened to, comma-separated; `subject`; `conversationId`. Values are plain text. */
  params: z.record(z.string(), z.string()),
  createdRev: z.number().int().positive(),
  rev: z.number().int().positive(),
  sentAt: Instant,
});
export type SystemLine = z.infer<typeof SystemLine>;

export const TimelineItem = z.discriminatedUnion("kind", [Message, SystemLine]);
export type TimelineItem = z.infer<typeof TimelineItem>;

export const Member = z.object({
  party: Party,
  /** False once they left or were removed. */
  active: z.boolean(),
  rev: Counter,
});
export type Member = z.infer<typeof Member>;

export const ConversationKind = z.enum(["direct", "group"]);

/** One conversation in one member's list. */
export const ConversationSummary = z.object({
  id: ConversationId,
  kind: ConversationKind,
  subject: z.string().nullable(),
  /** Counts every change: message, edit, deletion, rename, membership. No gaps. */
  rev: Counter,
  /** Number of the newest message. */
  seq: Counter,
  /** The viewer's read position. Unread = `seq - readSeq`, own messages are read when sent. */
  readSeq: Counter,
  /** Up to here every active member has it on at least one endpoint. */
  deliveredSeq: Counter,
  memberCount: Counter,
  /** For a direct conversation both; for a group the first few, the viewer left out last. */
  members: z.array(Member),
  /** Newest message, for the list's second line. */
  lastMessage: Message.nullable(),
  lastActivityAt: Instant,
  /** Unsent text, if the viewer left some. */
  draft: RichText.nullable(),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

/** One step of `rev`. Rows carry themselves whole, so that applying one twice does no harm. */
export const Change = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("item"), rev: z.number().int().positive(), item: TimelineItem }),
  z.object({ kind: z.literal("member"), rev: z.number().int().positive(), member: Member }),
  z.object({ kind: z.literal("subject"), rev: z.number().int().positive(), subject: z.string().nullable() }),
]);
export type Change = z.infer<typeof Change>;

export const Head = z.object({
  conversationId: ConversationId,
  rev: Counter,
  seq: Counter,
  readSeq: Counter,
  deliveredSeq: Counter,
});
export type Head = z.infer<typeof Head>;

const subject = z.string().trim().max(SUBJECT_MAX).refine(isStorableText, { error: "not well-formed" });
const ref = { conversationId: ConversationId };

/** Counters of all my conversations: asked on reconnect, on focus and every 60 s, so that nothing stays unseen. */
export const conversationHeads = defineCommand({ name: "conversation:heads", input: z.strictObject({}), output: z.object({ heads: z.array(Head) }) });

/** My conversations, last activity first. */
export const conversationList = defineCommand({
  name: "conversation:list",
  input: z.strictObject({
    limit: z.number().int().min(1).max(CONVERSATION_PAGE_MAX).default(50),
    /** `lastActivityAt` and id of the last one held. */
    before: z.strictObject({ lastActivityAt: Instant.refine(hasYear, { error: "no year 0" }), id: ConversationId }).optional(),
    ids: z.array(ConversationId).max(CONVERSATION_PAGE_MAX).optional(),
  }),
  output: z.object({ conversations: z.array(ConversationSummary), more: z.boolean() }),
});

/** Everything one pane shows at first: members and the newest items, as of the summary's `rev`. */
export const conversationOpen = defineCommand({
  name: "conversation:open",
  input: z.strictObject({ ...ref, limit: z.number().int().min(1).max(PAGE_MAX).default(50) }),
  output: z.object({ summary: ConversationSummary, members: z.array(Member), items: z.array(TimelineItem), earlier: z.boolean() }),
});

/** Older items, ascending, ending just before `beforeCreatedRev`. */
export const conversationEarlier = defineCommand({
  name: "conversation:earlier",
  input: z.strictObject({ ...ref, beforeCreatedRev: z.number().int().positive(), limit: z.number().int().min(1).max(PAGE_MAX).default(50) }),
  output: z.object({ items: z.array(TimelineItem), earlier: z.boolean() }),
});

/**
 * What changed since a `rev`, ascending. A row changed twice comes once, with its last `rev`; so numbers
 * may skip here, and the caller goes on from `upToRev`. `more`: ask again.
 */
export const conversationCatchUp = defineCommand({
  name: "conversation:catch-up",
  input: z.strictObject({ ...ref, afterRev: Counter, limit: z.number().int().min(1).max(PAGE_MAX).default(PAGE_MAX) }),
  output: z.object({ changes: z.array(Change), upToRev: Counter, more: z.boolean(), head: Head }),
});

/** The one lasting conversation of two people; made at its first use. */
export const conversationDirect = defineCommand({
  name: "conversation:direct",
  input: z.strictObject({ userId: UserId }),
  output: z.object({ conversation: ConversationSummary }),
});

/** A new group conversation. From a direct one it is linked to it, whose history stays private. */
export const conversationStart = defineCommand({
  name: "conversation:start",
  input: z.strictObject({
    clientKey: ClientKey,
    userIds: z.array(UserId).min(1).max(CONVERSATION_INVITE_MAX),
    subject: subject.optional(),
    fromConversationId: ConversationId.optional(),
  }),
  output: z.object({ conversation: ConversationSummary }),
});

/** Adds people to a group conversation; they read from now, or from the start. */
export const conversationAdd = defineCommand({
  name: "conversation:add",
  input: z.strictObject({ ...ref, userIds: z.array(UserId).min(1).max(CONVERSATION_INVITE_MAX), history: z.enum(["from-now", "from-start"]).default("from-now") }),
  output: z.object({}),
});

export const conversationLeave = defineCommand({ name: "conversation:leave", input: z.strictObject(ref), output: z.object({}) });

export const conversationRename = defineCommand({
  name: "conversation:rename",
  input: z.strictObject({ ...ref, subject: subject.nullable() }),
  output: z.object({}),
});

/** Sets my read position; it only moves forward. Told to my other endpoints. */
export const conversationRead = defineCommand({
  name: "conversation:read",
  input: z.strictObject({ ...ref, seq: Counter }),
  output: z.object({ readSeq: Counter }),
});

/** This endpoint holds all messages up to `seq`. Sent together for many conversations, at most once in 250 ms. */
export const conversationDelivered = defineCommand({
  name: "conversation:delivered",
  input: z.strictObject({ positions: z.array(z.strictObject({ ...ref, seq: Counter })).min(1).max(CONVERSATION_PAGE_MAX) }),
  output: z.object({}),
});

export const conversationTyping = defineCommand({ name: "conversation:typing", input: z.strictObject({ ...ref, typing: z.boolean() }), output: z.object({}) });

/** Keeps unsent text for all my endpoints; `null` forgets it. */
export const draftSave = defineCommand({ name: "draft:save", input: z.strictObject({ ...ref, body: RichText.nullable() }), output: z.object({}) });

/**
 * Acknowledged means stored. Safe to retry: a `clientKey` already used by this sender in this conversation
 * gives back the stored message and tells it again.
 */
export const messageSend = defineCommand({
  name: "message:send",
  input: z.strictObject({ ...ref, clientKey: ClientKey, body: MessageBody, importance: Importance.default("normal") }),
  output: Message,
});

export const messageEdit = defineCommand({
  name: "message:edit",
  input: z.strictObject({ ...ref, messageId: MessageId, body: MessageBody }),
  output: Message,
});

export const messageDelete = defineCommand({ name: "message:delete", input: z.strictObject({ ...ref, messageId: MessageId }), output: Message });

/** One or more steps, ascending by `rev`; a client that misses one fetches from its own `rev`. */
export const conversationChanges = defineEvent({
  name: "conversation:changes",
  payload: z.object({ conversationId: ConversationId, changes: z.array(Change) }),
});

/** You are in this conversation now: started, or added to it. */
export const conversationAppeared = defineEvent({ name: "conversation:appeared", payload: z.object({ conversationId: ConversationId }) });

/** You are no longer in it. What you had may be read up to then. */
export const conversationVanished = defineEvent({ name: "conversation:vanished", payload: z.object({ conversationId: ConversationId }) });

/** Every active member holds all messages up to here. */
export const conversationDeliveredTo = defineEvent({ name: "conversation:delivered-to", payload: z.object({ conversationId: ConversationId, deliveredSeq: Counter }) });

/** My read position, set on another endpoint of mine. */
export const conversationReadTo = defineEvent({ name: "conversation:read-to", payload: z.object({ conversationId: ConversationId, readSeq: Counter }) });

export const conversationTypingBy = defineEvent({
  name: "conversation:typing-by",
  payload: z.object({ conversationId: ConversationId, partyId: PartyId, typing: z.boolean() }),
});

/** My draft, saved on another endpoint of mine. */
export const draftChanged = defineEvent({ name: "draft:changed", payload: z.object({ conversationId: ConversationId, body: RichText.nullable() }) });

const path = { conversationId: ConversationId };

export const conversationsRoute = defineRoute({
  method: "GET",
  path: "/conversations",
  access: "user",
  summary: "The caller's conversations, last activity first",
  input: z.strictObject({ limit: z.coerce.number().int().min(1).max(CONVERSATION_PAGE_MAX).default(50) }),
  output: conversationList.output,
});

export const catchUpRoute = defineRoute({
  method: "GET",
  path: "/conversations/{conversationId}/changes",
  access: "user",
  summary: "What changed in a conversation since a rev",
  input: z.strictObject({ ...path, afterRev: z.coerce.number().int().nonnegative().default(0), limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_MAX) }),
  output: conversationCatchUp.output,
});

export const messagesRoute = defineRoute({
  method: "POST",
  path: "/conversations/{conversationId}/messages",
  access: "user",
  summary: "Send a message; safe to retry with the same clientKey",
  input: messageSend.input,
  output: Message,
});
