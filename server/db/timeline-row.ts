import type { Change, ConversationId, Importance, Member, Message, MessageId, Party, PartyId, RichText, SystemLine, TimelineItem } from "@/lib/protocol";
import { photoPathOf } from "@/server/domain/photo-path";

/** A row of `message`, as `to_jsonb` gives it. What leaves this folder is the contract's shape, never a row. */
export type MessageRow = {
  id: string;
  conversation_id: string;
  author_id: string;
  kind: "message" | "system";
  client_key: string | null;
  seq: number | null;
  created_rev: number;
  rev: number;
  body: RichText | null;
  importance: Importance;
  system_code: SystemLine["code"] | null;
  system_params: Record<string, string> | null;
  sent_at: string;
  edited_at: string | null;
  deleted_at: string | null;
  withheld_from: string | null;
};

export type MemberRow = { party_id: string; party_kind: Party["kind"]; display_name: string; photo_id: string | null; active: boolean; rev: number };

export type ChangeRow =
  | { kind: "item"; rev: number; row: MessageRow }
  | { kind: "member"; rev: number; row: MemberRow }
  | { kind: "subject"; rev: number; row: { subject: string | null } };

const instant = (at: string): string => new Date(at).toISOString();
const instantOrNull = (at: string | null): string | null => (at === null ? null : instant(at));

export function toMessage(row: MessageRow): Message {
  return {
    kind: "message",
    id: row.id as MessageId,
    conversationId: row.conversation_id as ConversationId,
    authorId: row.author_id as PartyId,
    clientKey: row.client_key ?? "",
    seq: row.seq ?? 0,
    createdRev: row.created_rev,
    rev: row.rev,
    body: row.body,
    importance: row.importance,
    sentAt: instant(row.sent_at),
    editedAt: instantOrNull(row.edited_at),
    deletedAt: instantOrNull(row.deleted_at),
  };
}

export function toTimelineItem(row: MessageRow): TimelineItem {
  if (row.kind === "message") return toMessage(row);
  if (row.system_code === null) throw new Error(`System line ${row.id} has no code`);
  return {
    kind: "system",
    id: row.id as MessageId,
    conversationId: row.conversation_id as ConversationId,
    actorId: row.author_id as PartyId,
    code: row.system_code,
    params: row.system_params ?? {},
    createdRev: row.created_rev,
    rev: row.rev,
    sentAt: instant(row.sent_at),
  };
}

export function toMember(row: MemberRow): Member {
  const photo = row.photo_id === null ? {} : { photoUrl: photoPathOf(row.photo_id) };
  return { party: { id: row.party_id as PartyId, kind: row.party_kind, displayName: row.display_name, ...photo }, active: row.active, rev: row.rev };
}

export function toChange(change: ChangeRow): Change {
  switch (change.kind) {
    case "item":
      return { kind: "item", rev: change.rev, item: toTimelineItem(change.row) };
    case "member":
      return { kind: "member", rev: change.rev, member: toMember(change.row) };
    case "subject":
      return { kind: "subject", rev: change.rev, subject: change.row.subject };
  }
}
