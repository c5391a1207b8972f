import type pg from "pg";
import type { ConversationId, ErrorCode, Head, Message, UserId } from "@/lib/protocol";
import type { AppendOutcome, AppendResult, MessageStore, NewMessage, Place } from "@/server/domain/messaging";
import { createAudienceCache } from "./audience-cache";
import { repeatable } from "./store-errors";
import { type ChangeRow, type MessageRow, toChange, toMessage, toTimelineItem } from "./timeline-row";

type Appended = {
  fresh: [n: number, seq: number, rev: number, withheldFrom: string | null][];
  stored: { n: number; same: boolean; item: MessageRow }[];
  audiences: [conversationId: string, membersRev: number, partyIds: string[]][];
  appeared: [conversationId: string, partyId: string][];
  cleared: [conversationId: string, partyId: string][];
};

const toPlace = ([conversationId, partyId]: [string, string]): Place => ({ conversationId: conversationId as ConversationId, userId: partyId as UserId });

/** Where a reader's sight of an item ends: where they left, or where it is withheld from them. */
const CUT = `least(me.to_rev, CASE WHEN e.withheld_from = me.party_id THEN e.withheld_after END)`;
const VISIBLE = `e.created_rev > me.from_rev AND (view.cut IS NULL OR e.created_rev <= view.cut)`;

const HEAD_COLUMNS = `conversation_id, head_rev::int AS rev, head_seq::int AS seq, head_read::int AS read, head_delivered::int AS delivered`;
type HeadRow = { conversation_id: string; rev: number; seq: number; read: number; delivered: number };
const toHead = (row: HeadRow): Head => ({ conversationId: row.conversation_id as ConversationId, rev: row.rev, seq: row.seq, readSeq: row.read, deliveredSeq: row.delivered });

/** Everything above a rev that the reader may see, one row more than asked for. A member's row of after they left counts as of then. */
const CATCH_UP = `
  WITH me AS MATERIALIZED (SELECT * FROM conversation_head WHERE conversation_id = $1 AND party_id = $2),
  step AS (
    (SELECT 'item' AS kind, (seen.item->>'rev')::bigint AS rev, seen.item AS row
     FROM me JOIN message e ON e.conversation_id = me.conversation_id AND e.rev > $3
     CROSS JOIN LATERAL (SELECT ${CUT} AS cut) view
     CROSS JOIN LATERAL (SELECT visible_item(e, view.cut) AS item) seen
     WHERE ${VISIBLE} AND (seen.item->>'rev')::bigint > $3 ORDER BY e.rev LIMIT $4 + 1)
    UNION ALL
    (SELECT 'member', m.rev, member_row(m, p)
     FROM me JOIN membership m ON m.conversation_id = me.conversation_id AND m.rev > $3 AND m.rev <= me.head_rev JOIN party p ON p.id = m.party_id
     ORDER BY m.rev LIMIT $4 + 1)
    UNION ALL
    SELECT 'subject', me.subject_rev, jsonb_build_object('subject', me.subject) FROM me WHERE me.subject_rev > $3 AND me.subject_rev <= me.head_rev
  )
  SELECT ${HEAD_COLUMNS}, coalesce((
    SELECT jsonb_agg(jsonb_build_object('kind', kind, 'rev', rev, 'row', row) ORDER BY rev) FROM (SELECT * FROM step ORDER BY rev LIMIT $4 + 1) page
  ), '[]') AS steps FROM me`;

const EARLIER = `
  WITH me AS MATERIALIZED (SELECT * FROM conversation_head WHERE conversation_id = $1 AND party_id = $2)
  SELECT coalesce((
    SELECT jsonb_agg(visible_item(page.e, page.cut) ORDER BY page.created_rev) FROM (
      SELECT e, view.cut, e.created_rev FROM message e CROSS JOIN LATERAL (SELECT ${CUT} AS cut) view
      WHERE e.conversation_id = me.conversation_id AND e.created_rev < $3 AND ${VISIBLE}
      ORDER BY e.created_rev DESC LIMIT $4 + 1
    ) page
  ), '[]') AS items FROM me`;

const MARK_READ = `
  UPDATE membership m SET read_seq = greatest(m.read_seq, least($3, h.head_seq)) FROM conversation_head h
  WHERE m.conversation_id = $1 AND m.party_id = $2 AND m.left_at IS NULL AND h.conversation_id = $1 AND h.party_id = $2
  RETURNING 1`;

