import type { Pool } from "pg";
import { AccessLevel, Audience, CustomStateId, ManualState, NETWORK_PLACES_MAX, type UserId } from "@/lib/protocol";
import { NOTHING_SAID, type Note, type Place, type PresenceStore, type Said } from "@/server/domain/presence";
import { toCustomState } from "./custom-states";
import { joinLevel, levelSql } from "./level-sql";
import { toSettings } from "./user-row";

type NoteRow = { note: string | null; note_audience: string | null; note_until: Date | null };
type StandingRow = NoteRow & {
  settings: unknown;
  state: string | null;
  custom_state_id: string | null;
  manual_until: Date | null;
  place: string | null;
  place_audience: string | null;
  networks: { network: string; place: string; audience: string }[] | null;
};

const toMs = (instant: Date | null): number => instant?.getTime() ?? Infinity;
const toInstant = (ms: number): Date | null => (ms === Infinity ? null : new Date(ms));

const toNote = ({ note, note_audience, note_until }: NoteRow): Note | null => (note === null ? null : { text: note, audience: Audience.parse(note_audience), expiresAtMs: toMs(note_until) });

const toPlace = (place: string, audience: unknown): Place => ({ place, audience: Audience.parse(audience) });

function toSaid(row: StandingRow): Said {
  const note = toNote(row);
  if (!note && row.place === null && !row.networks) return NOTHING_SAID;
  return {
    note,
    place: row.place === null ? null : toPlace(row.place, row.place_audience),
    networks: row.networks ? new Map(row.networks.map(({ network, place, audience }) => [network, toPlace(place, audience)])) : NOTHING_SAID.networks,
  };
}

