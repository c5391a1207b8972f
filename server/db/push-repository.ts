import { createHash } from "node:crypto";
import type { Pool } from "pg";
import * as z from "zod";
import { PUSH_SUBSCRIPTIONS_MAX, type UserId } from "@/lib/protocol";
import type { PushStore } from "@/server/domain/notifications";
import type { SecretBox } from "./secret-box";

const Sealed = z.object({ endpoint: z.string(), p256dh: z.string(), auth: z.string(), language: z.string().nullable() });

/** A sign-in that may be used at $2, on a computer of the person's own. The alias is `s`. */
const LIVE = `JOIN session s ON s.id = p.session_id AND s.user_id = p.user_id AND s.ended_at IS NULL AND s.expires_at > $2 AND NOT s.public_computer
  JOIN "user" u ON u.id = p.user_id AND u.status = 'active'`;

export function createPushRepository({ pool, box }: { pool: Pool; box: SecretBox }): PushStore {
  const seal = (subscriptionId: string, content: z.infer<typeof Sealed>): string => box.seal(Buffer.from(JSON.stringify(content)), purposeOf(subscriptionId));
  const open = (subscriptionId: string, sealed: string): z.infer<typeof Sealed> => Sealed.parse(JSON.parse(box.open(sealed, purposeOf(subscriptionId)).toString()));

  return {
    async put({ subscriptionId, userId, sessionId, target, language }) {
      // One statement: of two at once, the address has one row all the same.
      await pool.query(
        `WITH live AS (SELECT id FROM session WHERE id = $3 AND user_id = $2 AND ended_at IS NULL),
           earlier AS (DELETE FROM push_subscription WHERE session_id = $3 AND endpoint_hash <> $4),
           dead AS (DELETE FROM push_subscription WHERE user_id = $2 AND session_id NOT IN (SELECT id FROM session WHERE user_id = $2 AND ended_at IS NULL)),
           surplus AS (DELETE FROM push_subscription WHERE id IN
             (SELECT id FROM push_subscription WHERE user_id = $2 AND session_id <> $3 AND endpoint_hash <> $4 ORDER BY created_at DESC, id DESC OFFSET ${PUSH_SUBSCRIPTIONS_MAX - 1}))
         INSERT INTO push_subscription (id, user_id, session_id, endpoint_hash, sealed) SELECT $1, $2, id, $4, $5 FROM live
         ON CONFLICT (endpoint_hash) DO UPDATE SET id = EXCLUDED.id, user_id = EXCLUDED.user_id, session_id = EXCLUDED.session_id,
           sealed = EXCLUDED.sealed, created_at = now(), failures = 0, delivered_at = NULL`,
        [subscriptionId, userId, sessionId, hashOf(target.endpoint), seal(subscriptionId, { ...target, language })],
      );
    },

    async findAddressHash(sessionId) {
      const { rows } = await pool.query<{ endpoint_hash: string }>("SELECT endpoint_hash FROM push_subscription WHERE session_id = $1", [sessionId]);
      return rows[0]?.endpoint_hash ?? null;
    },

    async removeAddress(sessionId, endpoint) {
      await pool.query("DELETE FROM push_subscription WHERE session_id = $1 AND endpoint_hash = $2", [sessionId, hashOf(endpoint)]);
    },

    async removeOfSession(sessionId) {
      await pool.query("DELETE FROM push_subscription WHERE session_id = $1", [sessionId]);
    },

    async remove(subscriptionId) {
      await pool.query("DELETE FROM push_subscription WHERE id = $1", [subscriptionId]);
    },

    async findTarget(subscriptionId, at) {
      const { rows } = await pool.query<{ sealed: string }>({ name: "push-target", text: `SELECT p.sealed FROM push_subscription p ${LIVE} WHERE p.id = $1`, values: [subscriptionId, at] });
      if (!rows[0]) return null;
      const { endpoint, p256dh, auth } = open(subscriptionId, rows[0].sealed);
      return { endpoint, p256dh, auth };
    },

    async listOf(userIds, at) {
      const { rows } = await pool.query<{ id: string; user_id: UserId; sealed: string; language: string | null }>({
        name: "push-of-users",
        text: `SELECT p.id, p.user_id, p.sealed, u.settings->>'language' AS language FROM push_subscription p ${LIVE} WHERE p.user_id = ANY($1::uuid[])`,
        values: [userIds, at],
      });
      return rows.map((row) => ({ subscriptionId: row.id, userId: row.user_id, language: row.language ?? open(row.id, row.sealed).language }));
    },

    async noteDelivered(subscriptionId, at) {
      await pool.query("UPDATE push_subscription SET delivered_at = $2, failures = 0 WHERE id = $1", [subscriptionId, at]);
    },

    async noteFailed(subscriptionId, failuresMax) {
      await pool.query(
        `WITH counted AS (UPDATE push_subscription SET failures = failures + 1 WHERE id = $1 AND failures < $2 - 1 RETURNING id)
         DELETE FROM push_subscription WHERE id = $1 AND NOT EXISTS (SELECT FROM counted)`,
        [subscriptionId, failuresMax],
      );
    },
  };
}

const purposeOf = (subscriptionId: string): string => `push_subscription:${subscriptionId}`;
const hashOf = (endpoint: string): string => createHash("sha256").update(endpoint).digest("base64url");
