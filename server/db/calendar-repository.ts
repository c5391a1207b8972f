import type { Pool, PoolClient } from "pg";
import { AccessLevel, CalendarId, CalendarKind, ErrorCode, ScheduleBlock, UserId, type Calendar } from "@/lib/protocol";
import { type CalendarBlock, type CalendarOwner, type CalendarReading, type CalendarSource, type CalendarStore, type RemoteCalendar, type ScheduleStore, type TimeWindow } from "@/server/domain/calendars";
import { inTransaction } from "./in-transaction";
import { joinLevel, levelSql } from "./level-sql";
import type { SecretBox } from "./secret-box";

type SourceRow = { id: string; user_id: string; kind: string; name: string; sealed: string | null; content: string | null; validator: string | null; failures: number; read_at: Date | null; error: string | null; expanded_until: Date | null };
type OwnerRow = { email: string; time_zone: string | null };
type BlockRow = { starts_ms: number; ends_ms: number; kind: string; subject: string | null; place: string | null };

/** Without the text of a file, which only a reading needs. */
const SHOWN = "s.id, s.user_id, s.kind, s.name, s.sealed, s.read_at, s.error";
const READ = `${SHOWN}, s.content, s.validator, s.failures, s.expanded_until`;
/** Their instants in ms, as plain numbers also inside of JSON. */
const BLOCK_COLUMNS = "extract(epoch FROM b.starts_at)::float8 * 1000 AS starts_ms, extract(epoch FROM b.ends_at)::float8 * 1000 AS ends_ms, b.kind, b.subject, b.place";

export function createCalendarRepository({ pool }: { pool: Pool }, box: SecretBox): CalendarStore & ScheduleStore {
  const purposeOf = (id: string): string => `calendar_source:${id}`;
  const seal = (id: string, remote: RemoteCalendar | null): string | null => (remote === null ? null : box.seal(Buffer.from(JSON.stringify(remote)), purposeOf(id)));
  /** Null also for what was sealed under a key that is lost: it is to be given anew. */
  const open = ({ id, sealed }: Pick<SourceRow, "id" | "sealed">): RemoteCalendar | null => {
    if (sealed === null) return null;
    try {
      return JSON.parse(box.open(sealed, purposeOf(id)).toString()) as RemoteCalendar;
    } catch {
      return null;
    }
  };
  const toCalendar = (row: Pick<SourceRow, "id" | "kind" | "name" | "sealed" | "read_at" | "error">): Calendar => {
    const remote = open(row);
    return {
      id: CalendarId.parse(row.id),
      kind: CalendarKind.parse(row.kind),
      name: row.name,
      host: remote ? new URL(remote.address).host : null,
      readAt: row.read_at?.toISOString() ?? null,
      error: row.error === null ? null : ErrorCode.catch("internal").parse(row.error),
    };
  };
  const toSource = (row: SourceRow & OwnerRow): CalendarSource => {
    const remote = open(row);
    return {
      id: CalendarId.parse(row.id),
      userId: UserId.parse(row.user_id),
      kind: CalendarKind.parse(row.kind),
      remote,
      content: row.content,
      validator: row.validator,
      failures: row.failures,
      expandedUntil: row.expanded_until,
      owner: toOwner(row, remote),
    };
  };

  return {
    async list(userId) {
      const { rows } = await pool.query<SourceRow>(`SELECT ${SHOWN} FROM calendar_source s WHERE s.user_id = $1 ORDER BY s.created_at, s.id`, [userId]);
      return rows.map(toCalendar);
    },

    async findOwner(userId) {
      const { rows } = await pool.query<OwnerRow>(`SELECT email, time_zone FROM "user" WHERE id = $1 AND status <> 'disabled'`, [userId]);
      return rows[0] ? toOwner(rows[0], null) : null;
    },

    add: (calendar, max) =>
      inTransaction(pool, async (client) => {
        const { id, userId, kind, name, remote, content, validator, at, nextPollAt, blocks, expandedUntil } = calendar;
        // Whoever adds for this person takes turns, so that the limit holds.
        await client.query(`SELECT FROM "user" WHERE id = $1 FOR UPDATE`, [userId]);
        if (kind === "ics-file") await client.query(`DELETE FROM calendar_source WHERE user_id = $1 AND kind = 'ics-file' AND name = $2`, [userId, name]);
        const { rows } = await client.query<SourceRow>(
          `INSERT INTO calendar_source AS s (id, user_id, kind, name, sealed, content, validator, created_at, read_at, next_poll_at, expanded_until)
           SELECT $1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10 WHERE (SELECT count(*) FROM calendar_source WHERE user_id = $2) < $11
           RETURNING ${SHOWN}`,
          [id, userId, kind, name, seal(id, remote), content, validator, at, nextPollAt, expandedUntil, max],
        );
        if (!rows[0]) return null;
        await insertBlocks(client, id, blocks);
        return toCalendar(rows[0]);
      }),

    async remove(userId, calendarId) {
      const { rowCount } = await pool.query(`DELETE FROM calendar_source WHERE user_id = $1 AND id = $2`, [userId, calendarId]);
      return rowCount === 1;
    },

    async find(userId, calendarId) {
      const { rows } = await pool.query<SourceRow & OwnerRow>(`SELECT ${READ}, u.email, u.time_zone FROM calendar_source s JOIN "user" u ON u.id = s.user_id WHERE s.user_id = $1 AND s.id = $2`, [userId, calendarId]);
      return rows[0] ? toSource(rows[0]) : null;
    },

    async takeDue(now, until, limit) {
      const { rows } = await pool.query<SourceRow & OwnerRow>({
        name: "calendars-due",
        text: `WITH due AS (
                 SELECT s.id FROM calendar_source s JOIN "user" u ON u.id = s.user_id
                 WHERE s.next_poll_at <= $1 AND u.status <> 'disabled'
                 ORDER BY s.next_poll_at LIMIT $3 FOR UPDATE OF s SKIP LOCKED
               )
               UPDATE calendar_source s SET next_poll_at = $2 FROM due, "user" u WHERE s.id = due.id AND u.id = s.user_id
               RETURNING ${READ}, u.email, u.time_zone`,
        values: [now, until, limit],
      });
      return rows.map(toSource);
    },

    async putReading(calendarId, reading) {
      if (reading.error !== null || reading.blocks === null) return putOutcome(pool, calendarId, reading, toCalendar);
      const { blocks } = reading;
      return inTransaction(pool, async (client) => {
        const calendar = await putOutcome(client, calendarId, reading, toCalendar);
        if (!calendar) return null;
        await client.query(`DELETE FROM calendar_block WHERE source_id = $1`, [calendarId]);
        await insertBlocks(client, calendarId, blocks);
        return calendar;
      });
    },

    async listBlocks(userId, { fromMs, untilMs }, limit) {
      const { rows } = await pool.query<BlockRow>({
        name: "calendar-blocks",
        text: `SELECT ${BLOCK_COLUMNS} FROM calendar_block b WHERE b.user_id = $1 AND b.starts_at < $3 AND b.ends_at > $2 ORDER BY b.starts_at, b.id LIMIT $4`,
        values: [userId, new Date(fromMs), new Date(untilMs), limit],
      });
      return rows.map(toBlock);
    },

    findSchedule: (viewerId, userId, window, limit) => findSchedule(pool, viewerId, userId, window, limit),
  };
}

