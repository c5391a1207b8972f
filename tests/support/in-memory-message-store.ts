import {
  type Change,
  CONVERSATION_MEMBERS_MAX,
  type ConversationId,
  type ConversationSummary,
  type Head,
  type Member,
  type Message,
  type MessageId,
  type PartyId,
  type RichText,
  type SystemLine,
  type TimelineItem,
  type UserId,
} from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { ConversationStore } from "@/server/domain/conversations";
import type { AppendResult, MessageStore, NewMessage, Place } from "@/server/domain/messaging";
import type { StoreUnderTest } from "../contract/message-store.contract";

type Membership = {
  partyId: PartyId;
  rev: number;
  fromRev: number;
  read: number;
  delivered: number;
  joinedAtMs: number;
  appeared: boolean;
  left: { rev: number; seq: number; at: string; atMs: number; subject: string | null } | null;
  held: { rev: number; seq: number; at: string } | null;
};
/** Versions ascending by rev: what a reader sees of it is the last one up to where their sight ends. */
type Row = { versions: TimelineItem[]; original: RichText | null; withheld: { from: PartyId; after: number } | null };
type Conversation = {
  id: ConversationId;
  kind: "direct" | "group";
  subject: string | null;
  subjectRev: number;
  rev: number;
  seq: number;
  delivered: number;
  at: string;
  members: Map<PartyId, Membership>;
  rows: Row[];
  drafts: Map<PartyId, RichText>;
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const userOf = (partyId: PartyId): UserId => partyId as string as UserId;
const last = <T>(items: readonly T[]): T => items[items.length - 1]!;

/** Messages and conversations in memory, under the same contract as the store in PostgreSQL. */
export function createInMemoryStore(): StoreUnderTest {
  const people = new Map<PartyId, string>();
  const blocks = new Set<string>();
  const all = new Map<ConversationId, Conversation>();
  const directs = new Map<string, ConversationId>();
  const groupKeys = new Map<string, ConversationId>();

  const activeOf = (conversation: Conversation): Membership[] => [...conversation.members.values()].filter((member) => !member.left);
  const audienceOf = (conversation: Conversation): UserId[] => activeOf(conversation).map((member) => userOf(member.partyId));
  const memberIn = (id: ConversationId, partyId: PartyId): { conversation: Conversation; me: Membership } | null => {
    const conversation = all.get(id);
    const me = conversation?.members.get(partyId);
    return conversation && me ? { conversation, me } : null;
  };
  const activeIn = (id: ConversationId, partyId: PartyId) => {
    const found = memberIn(id, partyId);
    return found && !found.me.left ? found : null;
  };
  const blockerOf = (conversation: Conversation, author: PartyId): PartyId | null => {
    if (conversation.kind !== "direct") return null;
    return [...conversation.members.keys()].find((other) => other !== author && blocks.has(`${other} ${author}`)) ?? null;
  };
  const newMembership = (partyId: PartyId, rev: number, at: Date, over: Partial<Membership> = {}): Membership => ({
    partyId, rev, fromRev: 0, read: 0, delivered: 0, joinedAtMs: at.getTime(), appeared: true, left: null, held: null, ...over,
  });

  const headRevOf = (conversation: Conversation, me: Membership): number => me.held?.rev ?? me.left?.rev ?? conversation.rev;
  const cutOf = (row: Row, me: Membership): number => Math.min(me.left?.rev ?? Infinity, row.withheld?.from === me.partyId ? row.withheld.after : Infinity);
  const seenBy = (conversation: Conversation, me: Membership): TimelineItem[] =>
    conversation.rows.flatMap((row) => {
      const first = row.versions[0]!;
      const cut = cutOf(row, me);
      return first.createdRev > me.fromRev && first.createdRev <= cut ? [last(row.versions.filter((version) => version.rev <= cut))] : [];
    });
  const headOf = (conversation: Conversation, me: Membership): Head => {
    const seq = me.held?.seq ?? me.left?.seq ?? conversation.seq;
    const hidden = conversation.rows.filter(({ withheld, versions: [first] }) => withheld?.from === me.partyId && withheld.after === 0 && first!.kind === "message" && first!.seq > me.read && first!.seq <= seq).length;
    return { conversationId: conversation.id, rev: headRevOf(conversation, me), seq, readSeq: Math.min(seq, me.read + hidden), deliveredSeq: Math.min(seq, conversation.delivered) };
  };
  const memberSeen = (me: Membership | null, headRev: number, { partyId, rev, left, joinedAtMs }: Membership): Member[] => {
    if (me?.left && joinedAtMs > me.left.atMs) return [];
    const active = me?.left ? !left || left.atMs >= me.left.atMs : !left;
    return [{ party: { id: partyId, kind: "user", displayName: people.get(partyId)! }, active, rev: me?.left ? Math.min(rev, headRev) : rev }];
  };
  const summaryOf = (conversation: Conversation, me: Membership): ConversationSummary => {
    const { conversationId: id, ...head } = headOf(conversation, me);
    const members = [...conversation.members.values()].sort((a, b) => a.rev - b.rev).flatMap((one) => memberSeen(me, head.rev, one)).filter((member) => member.active || member.party.id === me.partyId);
    const messages = seenBy(conversation, me).filter((item): item is Message => item.kind === "message");
    return {
      id, kind: conversation.kind, subject: me.left ? me.left.subject : conversation.subject, ...head, memberCount: me.left ? members.length - 1 : members.length,
      members: [...members.filter(({ party }) => party.id !== me.partyId), ...members.filter(({ party }) => party.id === me.partyId)].slice(0, 8),
      lastMessage: messages.length > 0 ? last(messages) : null, lastActivityAt: me.held?.at ?? me.left?.at ?? conversation.at, draft: conversation.drafts.get(me.partyId) ?? null,
    };
  };
  const pageOf = (items: readonly TimelineItem[], limit: number) => ({ items: items.slice(-limit), earlier: items.length > limit });

  /** After a change: shows the conversation, or holds the counters of the one it is withheld from. */
  const settle = (conversation: Conversation, withheldFrom: PartyId | null, before: { rev: number; seq: number; at: string }): Place[] =>
    activeOf(conversation).flatMap((member) => {
      if (member.partyId === withheldFrom) {
        member.held ??= before;
        return [];
      }
      member.held = null;
      if (member.appeared) return [];
      member.appeared = true;
      return [{ conversationId: conversation.id, userId: userOf(member.partyId) }];
    });
  const addLine = (conversation: Conversation, actorId: PartyId, code: SystemLine["code"], params: Record<string, string>, at: Date): Change => {
    conversation.rev += 1;
    conversation.at = at.toISOString();
    const item: SystemLine = { kind: "system", id: uuidV7() as MessageId, conversationId: conversation.id, actorId, code, params, createdRev: conversation.rev, rev: conversation.rev, sentAt: conversation.at };
    conversation.rows.push({ versions: [item], original: null, withheld: null });
    return { kind: "item", rev: item.rev, item };
  };
  const memberChange = (conversation: Conversation, member: Membership): Change => ({ kind: "member", rev: member.rev, member: memberSeen(null, conversation.rev, member)[0]! });
  const refuseGroupChange = (id: ConversationId, actorId: PartyId) => {
    const found = activeIn(id, actorId);
    if (!found) return { code: "conversation_not_found" } as const;
    return found.conversation.kind === "group" ? found : ({ code: "not_a_group" } as const);
  };

  function appendOne(item: NewMessage, at: Date, appeared: Place[], draftsCleared: Place[]): AppendResult {
    const found = activeIn(item.conversationId, item.authorId);
    if (!found) return { code: "conversation_not_found" };
    const { conversation, me } = found;
    const known = conversation.rows.find(({ versions: [first] }) => first!.kind === "message" && first!.authorId === item.authorId && first!.clientKey === item.clientKey);
    if (known) {
      if (!same(known.original, item.body)) return { code: "message_key_reused" };
      return { message: last(known.versions) as Message, withheldFrom: known.withheld && userOf(known.withheld.from) };
    }
    const before = { rev: conversation.rev, seq: conversation.seq, at: conversation.at };
    const withheldFrom = blockerOf(conversation, item.authorId);
    conversation.rev += 1;
    conversation.seq += 1;
    conversation.at = at.toISOString();
    const message: Message = { kind: "message", ...item, seq: conversation.seq, createdRev: conversation.rev, rev: conversation.rev, sentAt: conversation.at, editedAt: null, deletedAt: null };
    conversation.rows.push({ versions: [message], original: item.body, withheld: withheldFrom === null ? null : { from: withheldFrom, after: 0 } });
    me.read = me.delivered = conversation.seq;
    if (conversation.drafts.delete(item.authorId)) draftsCleared.push({ conversationId: conversation.id, userId: userOf(item.authorId) });
    appeared.push(...settle(conversation, withheldFrom, before));
    return { message, withheldFrom: withheldFrom && userOf(withheldFrom) };
  }

  const messages: MessageStore = {
    async append(items, at) {
      const [appeared, draftsCleared]: [Place[], Place[]] = [[], []];
      const results = items.map((item) => appendOne(item, at, appeared, draftsCleared));
      const touched = items.flatMap((item) => all.get(item.conversationId) ?? []);
      return { results, appeared, draftsCleared, audiences: new Map(touched.map((conversation) => [conversation.id, audienceOf(conversation)])) };
    },

    async change({ conversationId, messageId, authorId, body }, at) {
      const found = activeIn(conversationId, authorId);
      if (!found) return { code: "conversation_not_found" };
      const { conversation, me } = found;
      const row = conversation.rows.find(({ versions: [first] }) => first!.id === messageId);
      const current = row && last(row.versions);
      if (!row || current?.kind !== "message" || current.createdRev <= me.fromRev || cutOf(row, me) < current.createdRev) return { code: "message_not_found" };
      if (current.authorId !== authorId) return { code: "not_author" };
      if (current.deletedAt !== null && body !== null) return { code: "message_deleted" };
      if (!same(current.body, body)) {
        const before = { rev: conversation.rev, seq: conversation.seq, at: conversation.at };
        const blocker = blockerOf(conversation, authorId);
        if (row.withheld?.after !== 0) row.withheld = blocker === null ? null : { from: blocker, after: row.withheld?.after ?? current.rev };
        conversation.rev += 1;
        const when = at.toISOString();
        row.versions.push({ ...current, rev: conversation.rev, body, ...(body === null ? { deletedAt: when } : { editedAt: when }) });
        settle(conversation, row.withheld?.from ?? null, before);
      }
      return { message: last(row.versions) as Message, withheldFrom: row.withheld && userOf(row.withheld.from), audience: audienceOf(conversation) };
    },

    async catchUp(readerId, conversationId, afterRev, limit) {
      const found = memberIn(conversationId, readerId);
      if (!found) return null;
      const { conversation, me } = found;
      const head = headOf(conversation, me);
      const steps: Change[] = [
        ...seenBy(conversation, me).map((item): Change => ({ kind: "item", rev: item.rev, item })),
        ...[...conversation.members.values()].filter((member) => member.rev <= head.rev).map((member) => memberChange(conversation, member)),
        ...(conversation.subjectRev > 0 && conversation.subjectRev <= head.rev ? [{ kind: "subject" as const, rev: conversation.subjectRev, subject: conversation.subject }] : []),
      ].filter((change) => change.rev > afterRev).sort((a, b) => a.rev - b.rev);
      const changes = steps.slice(0, limit);
      const more = steps.length > limit;
      return { changes, more, head, upToRev: more ? last(changes).rev : Math.max(head.rev, afterRev) };
    },

    async earlier(readerId, conversationId, beforeCreatedRev, limit) {
      const found = memberIn(conversationId, readerId);
      return found && pageOf(seenBy(found.conversation, found.me).filter((item) => item.createdRev < beforeCreatedRev), limit);
    },

    async heads(readerId) {
      return [...all.values()].flatMap((conversation) => {
        const me = conversation.members.get(readerId);
        return me && !me.left && me.appeared ? [headOf(conversation, me)] : [];
      });
    },

    async markRead({ conversationId, partyId, seq }) {
      const found = activeIn(conversationId, partyId);
      if (!found) return null;
      found.me.read = Math.max(found.me.read, Math.min(seq, headOf(found.conversation, found.me).seq));
      return { readSeq: headOf(found.conversation, found.me).readSeq };
    },

    async markDelivered(positions) {
      const touched = new Set<Conversation>();
      for (const { conversationId, partyId, seq } of positions) {
        const found = activeIn(conversationId, partyId);
        if (!found) continue;
        found.me.delivered = Math.max(found.me.delivered, Math.min(seq, headOf(found.conversation, found.me).seq));
        touched.add(found.conversation);
      }
      return [...touched].flatMap((conversation) => {
        const least = Math.min(...activeOf(conversation).map((member) => member.delivered));
        if (least <= conversation.delivered) return [];
        conversation.delivered = least;
        return [{ conversationId: conversation.id, deliveredSeq: least, audience: audienceOf(conversation) }];
      });
    },
  };

  const conversations: ConversationStore = {
    async findOrMakeDirect(id, userId, otherId, at) {
      const key = [userId, otherId].sort().join(":");
      const known = directs.get(key);
      if (known) return { conversationId: known };
      if (!people.has(otherId)) return { code: "person_not_found" };
      directs.set(key, id);
      const members = new Map([userId, otherId].map((partyId, index) => [partyId, newMembership(partyId, index + 1, at, { appeared: false })]));
      all.set(id, { id, kind: "direct", subject: null, subjectRev: 0, rev: 2, seq: 0, delivered: 0, at: at.toISOString(), members, rows: [], drafts: new Map() });
      return { conversationId: id };
    },

    async startGroup({ id, creatorId, clientKey, memberIds, subject, linkedFrom }, at) {
      const known = groupKeys.get(`${creatorId} ${clientKey}`);
      if (known) return { conversationId: known, audience: audienceOf(all.get(known)!) };
      const others = new Set(memberIds);
      if (linkedFrom) {
        const link = activeIn(linkedFrom, creatorId);
        if (!link) return { code: "conversation_not_found" };
        if (link.conversation.kind !== "direct") return { code: "invalid_input" };
        for (const partyId of link.conversation.members.keys()) if (partyId !== creatorId) others.add(partyId);
      }
      if ([...others].some((partyId) => !people.has(partyId))) return { code: "person_not_found" };
      const subjectRev = subject === null ? 0 : 1;
      const members = new Map([creatorId, ...others].map((partyId, index) => [partyId, newMembership(partyId, subjectRev + index + 1, at)]));
      const conversation: Conversation = { id, kind: "group", subject, subjectRev, rev: subjectRev + members.size, seq: 0, delivered: 0, at: at.toISOString(), members, rows: [], drafts: new Map() };
      all.set(id, conversation);
      groupKeys.set(`${creatorId} ${clientKey}`, id);
      addLine(conversation, creatorId, "started", { partyIds: [...others].join(",") }, at);
      if (linkedFrom) addLine(conversation, creatorId, "continued-from", { conversationId: linkedFrom }, at);
      return { conversationId: id, audience: audienceOf(conversation) };
    },

    async addMembers(conversationId, actorId, memberIds, fromStart, at) {
      const found = refuseGroupChange(conversationId, actorId);
      if ("code" in found) return found;
      const { conversation } = found;
      const joining = memberIds.filter((partyId) => !activeIn(conversationId, partyId));
      if (joining.some((partyId) => !people.has(partyId))) return { code: "person_not_found" };
      if (activeOf(conversation).length + joining.length > CONVERSATION_MEMBERS_MAX) return { code: "conversation_full" };
      const { rev, seq } = conversation;
      const changes = joining.map((partyId) => {
        conversation.rev += 1;
        const member = newMembership(partyId, conversation.rev, at, { fromRev: fromStart ? 0 : rev, read: seq, delivered: seq });
        conversation.members.set(partyId, member);
        return memberChange(conversation, member);
      });
      if (joining.length > 0) changes.push(addLine(conversation, actorId, "joined", { partyIds: joining.join(",") }, at));
      return { added: joining.map(userOf), changes, audience: audienceOf(conversation) };
    },

    async leave(conversationId, memberId, at) {
      const found = refuseGroupChange(conversationId, memberId);
      if ("code" in found) return found;
      const { conversation, me } = found;
      me.left = { rev: conversation.rev, seq: conversation.seq, at: at.toISOString(), atMs: at.getTime(), subject: conversation.subject };
      conversation.rev += 1;
      me.rev = conversation.rev;
      conversation.drafts.delete(memberId);
      const changes = [memberChange(conversation, me), addLine(conversation, memberId, "left", {}, at)];
      const least = Math.min(...activeOf(conversation).map((member) => member.delivered), Infinity);
      const moved = least !== Infinity && least > conversation.delivered;
      if (moved) conversation.delivered = least;
      return { changes, audience: audienceOf(conversation), deliveredSeq: moved ? least : null };
    },

    async rename(conversationId, actorId, subject, at) {
      const found = refuseGroupChange(conversationId, actorId);
      if ("code" in found) return found;
      const { conversation } = found;
      if (conversation.subject === subject) return { changes: [], audience: audienceOf(conversation) };
      conversation.subject = subject;
      conversation.subjectRev = conversation.rev += 1;
      const change: Change = { kind: "subject", rev: conversation.subjectRev, subject };
      return { changes: [change, addLine(conversation, actorId, "renamed", { subject: subject ?? "" }, at)], audience: audienceOf(conversation) };
    },

    async saveDraft(conversationId, userId, body) {
      const found = activeIn(conversationId, userId);
      if (!found) return null;
      const appeared = body !== null && !found.me.appeared;
      if (body === null) found.conversation.drafts.delete(userId);
      else found.conversation.drafts.set(userId, body);
      found.me.appeared ||= appeared;
      return { appeared };
    },

    async listenersOf(conversationId, memberId) {
      const found = activeIn(conversationId, memberId);
      if (!found) return null;
      const blocker = blockerOf(found.conversation, memberId);
      return activeOf(found.conversation).filter(({ partyId, appeared }) => appeared && partyId !== memberId && partyId !== blocker).map(({ partyId }) => userOf(partyId));
    },

    async list(userId, { limit, before, ids }) {
      const mine = [...all.values()].flatMap((conversation) => {
        const me = conversation.members.get(userId);
        if (!me || (ids ? !ids.includes(conversation.id) : me.left !== null || !me.appeared)) return [];
        return [summaryOf(conversation, me)];
      });
      const order = ({ lastActivityAt, id }: { lastActivityAt: string; id: string }): string => `${lastActivityAt} ${id}`;
      const sorted = mine.sort((a, b) => order(b).localeCompare(order(a))).filter((summary) => !before || order(summary) < order(before));
      return ids ? { conversations: sorted, more: false } : { conversations: sorted.slice(0, limit), more: sorted.length > limit };
    },

    async open(userId, conversationId, limit) {
      const found = memberIn(conversationId, userId);
      if (!found) return null;
      const { conversation, me } = found;
      const members = [...conversation.members.values()].sort((a, b) => a.rev - b.rev).flatMap((one) => memberSeen(me, headRevOf(conversation, me), one));
      return { summary: summaryOf(conversation, me), members, ...pageOf(seenBy(conversation, me), limit) };
    },
  };

  return {
    messages,
    conversations,
    addPerson: async (userId, displayName) => void people.set(userId as string as PartyId, displayName),
    block: async (owner, subject) => void blocks.add(`${owner} ${subject}`),
    unblock: async (owner, subject) => void blocks.delete(`${owner} ${subject}`),
  };
}
