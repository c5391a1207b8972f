import type { Pool } from "pg";
import type { UserId } from "@/lib/protocol";
import type { RecentSource } from "@/server/domain/contacts";

/** How far back is looked: the last conversations, and the last messages of a group. More than RECENT_MAX people are in them, or few are. */
const CONVERSATIONS_MAX = 40;
const GROUP_MESSAGES_MAX = 40;

/**
 * In a direct conversation the other is dealt with whoever wrote; in a group those who wrote. Only what the asker sees
 * of a conversation counts: what is withheld from them happened to nobody.
 */
const RECENT = `
  WITH mine AS MATERIALIZED (
    SELECT * FROM conversation_head me
    WHERE me.party_id = $1 AND me.left_at IS NULL AND me.appeared_at IS NOT NULL AND me.head_seq > 0
    ORDER BY me.head_activity_at DESC, me.conversation_id DESC LIMIT ${CONVERSATIONS_MAX}
  ), dealt AS (
    SELECT m.party_id AS user_id, me.head_activity_at AS at
    FROM mine me JOIN membership m ON m.conversation_id = me.conversation_id AND m.party_id <> me.party_id
    WHERE me.kind = 'direct'
    UNION ALL
    SELECT written.author_id, written.sent_at
    FROM mine me CROSS JOIN LATERAL (
      SELECT e.author_id, e.sent_at FROM message e
      WHERE e.conversation_id = me.conversation_id AND e.seq IS NOT NULL AND e.created_rev > me.from_rev AND e.seq <= me.head_seq
        AND NOT (e.withheld_from IS NOT DISTINCT FROM me.party_id)
      ORDER BY e.seq DESC LIMIT ${GROUP_MESSAGES_MAX}
    ) written
    WHERE me.kind <> 'direct' AND written.author_id <> me.party_id
  )
  SELECT dealt.user_id, max(dealt.at) AS at FROM dealt JOIN "user" u ON u.id = dealt.user_id AND u.status <> 'disabled'
  GROUP BY dealt.user_id ORDER BY at DESC, dealt.user_id LIMIT $2`;

/** People dealt with in conversations. */
export function createRecentConversations({ pool }: { pool: Pool }): RecentSource {
  return {
    async listRecent(userId, limit) {
      const { rows } = await pool.query<{ user_id: UserId; at: Date }>({ name: "recent-conversations", text: RECENT, values: [userId, limit] });
      return rows.map((row) => ({ userId: row.user_id, at: row.at }));
    },
  };
}