async function findSchedule(pool: Pool, viewerId: UserId, userId: UserId, { fromMs, untilMs }: TimeWindow, limit: number): ReturnType<ScheduleStore["findSchedule"]> {
  const { rows } = await pool.query<{ level: string; known: boolean; blocks: BlockRow[] }>({
    name: "calendar-schedule",
    text: `SELECT ${levelSql("l", "u.id", "$1::uuid")} AS level,
                  EXISTS (SELECT FROM calendar_source s WHERE s.user_id = u.id AND s.expanded_until > $3) AS known,
                  COALESCE((SELECT json_agg(b) FROM (
                    SELECT ${BLOCK_COLUMNS} FROM calendar_block b WHERE b.user_id = u.id AND b.starts_at < $4 AND b.ends_at > $3 ORDER BY b.starts_at, b.id LIMIT $5
                  ) b), '[]') AS blocks
           FROM "user" u ${joinLevel("l", "u.id", "$1::uuid")}
           WHERE u.id = $2 AND u.status <> 'disabled'`,
    values: [viewerId, userId, new Date(fromMs), new Date(untilMs), limit],
  });
  const row = rows[0];
  return row ? { level: AccessLevel.parse(row.level), known: row.known, blocks: row.blocks.map(toBlock) } : null;
}

async function putOutcome(db: Pool | PoolClient, calendarId: CalendarId, reading: CalendarReading, toCalendar: (row: SourceRow) => Calendar): Promise<Calendar | null> {
  const went = reading.error === null;
  const { rows } = await db.query<SourceRow>(
    `UPDATE calendar_source s SET next_poll_at = $2, error = $3, failures = CASE WHEN $3::text IS NULL THEN 0 ELSE failures + 1 END,
            read_at = CASE WHEN $3::text IS NULL THEN $4 ELSE read_at END,
            validator = CASE WHEN $3::text IS NULL THEN $5 ELSE validator END,
            expanded_until = COALESCE($6, expanded_until)
     WHERE id = $1 RETURNING ${SHOWN}`,
    [calendarId, reading.nextPollAt, reading.error, reading.at, went ? reading.validator : null, went ? reading.expandedUntil : null],
  );
  return rows[0] ? toCalendar(rows[0]) : null;
}

/** All by one statement, however many. */
async function insertBlocks(client: PoolClient, sourceId: CalendarId, blocks: readonly CalendarBlock[]): Promise<void> {
  await client.query(
    `INSERT INTO calendar_block (source_id, user_id, starts_at, ends_at, kind, subject, place)
     SELECT s.id, s.user_id, to_timestamp(b.starts_ms / 1000), to_timestamp(b.ends_ms / 1000), b.kind, b.subject, b.place
     FROM calendar_source s, unnest($2::float8[], $3::float8[], $4::text[], $5::text[], $6::text[]) AS b (starts_ms, ends_ms, kind, subject, place)
     WHERE s.id = $1`,
    [sourceId, blocks.map(({ startMs }) => startMs), blocks.map(({ endMs }) => endMs), blocks.map(({ kind }) => kind), blocks.map(({ subject }) => storable(subject)), blocks.map(({ place }) => storable(place))],
  );
}

/** PostgreSQL's texts have no U+0000. */
const storable = (text: string | null): string | null => text?.replaceAll("\0", "") ?? null;

const toBlock = ({ starts_ms, ends_ms, kind, subject, place }: BlockRow): CalendarBlock => ({ startMs: Math.round(starts_ms), endMs: Math.round(ends_ms), kind: ScheduleBlock.shape.kind.parse(kind), subject, place });

const toOwner = ({ email, time_zone }: OwnerRow, remote: RemoteCalendar | null): CalendarOwner => ({ timeZone: time_zone ?? "UTC", addresses: [email, ...(remote?.username.includes("@") === true ? [remote.username] : [])] });
