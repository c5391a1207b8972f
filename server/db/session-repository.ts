import { Role, SessionId, UserId, UserStatus } from "@/lib/protocol";
import type { SessionRecord, SessionStore } from "@/server/domain/identity";
import type { Database } from "./client";

type CheckedRow = { id: string; user_id: string; public_computer: boolean; last_seen_at: Date; expires_at: Date; ended_at: Date | null; role: string; status: string };

/** Read for every request and every socket, so it goes past Prisma. */
const FIND = {
  name: "session-check",
  text: `SELECT s.id, s.user_id, s.public_computer, s.last_seen_at, s.expires_at, s.ended_at, u.role, u.status
           FROM session s JOIN "user" u ON u.id = s.user_id WHERE s.id = $1`,
};

/** One statement for both rows: seen is seen. */
const TOUCH = `WITH seen AS (
    UPDATE session SET last_seen_at = $2, expires_at = greatest(expires_at, $3)
     WHERE id = $1 AND ended_at IS NULL AND last_seen_at < $2 RETURNING user_id)
  UPDATE "user" SET last_seen_at = $2 WHERE id = (SELECT user_id FROM seen)`;

/** The user's row is locked first: a change of password or status under way is waited for, and then seen. */
const CREATE = `WITH who AS (
    SELECT id FROM "user" WHERE id = $2 AND status = 'active' AND ($9::text IS NULL OR password_hash = $9) FOR NO KEY UPDATE),
  made AS (
    INSERT INTO session (id, user_id, public_computer, user_agent, address, created_at, last_seen_at, expires_at)
    SELECT $1, id, $3, $4, $5, $6, $7, $8 FROM who RETURNING user_id)
  UPDATE "user" SET last_seen_at = $7 WHERE id = (SELECT user_id FROM made)`;

export function createSessionRepository({ prisma, pool }: Pick<Database, "prisma" | "pool">): SessionStore {
  return {
    async create({ sessionId, userId, publicComputer, userAgent, address, createdAt, lastSeenAt, expiresAt }, passwordHash) {
      const { rowCount } = await pool.query(CREATE, [sessionId, userId, publicComputer, userAgent, address, createdAt, lastSeenAt, expiresAt, passwordHash]);
      return rowCount === 1;
    },

    async findWithUser(sessionId) {
      const { rows } = await pool.query<CheckedRow>({ ...FIND, values: [sessionId] });
      const row = rows[0];
      if (!row) return null;
      return {
        sessionId,
        userId: UserId.parse(row.user_id),
        publicComputer: row.public_computer,
        lastSeenAt: row.last_seen_at,
        expiresAt: row.expires_at,
        ended: row.ended_at !== null,
        role: Role.parse(row.role),
        status: UserStatus.parse(row.status),
      };
    },

    async touch(sessionId, seenAt, expiresAt) {
      await pool.query(TOUCH, [sessionId, seenAt, expiresAt]);
    },

    async end(sessionId, userId, reason, at) {
      const { count } = await prisma.session.updateMany({ where: { id: sessionId, userId, endedAt: null }, data: { endedAt: at, endReason: reason } });
      return count === 1;
    },

    async endAllOf(userId, reason, at, except) {
      const { rows } = await pool.query<{ id: string }>(
        "UPDATE session SET ended_at = $2, end_reason = $3 WHERE user_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $4 RETURNING id",
        [userId, at, reason, except ?? null],
      );
      return rows.map(({ id }) => SessionId.parse(id));
    },

    async listLive(userId, at) {
      const rows = await prisma.session.findMany({ where: { userId, endedAt: null, expiresAt: { gt: at } }, orderBy: { createdAt: "desc" }, take: 200 });
      return rows.map(({ id, userId: owner, endedAt: _endedAt, endReason: _endReason, ...rest }): SessionRecord => ({ sessionId: SessionId.parse(id), userId: UserId.parse(owner), ...rest }));
    },
  };
}
