import type {
  Change,
  ConversationId,
  ErrorCode,
  Head,
  Importance,
  Message,
  MessageId,
  PartyId,
  RichText,
  TimelineItem,
  UserId,
} from "@/lib/protocol";

/** A message that waits for its numbers. */
export type NewMessage = {
  id: MessageId;
  conversationId: ConversationId;
  authorId: PartyId;
  clientKey: string;
  body: RichText;
  importance: Importance;
};

export type Refusal = { code: ErrorCode };

/** A stored message, and who of the audience must not learn of it: one who blocked its author. */
export type StoredMessage = { message: Message; withheldFrom: UserId | null };
export type AppendResult = StoredMessage | Refusal;

/** Who hears of a change: the active members, as of the transaction that made it. */
export type Audiences = ReadonlyMap<ConversationId, readonly UserId[]>;
export type Place = { conversationId: ConversationId; userId: UserId };

export type AppendOutcome = {
  /** One for each item, in the order given. */
  results: readonly AppendResult[];
  audiences: Audiences;
  /** Members for whom the conversation showed itself now, by its first message. */
  appeared: readonly Place[];
  /** Authors whose draft was used up by sending. */
  draftsCleared: readonly Place[];
};

/** `body: null` deletes. */
export type MessageChange = { conversationId: ConversationId; messageId: MessageId; authorId: PartyId; body: RichText | null };
export type ChangeOutcome = StoredMessage & { audience: readonly UserId[] };

export type CatchUp = { changes: Change[]; upToRev: number; more: boolean; head: Head };
export type Page = { items: TimelineItem[]; earlier: boolean };
export type Position = { conversationId: ConversationId; partyId: PartyId; seq: number };
export type DeliveredTo = { conversationId: ConversationId; deliveredSeq: number; audience: readonly UserId[] };

/**
 * The numbered log. Each writing method is one transaction, committed when it resolves; none is seen in part.
 * A conversation that does not exist and one the asker has no membership in answer alike: `null`, or `conversation_not_found`.
 */
export type MessageStore = {
  /**
   * Numbers and stores all items in one commit, in their order. An item that is refused takes no number and
   * does not disturb the others. An item whose key its author already used gives back what is stored; a key comes once.
   * @throws AppError `unavailable` when the outcome is not known; the same items may be given again.
   */
  append(items: readonly NewMessage[], at: Date): Promise<AppendOutcome>;
  /** Edits or deletes. What is stored already is given back without a new number. */
  change(change: MessageChange, at: Date): Promise<ChangeOutcome | Refusal>;
  /** Changes above `afterRev`, ascending, of what the reader may see; `head` is of the same instant. */
  catchUp(readerId: PartyId, conversationId: ConversationId, afterRev: number, limit: number): Promise<CatchUp | null>;
  /** The newest items below `beforeCreatedRev` that the reader may see, ascending. */
  earlier(readerId: PartyId, conversationId: ConversationId, beforeCreatedRev: number, limit: number): Promise<Page | null>;
  /** Of all conversations that the reader is in and has seen appear. One query. */
  heads(readerId: PartyId): Promise<Head[]>;
  /** Moves a read position forward, never past what there is. @returns The position after it, as its owner sees it. */
  markRead(position: Position): Promise<{ readSeq: number } | null>;
  /** Moves delivered positions forward; foreign conversations are passed over. @returns Where the least of the active members moved. */
  markDelivered(positions: readonly Position[]): Promise<DeliveredTo[]>;
};
