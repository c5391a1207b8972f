import type { Pool, PoolClient } from "pg";
import { AccessLevel, CONTACT_GROUPS_MAX, CONTACTS_MAX, type ContactGroup, type ContactGroupId, type ContactId, type UserId } from "@/lib/protocol";
import type { Changed, ContactsStore, Refusal, StoredContact } from "@/server/domain/contacts";
import { settleGroupLevels } from "./access-repository";
import { contactListChange } from "./contact-list-change";
import { joinLevel, levelSql } from "./level-sql";
import { PERSON_COLUMNS, type PersonRow, toUnviewedPerson } from "./person-columns";

type ContactRow = PersonRow & { contact_id: ContactId; favourite: boolean; tagged: boolean; level: string; sees_me_as: string; group_ids: ContactGroupId[] };

const CONTACTS = `SELECT c.id AS contact_id, c.favourite, ${PERSON_COLUMNS},
    ${levelSql("l", "u.id", "$1::uuid")} AS level, ${levelSql("mine", "$1::uuid", "u.id")} AS sees_me_as,
    EXISTS (SELECT FROM contact_tag t WHERE t.owner_id = $1 AND t.target_user_id = u.id) AS tagged,
    ARRAY(SELECT g.group_id FROM contact_in_group g WHERE g.contact_id = c.id ORDER BY g.group_id) AS group_ids
  FROM contact c JOIN "user" u ON u.id = c.target_user_id
  ${joinLevel("l", "u.id", "$1::uuid")} ${joinLevel("mine", "$1::uuid", "u.id")}
  WHERE c.owner_id = $1`;