/** The numbered log in PostgreSQL. The writing functions stand in the migrations: search them for the newest of a name. */
export function createMessageStore({ pool }: { pool: pg.Pool }): MessageStore {
  const audiences = createAudienceCache();

  return {
    async append(items, at) {
      const conversationIds = [...new Set(items.map(({ conversationId }) => conversationId))];
      const known = audiences.known(conversationIds);
      const rows = items.map(({ id, conversationId, authorId, clientKey, body, importance }, n) => ({ n, id, c: conversationId, a: authorId, k: clientKey, b: body, i: importance }));
      const parameters = [JSON.stringify(rows), conversationIds, conversationIds.map((id) => known.get(id)?.membersRev ?? null), at];
      const { rows: [answer] } = await repeatable(() => pool.query<{ outcome: Appended }>({ name: "append_messages", text: "SELECT append_messages($1, $2, $3, $4) AS outcome", values: parameters }));
      const outcome = answer!.outcome;
      return {
        results: resultsOf(items, outcome, at.toISOString()),
        audiences: audiences.merge(known, outcome.audiences),
        appeared: outcome.appeared.map(toPlace),
        draftsCleared: outcome.cleared.map(toPlace),
      } satisfies AppendOutcome;
    },

    async change({ conversationId, messageId, authorId, body }, at) {
      const { rows: [answer] } = await repeatable(() =>
        pool.query<{ outcome: { code: ErrorCode } | { item: MessageRow; audience: UserId[] } }>({
          name: "change_message",
          text: "SELECT change_message($1, $2, $3, $4, $5) AS outcome",
          values: [conversationId, messageId, authorId, body === null ? null : JSON.stringify(body), at],
        }),
      );
      const outcome = answer!.outcome;
      if ("code" in outcome) return outcome;
      return { message: toMessage(outcome.item), withheldFrom: outcome.item.withheld_from as UserId | null, audience: outcome.audience };
    },

    async catchUp(readerId, conversationId, afterRev, limit) {
      const { rows: [found] } = await pool.query<HeadRow & { steps: ChangeRow[] }>({ name: "catch_up", text: CATCH_UP, values: [conversationId, readerId, afterRev, limit] });
      if (!found) return null;
      const changes = found.steps.slice(0, limit).map(toChange);
      const more = found.steps.length > limit;
      const head = toHead(found);
      return { changes, more, head, upToRev: more ? changes.at(-1)!.rev : Math.max(head.rev, afterRev) };
    },

    async earlier(readerId, conversationId, beforeCreatedRev, limit) {
      const { rows: [found] } = await pool.query<{ items: MessageRow[] }>({ name: "earlier", text: EARLIER, values: [conversationId, readerId, beforeCreatedRev, limit] });
      return found ? pageOf(found.items, limit) : null;
    },

    async heads(readerId) {
      const { rows } = await pool.query<HeadRow>({
        name: "heads",
        text: `SELECT ${HEAD_COLUMNS} FROM conversation_head WHERE party_id = $1 AND left_at IS NULL AND appeared_at IS NOT NULL`,
        values: [readerId],
      });
      return rows.map(toHead);
    },

    async markRead({ conversationId, partyId, seq }) {
      const { rowCount } = await pool.query({ name: "mark_read", text: MARK_READ, values: [conversationId, partyId, seq] });
      if (rowCount === 0) return null;
      const { rows } = await pool.query<{ read: number }>({
        name: "read_position",
        text: "SELECT head_read::int AS read FROM conversation_head WHERE conversation_id = $1 AND party_id = $2",
        values: [conversationId, partyId],
      });
      return { readSeq: rows[0]!.read };
    },

    async markDelivered(positions) {
      const { rows } = await pool.query<{ id: ConversationId; delivered: number; audience: UserId[] }>({
        name: "mark_delivered",
        text: "SELECT id, delivered::int, audience FROM mark_delivered($1)",
        values: [JSON.stringify(positions.map(({ conversationId, partyId, seq }) => ({ c: conversationId, p: partyId, s: seq })))],
      });
      return rows.map(({ id, delivered, audience }) => ({ conversationId: id, deliveredSeq: delivered, audience }));
    },
  };
}

/** The page's items, ascending, from rows that hold the oldest one as a sign that there is more. */
export function pageOf(rows: readonly MessageRow[], limit: number) {
  const earlier = rows.length > limit;
  return { items: (earlier ? rows.slice(1) : rows).map(toTimelineItem), earlier };
}

function resultsOf(items: readonly NewMessage[], outcome: Appended, sentAt: string): AppendResult[] {
  const results: AppendResult[] = items.map(() => ({ code: "conversation_not_found" }));
  for (const [n, seq, rev, withheldFrom] of outcome.fresh) {
    results[n] = { message: freshMessage(items[n]!, seq, rev, sentAt), withheldFrom: withheldFrom as UserId | null };
  }
  for (const { n, same, item } of outcome.stored) {
    results[n] = same ? { message: toMessage(item), withheldFrom: item.withheld_from as UserId | null } : { code: "message_key_reused" };
  }
  return results;
}

function freshMessage({ id, conversationId, authorId, clientKey, body, importance }: NewMessage, seq: number, rev: number, sentAt: string): Message {
  return { kind: "message", id, conversationId, authorId, clientKey, seq, createdRev: rev, rev, body, importance, sentAt, editedAt: null, deletedAt: null };
}
