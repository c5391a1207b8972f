import type { Pool, PoolClient } from "pg";
import { AccessLevel, CONTACTS_MAX, type ContactGroup, type ContactGroupId, type ContactId, type NumberContact, type OrganisationGroup, type UserId } from "@/lib/protocol";
import type { Changed, ContactEntriesStore, ContactsStore, Refusal, StoredContact } from "@/server/domain/contacts";
import { settleGroupLevels } from "./access-repository";
import { createContactGroups } from "./contact-groups-repository";
import { contactListChange, countOf, type ListChange, ownsGroups } from "./contact-list-change";
import { joinLevel, levelSql } from "./level-sql";
import { createOrganisationGroups, listedGroupsSql } from "./organisation-groups-repository";
import { PERSON_COLUMNS, type PersonRow, toUnviewedPerson } from "./person-columns";

type ContactRow = PersonRow & { contact_id: ContactId; favourite: boolean; level: string; sees_me_as: string; group_ids: ContactGroupId[]; tagged: boolean };

const GROUPS_OF_ENTRY = `ARRAY(SELECT g.group_id FROM contact_in_group g WHERE g.contact_id = c.id ORDER BY g.group_id)`;

const CONTACTS = `SELECT c.id AS contact_id, c.favourite, ${PERSON_COLUMNS},
    ${levelSql("l", "u.id", "$1::uuid")} AS level, ${levelSql("mine", "$1::uuid", "u.id")} AS sees_me_as,
    ${GROUPS_OF_ENTRY} AS group_ids, t.owner_id IS NOT NULL AS tagged
  FROM contact c JOIN "user" u ON u.id = c.target_user_id
  LEFT JOIN contact_tag t ON t.owner_id = c.owner_id AND t.target_user_id = c.target_user_id
  ${joinLevel("l", "u.id", "$1::uuid")} ${joinLevel("mine", "$1::uuid", "u.id")}
  WHERE c.owner_id = $1`;

const NUMBER_JSON = `jsonb_build_object('id', c.id, 'name', c.name, 'number', c.number, 'groupIds', ${GROUPS_OF_ENTRY}, 'favourite', c.favourite)`;

/** All of a list but its people, in one look. */
const HEAD = `SELECT u.contacts_rev AS rev,
    COALESCE((SELECT jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'position', g.position) ORDER BY g.position, g.id)
              FROM contact_group g WHERE g.owner_id = u.id), '[]') AS groups,
    COALESCE((SELECT jsonb_agg(${NUMBER_JSON} ORDER BY c.name, c.id) FROM contact c WHERE c.owner_id = u.id AND c.number IS NOT NULL), '[]') AS numbers,
    COALESCE((${listedGroupsSql("u.id")}), '[]') AS "organisationGroups"
  FROM "user" u WHERE u.id = $1`;
type Head = { rev: number; groups: ContactGroup[]; numbers: NumberContact[]; organisationGroups: OrganisationGroup[] };

/** Contact lists in PostgreSQL. */
export function createContactsRepository({ pool }: { pool: Pool }): ContactsStore {
  const counted = contactListChange<Refusal>(pool);
  /** What the groups of the list give their members follows from every change, in its transaction. */
  const change = <R extends object>(ownerId: UserId, work: (db: PoolClient) => Promise<R | Refusal>): Promise<(R & Changed) | Refusal> =>
    counted(ownerId, async (db) => {
      const outcome = await work(db);
      return "refused" in outcome ? outcome : { levels: await settleGroupLevels(db, ownerId), ...outcome };
    });

  return { ...createEntries(pool, change), ...createContactGroups(change), ...createOrganisationGroups(pool, change) };
}

