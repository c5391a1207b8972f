import type { Pool } from "pg";
import { AccessLevel, ManualState, type UserId } from "@/lib/protocol";
import type { PresenceStore } from "@/server/domain/presence";
import { joinLevel, levelSql } from "./level-sql";
import { toSettings } from "./user-row";

export function createPresenceRepository({ pool }: { pool: Pool }): PresenceStore {
  return {
    async findStanding(userId) {
      const { rows } = await pool.query<{ settings: unknown; state: string | null }>({
        name: "presence-standing",
        text: `SELECT u.settings, m.state FROM "user" u LEFT JOIN manual_presence m ON m.user_id = u.id WHERE u.id = $1`,
        values: [userId],
      });
      const settings = toSettings(rows[0]?.settings);
      const manual = ManualState.safeParse(rows[0]?.state);
      return {
        manual: manual.success ? manual.data : null,
        limits: { inactiveAfterMs: settings.inactiveAfterMin * 60_000, awayAfterMs: settings.awayAfterMin * 60_000 },
      };
    },

    async putManual(userId, state, at) {
      if (state === null) await pool.query(`DELETE FROM manual_presence WHERE user_id = $1`, [userId]);
      else {
        await pool.query(
          `INSERT INTO manual_presence (user_id, state, set_at) VALUES ($1, $2, $3)
           ON CONFLICT (user_id) DO UPDATE SET state = EXCLUDED.state, set_at = EXCLUDED.set_at`,
          [userId, state, at],
        );
      }
    },

    async findWatchable(subject, userIds) {
      const { rows } = await pool.query<{ id: UserId; level: string }>({
        name: "presence-watchable",
        text: `SELECT u.id, ${levelSql("l", "u.id", "$1::uuid")} AS level
               FROM "user" u ${joinLevel("l", "u.id", "$1::uuid")}
               WHERE u.id = ANY($2::uuid[]) AND u.status <> 'disabled'`,
        values: [subject, userIds],
      });
      return rows.map(({ id, level }) => ({ userId: id, level: AccessLevel.parse(level) }));
    },

    async findLevels(pairs) {
      const { rows } = await pool.query<{ level: string }>({
        name: "presence-levels",
        text: `SELECT ${levelSql("l", "pair.owner_id", "pair.subject_id")} AS level
               FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS pair (owner_id, subject_id, position)
               ${joinLevel("l", "pair.owner_id", "pair.subject_id")}
               ORDER BY pair.position`,
        values: [pairs.map(({ ownerId }) => ownerId), pairs.map(({ subjectId }) => subjectId)],
      });
      return rows.map(({ level }) => AccessLevel.parse(level));
    },
  };
}
