import type pg from "pg";
import { type Change, CONVERSATION_MEMBERS_MAX, type ConversationId, type ConversationSummary, type ErrorCode, type RichText, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { ConversationStore, Refused, Step } from "@/server/domain/conversations";
import { pageOf } from "./message-store";
import { repeatable } from "./store-errors";
import { type ChangeRow, type MemberRow, type MessageRow, toChange, toMember, toMessage } from "./timeline-row";

/** Members of a group that the list shows. */
const PREVIEW_MEMBERS = 8;

/** Item `e` as `me` sees it; see message-store. */
const CUT = `least(me.to_rev, CASE WHEN e.withheld_from = me.party_id THEN e.withheld_after END)`;

/** A member `m` as one who left saw them last; to those who are in, as they are. */
const MEMBER_AS_SEEN = `member_row(m, p) || CASE WHEN me.left_at IS NULL THEN '{}' ELSE
  jsonb_build_object('active', m.left_at IS NULL OR m.left_at >= me.left_at, 'rev', least(m.rev, me.head_rev)) END`;
const MEMBER_SEEN = `(me.left_at IS NULL OR m.joined_at <= me.left_at)`;

const SUMMARY = `
  me.conversation_id, me.kind, me.subject, me.head_rev::int AS rev, me.head_seq::int AS seq, me.head_read::int AS read, me.head_delivered::int AS delivered,
  me.member_count, me.head_activity_at AS activity,
  (SELECT jsonb_agg(member) FROM (
    (SELECT ${MEMBER_AS_SEEN} AS member FROM membership m JOIN party p ON p.id = m.party_id
     WHERE m.conversation_id = me.conversation_id AND m.party_id <> me.party_id AND ${MEMBER_SEEN} AND (m.left_at IS NULL OR m.left_at >= me.left_at)
     ORDER BY m.rev LIMIT ${PREVIEW_MEMBERS})
    UNION ALL
    (SELECT ${MEMBER_AS_SEEN} FROM membership m JOIN party p ON p.id = m.party_id WHERE m.conversation_id = me.conversation_id AND m.party_id = me.party_id)
    LIMIT ${PREVIEW_MEMBERS}
  ) preview) AS members,
  (SELECT visible_item(e, view.cut) FROM message e CROSS JOIN LATERAL (SELECT ${CUT} AS cut) view
   WHERE e.conversation_id = me.conversation_id AND e.seq IS NOT NULL AND e.created_rev > me.from_rev AND (view.cut IS NULL OR e.created_rev <= view.cut)
   ORDER BY e.created_rev DESC LIMIT 1) AS last_message,
  (SELECT d.body FROM draft d WHERE d.user_id = me.party_id AND d.conversation_id = me.conversation_id) AS draft`;

type SummaryRow = {
  conversation_id: string;
  kind: "direct" | "group";
  subject: string | null;
  rev: number;
  seq: number;
  read: number;
  delivered: number;
  member_count: number;
  activity: Date;
  members: MemberRow[];
  last_message: MessageRow | null;
  draft: RichText | null;
};

const LIST = `
  WITH page AS MATERIALIZED (
    SELECT * FROM conversation_head me
    WHERE me.party_id = $1 AND me.left_at IS NULL AND me.appeared_at IS NOT NULL
      AND ($3::timestamptz IS NULL OR (me.head_activity_at, me.conversation_id) < ($3, $4::uuid))
    ORDER BY me.head_activity_at DESC, me.conversation_id DESC LIMIT $2 + 1
  ) SELECT ${SUMMARY} FROM page me ORDER BY me.head_activity_at DESC, me.conversation_id DESC`;

const LIST_BY_IDS = `
  WITH page AS MATERIALIZED (SELECT * FROM conversation_head me WHERE me.party_id = $1 AND me.conversation_id = ANY($2::uuid[]))
  SELECT ${SUMMARY} FROM page me ORDER BY me.head_activity_at DESC, me.conversation_id DESC`;

const OPEN = `
  WITH me AS MATERIALIZED (SELECT * FROM conversation_head WHERE conversation_id = $1 AND party_id = $2)
  SELECT ${SUMMARY},
    (SELECT jsonb_agg(${MEMBER_AS_SEEN} ORDER BY m.rev) FROM membership m JOIN party p ON p.id = m.party_id
     WHERE m.conversation_id = me.conversation_id AND ${MEMBER_SEEN}) AS all_members,
    coalesce((SELECT jsonb_agg(visible_item(page.e, page.cut) ORDER BY page.created_rev) FROM (
      SELECT e, view.cut, e.created_rev FROM message e CROSS JOIN LATERAL (SELECT ${CUT} AS cut) view
      WHERE e.conversation_id = me.conversation_id AND e.created_rev > me.from_rev AND (view.cut IS NULL OR e.created_rev <= view.cut)
      ORDER BY e.created_rev DESC LIMIT $3 + 1
    ) page), '[]') AS items
  FROM me`;

/**
 * A draft makes a direct conversation that nobody has written in yet appear to its author. It takes the draft before the
 * membership, a message the other way round: of the two in a circle one is rolled back, and repeated.
 */
const SAVE_DRAFT = `
  WITH me AS MATERIALIZED (SELECT conversation_id, party_id, appeared_at FROM membership WHERE conversation_id = $1 AND party_id = $2 AND left_at IS NULL),
  saved AS (
    INSERT INTO draft (user_id, conversation_id, body, saved_at) SELECT party_id, conversation_id, $3::jsonb, $4 FROM me WHERE $3::jsonb IS NOT NULL
    ON CONFLICT (user_id, conversation_id) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at
  ), forgotten AS (
    DELETE FROM draft USING me WHERE draft.user_id = me.party_id AND draft.conversation_id = me.conversation_id AND $3::jsonb IS NULL
  ), shown AS (
    UPDATE membership m SET appeared_at = $4 FROM me
    WHERE m.conversation_id = me.conversation_id AND m.party_id = me.party_id AND me.appeared_at IS NULL AND $3::jsonb IS NOT NULL
  )
  SELECT appeared_at IS NULL AND $3::jsonb IS NOT NULL AS appeared FROM me`;

const LISTENERS = `
  SELECT (SELECT coalesce(jsonb_agg(m.party_id), '[]') FROM membership m
    WHERE m.conversation_id = me.conversation_id AND m.party_id <> me.party_id AND m.left_at IS NULL AND m.appeared_at IS NOT NULL
      AND m.party_id IS DISTINCT FROM blocker_of(me.conversation_id, me.party_id)) AS listeners
  FROM membership me WHERE me.conversation_id = $1 AND me.party_id = $2 AND me.left_at IS NULL`;

/** Conversations in PostgreSQL. The writing functions stand at the end of the first migration. */
export function createConversationStore({ pool }: { pool: pg.Pool }): ConversationStore {
  const call = async <T>(name: string, values: unknown[]): Promise<T> => {
    const places = values.map((_, index) => `$${index + 1}`).join(", ");
    const { rows } = await repeatable(() => pool.query<{ outcome: T }>({ name, text: `SELECT ${name}(${places}) AS outcome`, values }));
    return rows[0]!.outcome;
  };
  type StepRow = { changes: ChangeRow[]; audience: UserId[] };
  const toStep = ({ changes, audience }: StepRow): Step => ({ changes: changes.map(toChange) satisfies Change[], audience });

  return {
    async findOrMakeDirect(id, userId, otherId, at) {
      const found = await call<{ id: ConversationId } | { code: ErrorCode }>("find_or_make_direct", [id, userId, otherId, at]);
      return "code" in found ? found : { conversationId: found.id };
    },

    async startGroup(group, at) {
      const { id, creatorId, clientKey, memberIds, subject, linkedFrom } = group;
      const started = await call<{ id: ConversationId; audience: UserId[] } | Refused>("start_group", [id, creatorId, clientKey, memberIds, subject, linkedFrom, [uuidV7(), uuidV7()], at]);
      return "code" in started ? started : { conversationId: started.id, audience: started.audience };
    },

    async addMembers(conversationId, actorId, memberIds, fromStart, at) {
      const step = await call<(StepRow & { added: UserId[] }) | Refused>("add_members", [conversationId, actorId, memberIds, fromStart, CONVERSATION_MEMBERS_MAX, uuidV7(), at]);
      return "code" in step ? step : { ...toStep(step), added: step.added };
    },

    async leave(conversationId, memberId, at) {
      const step = await call<(StepRow & { delivered: number | null }) | Refused>("leave_conversation", [conversationId, memberId, uuidV7(), at]);
      return "code" in step ? step : { ...toStep(step), deliveredSeq: step.delivered };
    },

    async rename(conversationId, actorId, subject, at) {
      const step = await call<StepRow | Refused>("rename_conversation", [conversationId, actorId, subject, uuidV7(), at]);
      return "code" in step ? step : toStep(step);
    },

    async saveDraft(conversationId, userId, body, at) {
      const values = [conversationId, userId, body === null ? null : JSON.stringify(body), at];
      const { rows } = await repeatable(() => pool.query<{ appeared: boolean }>({ name: "save_draft", text: SAVE_DRAFT, values }));
      return rows[0] ?? null;
    },

    async listenersOf(conversationId, memberId) {
      const { rows } = await pool.query<{ listeners: UserId[] }>({ name: "listeners", text: LISTENERS, values: [conversationId, memberId] });
      return rows[0]?.listeners ?? null;
    },

    async list(userId, { limit, before, ids }) {
      if (ids) {
        const { rows } = await pool.query<SummaryRow>({ name: "list_by_ids", text: LIST_BY_IDS, values: [userId, ids] });
        return { conversations: rows.map(toSummary), more: false };
      }
      const { rows } = await pool.query<SummaryRow>({ name: "list", text: LIST, values: [userId, limit, before?.lastActivityAt ?? null, before?.id ?? null] });
      return { conversations: rows.slice(0, limit).map(toSummary), more: rows.length > limit };
    },

    async open(userId, conversationId, limit) {
      const { rows: [found] } = await pool.query<SummaryRow & { all_members: MemberRow[]; items: MessageRow[] }>({ name: "open", text: OPEN, values: [conversationId, userId, limit] });
      return found ? { summary: toSummary(found), members: found.all_members.map(toMember), ...pageOf(found.items, limit) } : null;
    },
  };
}

function toSummary(row: SummaryRow): ConversationSummary {
  return {
    id: row.conversation_id as ConversationId,
    kind: row.kind,
    subject: row.subject,
    rev: row.rev,
    seq: row.seq,
    readSeq: row.read,
    deliveredSeq: row.delivered,
    memberCount: row.member_count,
    members: row.members.map(toMember),
    lastMessage: row.last_message && toMessage(row.last_message),
    lastActivityAt: row.activity.toISOString(),
    draft: row.draft,
  };
}