function createEntries(pool: Pool, change: ListChange): ContactEntriesStore {
  return {
    async list(ownerId) {
      // First the number, then the people: an entry may be newer than `rev`, never older.
      const { rows: [head] } = await pool.query<Head>({ name: "contacts-head", text: HEAD, values: [ownerId] });
      const { rows } = await pool.query<ContactRow>({ name: "contacts-list", text: `${CONTACTS} AND u.status <> 'disabled' ORDER BY u.display_name, u.id`, values: [ownerId] });
      const { rev, groups, numbers, organisationGroups } = head ?? { rev: 0, groups: [], numbers: [], organisationGroups: [] };
      // A group that was made between the two readings is told with its own `rev`.
      const known = new Set(groups.map(({ id }) => id));
      const contacts = rows.map(toStoredContact).map((contact) => ({ ...contact, groupIds: contact.groupIds.filter((id) => known.has(id)) }));
      return { rev, groups, contacts, numbers, organisationGroups };
    },

    add: (ownerId, { id, userId, groupId, favourite }) =>
      change(ownerId, async (db): Promise<(Pick<Changed, "levels"> & { contact: StoredContact }) | Refusal> => {
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
        if (groupId) await putInto(db, groupId, [contactId]);
        // What the group gives is part of the answer.
        const settled = groupId ? { levels: await settleGroupLevels(db, ownerId) } : {};
        const { rows } = await db.query<ContactRow>(`${CONTACTS} AND c.id = $2`, [ownerId, contactId]);
        return { contact: toStoredContact(rows[0]!), ...settled };
      }),

    addNumber: (ownerId, { id, number, name, groupId }) =>
      change(ownerId, async (db): Promise<{ contact: NumberContact } | Refusal> => {
        if (groupId && !(await ownsGroups(db, ownerId, [groupId]))) return { refused: "group_not_found" };
        const named = await db.query<{ id: ContactId }>(`UPDATE contact SET name = $3 WHERE owner_id = $1 AND number = $2 RETURNING id`, [ownerId, number, name]);
        const contactId = named.rows[0]?.id ?? id;
        if (named.rowCount === 0) {
          if ((await countOf(db, "contact", ownerId)) >= CONTACTS_MAX) return { refused: "contact_limit" };
          await db.query(`INSERT INTO contact (id, owner_id, number, name) VALUES ($1, $2, $3, $4)`, [id, ownerId, number, name]);
        }
        if (groupId) await putInto(db, groupId, [contactId]);
        const { rows } = await db.query<{ contact: NumberContact }>(`SELECT ${NUMBER_JSON} AS contact FROM contact c WHERE c.id = $1`, [contactId]);
        return { contact: rows[0]!.contact };
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

    move: (ownerId, { contactIds, from, to }) =>
      change(ownerId, async (db) => {
        const moved = [...new Set(contactIds)];
        const found = await db.query<{ count: number }>(`SELECT count(*)::int AS count FROM contact WHERE owner_id = $1 AND id = ANY($2::uuid[])`, [ownerId, moved]);
        if (found.rows[0]?.count !== moved.length) return { refused: "contact_not_found" };
        const named = [...new Set([from, to])].filter((groupId) => groupId !== null);
        if (!(await ownsGroups(db, ownerId, named))) return { refused: "group_not_found" };
        if (from !== null) await db.query(`DELETE FROM contact_in_group WHERE group_id = $1 AND contact_id = ANY($2::uuid[])`, [from, moved]);
        if (to !== null) await putInto(db, to, moved);
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

    async findPeople(viewerId, userIds) {
      const { rows } = await pool.query<PersonRow & { level: string }>({
        name: "contacts-people",
        text: `SELECT ${PERSON_COLUMNS}, ${levelSql("l", "u.id", "$1::uuid")} AS level
               FROM "user" u ${joinLevel("l", "u.id", "$1::uuid")} WHERE u.id = ANY($2::uuid[]) AND u.status <> 'disabled'`,
        values: [viewerId, userIds],
      });
      return rows.map((row) => ({ person: toUnviewedPerson(row), level: AccessLevel.parse(row.level) }));
    },
  };
}

async function putInto(db: PoolClient, groupId: ContactGroupId, contactIds: readonly ContactId[]): Promise<void> {
  await db.query(`INSERT INTO contact_in_group (contact_id, group_id) SELECT unnest($2::uuid[]), $1 ON CONFLICT DO NOTHING`, [groupId, contactIds]);
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
