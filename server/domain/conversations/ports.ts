import type { Change, ConversationId, ConversationSummary, ErrorCode, Member, PartyId, PolicySettings, RichText, TimelineItem, UserId } from "@/lib/protocol";

/** What the organisation allows a person. */
export type PolicySource = { effectiveFor(userId: UserId): Promise<PolicySettings> };

export type Refused = { code: ErrorCode };

/** A change of members or subject: the steps, and who hears of them as of the same transaction. */
export type Step = { changes: readonly Change[]; audience: readonly UserId[] };

export type NewGroup = {
  id: ConversationId;
  creatorId: PartyId;
  clientKey: string;
  memberIds: readonly PartyId[];
  subject: string | null;
  /** A direct conversation of the creator whose other member joins too. */
  linkedFrom: ConversationId | null;
};

export type Opened = { summary: ConversationSummary; members: Member[]; items: TimelineItem[]; earlier: boolean };
export type ListCursor = { lastActivityAt: string; id: ConversationId };

/**
 * Conversations as things with members. Each writing method is one transaction, committed when it resolves.
 * A conversation that does not exist and one the asker is no active member of answer alike.
 */
export type ConversationStore = {
  /** The one direct conversation of two people, made when it is missing; calls at once end with the same one. */
  findOrMakeDirect(id: ConversationId, userId: PartyId, otherId: PartyId, at: Date): Promise<{ conversationId: ConversationId } | Refused>;
  /** A key its creator used before gives back that conversation. `audience`: all its active members. */
  startGroup(group: NewGroup, at: Date): Promise<{ conversationId: ConversationId; audience: readonly UserId[] } | Refused>;
  /** Those who are members already are passed over. `added`: who is new. */
  addMembers(conversationId: ConversationId, actorId: PartyId, memberIds: readonly PartyId[], fromStart: boolean, at: Date): Promise<(Step & { added: readonly UserId[] }) | Refused>;
  leave(conversationId: ConversationId, memberId: PartyId, at: Date): Promise<(Step & { deliveredSeq: number | null }) | Refused>;
  rename(conversationId: ConversationId, actorId: PartyId, subject: string | null, at: Date): Promise<Step | Refused>;
  /** @returns Whether the conversation showed itself to the author by this draft; null when not a member. */
  saveDraft(conversationId: ConversationId, userId: PartyId, body: RichText | null, at: Date): Promise<{ appeared: boolean } | null>;
  /** The other active members who may know that this one is there: not one who blocked them. */
  listenersOf(conversationId: ConversationId, memberId: PartyId): Promise<readonly UserId[] | null>;
  /** Last activity first; `ids` finds also those that have not appeared, or were left. One query. */
  list(userId: PartyId, query: { limit: number; before?: ListCursor; ids?: readonly ConversationId[] }): Promise<{ conversations: ConversationSummary[]; more: boolean }>;
  open(userId: PartyId, conversationId: ConversationId, limit: number): Promise<Opened | null>;
};