export function createPresenceRepository({ pool }: { pool: Pool }): PresenceStore {
  return {
    async findStanding(userId) {
      const { rows } = await pool.query<StandingRow>({
        name: "presence-standing",
        text: `SELECT u.settings, m.state, m.custom_state_id, m.expires_at AS manual_until,
                      n.text AS note, n.audience AS note_audience, n.expires_at AS note_until,
                      p.place, p.audience AS place_audience,
                      (SELECT json_agg(json_build_object('network', w.network_hash, 'place', w.place, 'audience', w.audience))
                       FROM network_place w WHERE w.user_id = u.id) AS networks
               FROM "user" u
               LEFT JOIN manual_presence m ON m.user_id = u.id
               LEFT JOIN presence_note n ON n.user_id = u.id
               LEFT JOIN presence_location p ON p.user_id = u.id
               WHERE u.id = $1`,
        values: [userId],
      });
      const row = rows[0];
      const settings = toSettings(row?.settings);
      const state = ManualState.safeParse(row?.state);
      return {
        manual: row && state.success ? { state: state.data, customStateId: CustomStateId.nullable().parse(row.custom_state_id), untilMs: toMs(row.manual_until) } : null,
        limits: { inactiveAfterMs: settings.inactiveAfterMin * 60_000, awayAfterMs: settings.awayAfterMin * 60_000 },
        said: row ? toSaid(row) : NOTHING_SAID,
      };
    },

    async putManual(userId, choice, at) {
      if (choice === null) {
        await pool.query(`DELETE FROM manual_presence WHERE user_id = $1`, [userId]);
        return true;
      }
      // The custom state is held until this is stored: a change of it meanwhile finds the choice, and takes it along.
      const { rowCount } = await pool.query(
        `WITH custom AS (SELECT id FROM custom_state WHERE id = $3::uuid AND base = $2 FOR SHARE)
         INSERT INTO manual_presence (user_id, state, custom_state_id, expires_at, set_at)
         SELECT $1, $2, $3, $4, $5 WHERE $3::uuid IS NULL OR EXISTS (SELECT FROM custom)
         ON CONFLICT (user_id) DO UPDATE
         SET state = EXCLUDED.state, custom_state_id = EXCLUDED.custom_state_id, expires_at = EXCLUDED.expires_at, set_at = EXCLUDED.set_at`,
        [userId, choice.state, choice.customStateId, toInstant(choice.untilMs), at],
      );
      return rowCount === 1;
    },

    async putNote(userId, note, at) {
      if (note === null) await pool.query(`DELETE FROM presence_note WHERE user_id = $1`, [userId]);
      else {
        await pool.query(
          `INSERT INTO presence_note (user_id, text, audience, expires_at, set_at) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (user_id) DO UPDATE SET text = EXCLUDED.text, audience = EXCLUDED.audience, expires_at = EXCLUDED.expires_at, set_at = EXCLUDED.set_at`,
          [userId, note.text, note.audience, toInstant(note.expiresAtMs), at],
        );
      }
    },

    async putPlace(userId, place, at) {
      if (place === null) await pool.query(`DELETE FROM presence_location WHERE user_id = $1`, [userId]);
      else {
        await pool.query(
          `INSERT INTO presence_location (user_id, place, audience, set_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (user_id) DO UPDATE SET place = EXCLUDED.place, audience = EXCLUDED.audience, set_at = EXCLUDED.set_at`,
          [userId, place.place, place.audience, at],
        );
      }
    },

    async putNetworkPlace(userId, network, place, at) {
      if (place === null) {
        await pool.query(`WITH said AS (DELETE FROM presence_location WHERE user_id = $1) DELETE FROM network_place WHERE user_id = $1 AND network_hash = $2`, [userId, network]);
        return;
      }
      await pool.query(
        `WITH said AS (DELETE FROM presence_location WHERE user_id = $1),
              kept AS (SELECT network_hash FROM network_place WHERE user_id = $1 AND network_hash <> $2 ORDER BY set_at DESC, network_hash LIMIT $6 - 1),
              forgotten AS (DELETE FROM network_place WHERE user_id = $1 AND network_hash <> $2 AND network_hash NOT IN (SELECT network_hash FROM kept))
         INSERT INTO network_place (user_id, network_hash, place, audience, set_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (user_id, network_hash) DO UPDATE SET place = EXCLUDED.place, audience = EXCLUDED.audience, set_at = EXCLUDED.set_at`,
        [userId, network, place.place, place.audience, at, NETWORK_PLACES_MAX],
      );
    },

    async forgetExpired(userId, at) {
      await pool.query(`WITH ended AS (DELETE FROM manual_presence WHERE user_id = $1 AND expires_at <= $2) DELETE FROM presence_note WHERE user_id = $1 AND expires_at <= $2`, [userId, at]);
    },

    async findWatchable(subject, userIds, at) {
      const { rows } = await pool.query<NoteRow & { id: UserId; level: string; absence: string | null; absent_until: Date | null }>({
        name: "presence-watchable",
        text: `SELECT u.id, ${levelSql("l", "u.id", "$1::uuid")} AS level,
                      n.text AS note, n.audience AS note_audience, n.expires_at AS note_until, b.subject AS absence, b.ends_at AS absent_until
               FROM "user" u ${joinLevel("l", "u.id", "$1::uuid")}
               LEFT JOIN presence_note n ON n.user_id = u.id
               LEFT JOIN LATERAL (
                 SELECT subject, ends_at FROM calendar_block
                 WHERE user_id = u.id AND kind = 'out-of-office' AND starts_at <= $3 AND ends_at > $3 AND subject <> ''
                 ORDER BY starts_at, id LIMIT 1
               ) b ON true
               WHERE u.id = ANY($2::uuid[]) AND u.status <> 'disabled'`,
        values: [subject, userIds, at],
      });
      return rows.map((row) => ({
        userId: row.id,
        level: AccessLevel.parse(row.level),
        note: toNote(row),
        absence: row.absence === null ? null : { text: row.absence, untilMs: toMs(row.absent_until) },
      }));
    },

    async listCustomStates() {
      const { rows } = await pool.query<{ id: string; base: string; labels: unknown }>(`SELECT id, base, labels FROM custom_state ORDER BY position, id`);
      return rows.map(toCustomState);
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