export function createContactsRepository({ pool }: { pool: Pool }): ContactsStore {
  const counted = contactListChange<Refusal>(pool);
  /** What the groups of the list give their members follows from every change, in its transaction. */
  const change = <R extends object>(ownerId: UserId, work: (db: PoolClient) => Promise<R | Refusal>): Promise<(R & Changed) | Refusal> =>
    counted(ownerId, async (db) => {
      const outcome = await work(db);
      return "refused" in outcome ? outcome : { ...outcome, levels: await settleGroupLevels(db, ownerId) };
    });

  return {
    async list(ownerId) {
      // First the number, then what it stands for: an entry may be newer than `rev`, never older.
      const head = await pool.query<{ rev: number; groups: ContactGroup[] }>(
        `SELECT u.contacts_rev AS rev,
           COALESCE((SELECT json_agg(json_build_object('id', g.id, 'name', g.name, 'position', g.position) ORDER BY g.position, g.id)
                     FROM contact_group g WHERE g.owner_id = u.id), '[]') AS groups
         FROM "user" u WHERE u.id = $1`,
        [ownerId],
      );
      const { rows } = await pool.query<ContactRow>({ name: "contacts-list", text: `${CONTACTS} AND u.status <> 'disabled' ORDER BY u.display_name, u.id`, values: [ownerId] });
      const { rev = 0, groups = [] } = head.rows[0] ?? {};
      // A group that was made between the two readings is told with its own `rev`.
      const known = new Set(groups.map(({ id }) => id));
      return { rev, groups, contacts: rows.map(toStoredContact).map((contact) => ({ ...contact, groupIds: contact.groupIds.filter((id) => known.has(id)) })) };
    },

    add: (ownerId, { id, userId, groupId, favourite }) =>
      change(ownerId, async (db): Promise<{ contact: StoredContact } | Refusal> => {
        const person = await db.query(`SELECT FROM "user" WHERE id = $1 AND status <> 'disabled'`, [userId]);
        if (person.rowCount === 0) return { refused: "person_not_found" };
        if (groupId && !(await ownsGroups(db, ownerId, [groupId]))) return { refused: "group_not_found" };
        const existing = await db.query<{ id: ContactId }>(`SELECT id FROM contact WHERE owner_id = $1 AND target_user_id = $2`, [ownerId, userId]);
        const contactId = existing.rows[0]?.id ?? id;
        if (existing.rowCount === 0) {
          if ((await countOf(db, "contact", ownerId)) >= CONTACTS_MAX) return { refused: "contact_limit" };
          await db.query(`INSERT INTO contact (id, owner_id, target_user_id) VALUES ($1, $2, $3)`, [id, ownerId, userId]);
        }
        if (favourite !== undefined) await db.query(`UPDATE contact SET favourite = $2 WHERE id = $1`, [contactId, favourite]);
        if (groupId) await db.query(`INSERT INTO contact_in_group (contact_id, group_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [contactId, groupId]);
        const { rows } = await db.query<ContactRow>(`${CONTACTS} AND c.id = $2`, [ownerId, contactId]);
        return { contact: toStoredContact(rows[0]!) };
      }),

    remove: (ownerId, contactId) =>
      change(ownerId, async (db) => {
        const removed = await db.query(
          `WITH gone AS (DELETE FROM contact WHERE id = $1 AND owner_id = $2 RETURNING target_user_id),
             untagged AS (DELETE FROM contact_tag WHERE owner_id = $2 AND target_user_id IN (SELECT target_user_id FROM gone))
           SELECT FROM gone`,
          [contactId, ownerId],
        );
        return removed.rowCount === 0 ? { refused: "contact_not_found" } : {};
      }),

    place: (ownerId, contactId, { groupIds, favourite }) =>
      change(ownerId, async (db) => {
        const found = await db.query(`SELECT FROM contact WHERE id = $1 AND owner_id = $2`, [contactId, ownerId]);
        if (found.rowCount === 0) return { refused: "contact_not_found" };
        if (favourite !== undefined) await db.query(`UPDATE contact SET favourite = $2 WHERE id = $1`, [contactId, favourite]);
        if (groupIds) {
          const wanted = [...new Set(groupIds)];
          if (!(await ownsGroups(db, ownerId, wanted))) return { refused: "group_not_found" };
          await db.query(`DELETE FROM contact_in_group WHERE contact_id = $1`, [contactId]);
          await db.query(`INSERT INTO contact_in_group (contact_id, group_id) SELECT $1, unnest($2::uuid[])`, [contactId, wanted]);
        }
        return {};
      }),

    createGroup: (ownerId, { id, name }) =>
      change(ownerId, async (db): Promise<{ group: ContactGroup } | Refusal> => {
        if ((await countOf(db, "contact_group", ownerId)) >= CONTACT_GROUPS_MAX) return { refused: "group_limit" };
        const { rows } = await db.query<ContactGroup>(
          `INSERT INTO contact_group (id, owner_id, name, position)
           SELECT $1, $2, $3, COALESCE(max(position) + 1, 0) FROM contact_group WHERE owner_id = $2
           RETURNING id, name, position`,
          [id, ownerId, name],
        );
        return { group: rows[0]! };
      }),

    renameGroup: (ownerId, groupId, name) =>
      change(ownerId, async (db) => {
        const renamed = await db.query(`UPDATE contact_group SET name = $3 WHERE id = $1 AND owner_id = $2`, [groupId, ownerId, name]);
        return renamed.rowCount === 0 ? { refused: "group_not_found" } : {};
      }),

    removeGroup: (ownerId, groupId) =>
      change(ownerId, async (db) => {
        const removed = await db.query(`DELETE FROM contact_group WHERE id = $1 AND owner_id = $2`, [groupId, ownerId]);
        return removed.rowCount === 0 ? { refused: "group_not_found" } : {};
      }),

    orderGroups: (ownerId, groupIds) =>
      change(ownerId, async (db) => {
        const wanted = [...new Set(groupIds)];
        if (!(await ownsGroups(db, ownerId, wanted))) return { refused: "group_not_found" };
        await db.query(
          `WITH ranked AS (
             SELECT g.id, row_number() OVER (ORDER BY array_position($2::uuid[], g.id) NULLS LAST, g.position, g.id) - 1 AS position
             FROM contact_group g WHERE g.owner_id = $1
           )
           UPDATE contact_group g SET position = ranked.position FROM ranked WHERE g.id = ranked.id`,
          [ownerId, wanted],
        );
        return {};
      }),

    async touch(ownerId, userIds) {
      const { rows } = await pool.query<{ rev: number }>(
        `UPDATE "user" SET contacts_rev = contacts_rev + 1
         WHERE id = $1 AND EXISTS (SELECT FROM contact WHERE owner_id = $1 AND ($2::uuid[] IS NULL OR target_user_id = ANY($2)))
         RETURNING contacts_rev AS rev`,
        [ownerId, userIds === "all" ? null : userIds],
      );
      return rows[0] ?? null;
    },
  };
}

async function ownsGroups(db: PoolClient, ownerId: UserId, groupIds: readonly ContactGroupId[]): Promise<boolean> {
  const { rows } = await db.query<{ count: number }>(`SELECT count(*)::int AS count FROM contact_group WHERE owner_id = $1 AND id = ANY($2::uuid[])`, [ownerId, groupIds]);
  return rows[0]?.count === groupIds.length;
}

async function countOf(db: PoolClient, table: "contact" | "contact_group", ownerId: UserId): Promise<number> {
  const { rows } = await db.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table} WHERE owner_id = $1`, [ownerId]);
  return rows[0]?.count ?? 0;
}

function toStoredContact(row: ContactRow): StoredContact {
  return {
    id: row.contact_id,
    userId: row.id,
    person: toUnviewedPerson(row),
    level: AccessLevel.parse(row.level),
    seesMeAs: AccessLevel.parse(row.sees_me_as),
    groupIds: row.group_ids,
    favourite: row.favourite,
    tagged: row.tagged,
  };
}
