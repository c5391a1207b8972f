import type { Pool, PoolClient } from "pg";
import { type AccessGroup, AccessLevel, AccessOrigin, type ContactGroupId, type GroupId, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { type AccessChange, type AccessStore, DEFAULT_LEVEL } from "@/server/domain/presence";
import { joinLevel, levelSql } from "./level-sql";
import { PERSON_COLUMNS, type PersonRow, toUnviewedPerson } from "./person-columns";

/** What the functions of the migration "group_levels" give. */
export type SettledRow = { owner_id: UserId; subject_ids: UserId[] };
export const toAccessChange = (row: SettledRow): AccessChange => ({ ownerId: row.owner_id, subjectIds: row.subject_ids });

/**
 * Works out anew what the owner's groups give their members. To be called inside the transaction that changed who is in
 * a group of the owner's list, or the level of a group, after the change and with the owner's row of "user" locked.
 *
 * @returns Those whose level is another one now; `Access.announce` is told them once the transaction is committed.
 */
export async function settleGroupLevels(db: Pick<PoolClient, "query">, ownerId: UserId): Promise<readonly AccessChange[]> {
  const { rows } = await db.query<SettledRow>({ name: "access-settle-owner", text: `SELECT owner_id, subject_ids FROM settle_owner_levels($1)`, values: [ownerId] });
  return rows.map(toAccessChange);
}

type GroupRow = { contact_group_id: ContactGroupId | null; group_id: GroupId | null; name: string; level: string };
type PersonLevelRow = PersonRow & { person_level: string; chosen: string };

const toGroup = ({ contact_group_id, group_id }: GroupRow): AccessGroup =>
  contact_group_id === null ? { kind: "group", groupId: group_id! } : { kind: "contact-group", contactGroupId: contact_group_id };

export function createAccessRepository({ pool }: { pool: Pool }): AccessStore {
  return {
    async listHeldBy(subject) {
      const { rows } = await pool.query<{ owner_id: UserId; level: string }>({
        name: "access-held",
        text: `SELECT owner_id, level FROM access_level WHERE subject_id = $1`,
        values: [subject],
      });
      return rows.map((row) => ({ ownerId: row.owner_id, level: AccessLevel.parse(row.level) }));
    },

    async listDefaults() {
      const { rows } = await pool.query<{ owner_id: UserId; level: string }>(`SELECT owner_id, level FROM access_default WHERE origin = 'organisation'`);
      return rows.map((row) => ({ ownerId: row.owner_id, level: AccessLevel.parse(row.level) }));
    },

    async readSettings(owner) {
      const [people, groups, defaults] = await Promise.all([
        pool.query<PersonLevelRow>(
          `SELECT ${PERSON_COLUMNS}, ${levelSql("l", "u.id", "$1::uuid")} AS person_level, a.chosen
           FROM access_level a JOIN "user" u ON u.id = a.subject_id ${joinLevel("l", "u.id", "$1::uuid")}
           WHERE a.owner_id = $1 AND a.chosen IS NOT NULL AND u.status <> 'disabled'
           ORDER BY u.display_name, u.id`,
          [owner],
        ),
        pool.query<GroupRow>(
          `SELECT l.contact_group_id, l.group_id, coalesce(c.name, g.name) AS name, l.level
           FROM access_group_level l LEFT JOIN contact_group c ON c.id = l.contact_group_id LEFT JOIN "group" g ON g.id = l.group_id
           WHERE l.owner_id = $1 ORDER BY name, l.id`,
          [owner],
        ),
        pool.query<{ origin: string; level: string }>(`SELECT origin, level FROM access_default WHERE owner_id = $1`, [owner]),
      ]);
      return {
        people: people.rows.map((row) => ({ person: toUnviewedPerson(row), personLevel: AccessLevel.parse(row.person_level), level: AccessLevel.parse(row.chosen) })),
        groups: groups.rows.map((row) => ({ group: toGroup(row), name: row.name, level: AccessLevel.parse(row.level) })),
        defaults: defaults.rows.map((row) => ({ origin: AccessOrigin.parse(row.origin), level: AccessLevel.parse(row.level) })),
      };
    },

    async put(owner, subject, level) {
      const { rows } = await pool.query<{ level: string | null }>(`SELECT level FROM choose_level($1, $2, $3)`, [owner, subject, level]);
      return rows[0] ? AccessLevel.parse(rows[0].level ?? DEFAULT_LEVEL) : null;
    },

    async putGroup(owner, group, level) {
      const db = await pool.connect();
      let broken: Error | undefined;
      try {
        await db.query("BEGIN");
        const changes = await changeGroupLevel(db, owner, group, level);
        await db.query(changes ? "COMMIT" : "ROLLBACK");
        return changes;
      } catch (error) {
        // The connection may be in the middle of anything: the pool makes a new one.
        broken = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        db.release(broken);
      }
    },

    async putDefault(owner, origin, level) {
      if (level === null) await pool.query(`DELETE FROM access_default WHERE owner_id = $1 AND origin = $2`, [owner, origin]);
      else {
        await pool.query(
          `INSERT INTO access_default (owner_id, origin, level) VALUES ($1, $2, $3)
           ON CONFLICT (owner_id, origin) DO UPDATE SET level = EXCLUDED.level`,
          [owner, origin, level],
        );
      }
    },
  };
}

/** In the order of locks that the migration "group_levels" says: owner, group, levels. */
async function changeGroupLevel(db: PoolClient, owner: UserId, group: AccessGroup, level: AccessLevel | null): Promise<readonly AccessChange[] | null> {
  await db.query(`SELECT FROM "user" WHERE id = $1 FOR NO KEY UPDATE`, [owner]);
  const [column, groupId] = group.kind === "contact-group" ? (["contact_group_id", group.contactGroupId] as const) : (["group_id", group.groupId] as const);
  const found =
    group.kind === "contact-group"
      ? await db.query(`SELECT FROM contact_group WHERE id = $1 AND owner_id = $2`, [groupId, owner])
      : // One that people cannot see answers like none, unless it was seen once and got a level.
        await db.query(
          `SELECT FROM "group" g WHERE g.id = $1
             AND (g.published OR g.email IS NOT NULL OR EXISTS (SELECT FROM access_group_level l WHERE l.owner_id = $2 AND l.group_id = g.id))
           FOR SHARE`,
          [groupId, owner],
        );
  if (found.rowCount === 0) return null;
  if (level === null) await db.query(`DELETE FROM access_group_level WHERE owner_id = $1 AND ${column} = $2`, [owner, groupId]);
  else {
    await db.query(
      `INSERT INTO access_group_level (id, owner_id, ${column}, level) VALUES ($1, $2, $3, $4)
       ON CONFLICT (owner_id, ${column}) DO UPDATE SET level = EXCLUDED.level`,
      [uuidV7(), owner, groupId, level],
    );
  }
  return settleGroupLevels(db, owner);
}
