import type { Pool } from "pg";
import { AccessLevel, LISTED_GROUPS_MAX, type OrganisationGroup, type UserId } from "@/lib/protocol";
import type { OrganisationGroupsStore } from "@/server/domain/contacts";
import { countOf, type ListChange } from "./contact-list-change";
import { joinLevel, levelSql } from "./level-sql";
import { PERSON_COLUMNS, type PersonRow, toUnviewedPerson } from "./person-columns";

/** Of table "group" under the alias `g`: whether people are shown it at all. */
const SHOWN = `(g.published OR g.email IS NOT NULL)`;

/** Disabled people are few, and have an index: in every list that is loaded the members of each published group are counted. */
const MEMBER_COUNT = `(SELECT count(*) FROM group_member m WHERE m.group_id = g.id)
      - (SELECT count(*) FROM "user" mu JOIN group_member m ON m.user_id = mu.id AND m.group_id = g.id WHERE mu.status = 'disabled')`;

/** A group as JSON, with `l` the asker's row of listed_group or nothing. */
const GROUP_JSON = `jsonb_strip_nulls(jsonb_build_object('groupId', g.id, 'name', g.name, 'email', g.email,
    'memberCount', ${MEMBER_COUNT},
    'origin', CASE WHEN g.published THEN 'published' WHEN l.owner_id IS NOT NULL THEN 'listed' ELSE 'found' END))`;

/** The groups of the list of `owner`, an SQL expression: the published ones by name, then those listed in their order. */
export const listedGroupsSql = (owner: string): string => `
  SELECT jsonb_agg(${GROUP_JSON} ORDER BY NOT g.published, CASE WHEN g.published THEN 0 ELSE l.position END, g.name, g.id)
  FROM "group" g LEFT JOIN listed_group l ON l.group_id = g.id AND l.owner_id = ${owner}
  WHERE g.published OR (l.owner_id IS NOT NULL AND ${SHOWN})`;

/** Groups of the organisation, as people see them. */
export function createOrganisationGroups(pool: Pool, change: ListChange): OrganisationGroupsStore {
  const findGroup = async (viewerId: UserId, groupId: string): Promise<OrganisationGroup | null> => {
    const { rows } = await pool.query<{ group: OrganisationGroup }>({
      name: "organisation-group",
      text: `SELECT ${GROUP_JSON} AS "group" FROM "group" g LEFT JOIN listed_group l ON l.group_id = g.id AND l.owner_id = $1 WHERE g.id = $2 AND ${SHOWN}`,
      values: [viewerId, groupId],
    });
    return rows[0]?.group ?? null;
  };

  return {
    listGroup: (ownerId, groupId, listed) =>
      change(ownerId, async (db) => {
        const found = await db.query<{ is_listed: boolean }>(
          `SELECT EXISTS (SELECT FROM listed_group l WHERE l.group_id = g.id AND l.owner_id = $1) AS is_listed FROM "group" g WHERE g.id = $2 AND ${SHOWN} FOR KEY SHARE OF g`,
          [ownerId, groupId],
        );
        if (!found.rows[0]) return { refused: "group_not_found" };
        if (!listed) await db.query(`DELETE FROM listed_group WHERE owner_id = $1 AND group_id = $2`, [ownerId, groupId]);
        if (!listed || found.rows[0].is_listed) return {};
        if ((await countOf(db, "listed_group", ownerId)) >= LISTED_GROUPS_MAX) return { refused: "group_limit" };
        await db.query(`INSERT INTO listed_group (owner_id, group_id, position) SELECT $1, $2, COALESCE(max(position) + 1, 0) FROM listed_group WHERE owner_id = $1`, [ownerId, groupId]);
        return {};
      }),

    async groupMembers(viewerId, groupId, { offset, limit }) {
      const group = await findGroup(viewerId, groupId);
      if (!group) return null;
      const { rows } = await pool.query<PersonRow & { level: string }>({
        name: "organisation-group-members",
        text: `SELECT ${PERSON_COLUMNS}, ${levelSql("l", "u.id", "$1::uuid")} AS level
               FROM group_member m JOIN "user" u ON u.id = m.user_id AND u.status <> 'disabled' ${joinLevel("l", "u.id", "$1::uuid")}
               WHERE m.group_id = $2 ORDER BY u.display_name, u.id OFFSET $3 LIMIT $4`,
        values: [viewerId, groupId, offset, limit + 1],
      });
      return { group, members: rows.map((row) => ({ person: toUnviewedPerson(row), level: AccessLevel.parse(row.level) })) };
    },

    async searchGroups(viewerId, text, limit) {
      const { rows } = await pool.query<{ group: OrganisationGroup }>(
        `SELECT ${GROUP_JSON} AS "group" FROM "group" g LEFT JOIN listed_group l ON l.group_id = g.id AND l.owner_id = $1
         WHERE ${SHOWN} AND (' ' || fold_text(g.name || ' ' || COALESCE(g.email, ''))) LIKE ALL (directory_patterns($2))
         ORDER BY g.name, g.id LIMIT $3`,
        [viewerId, text, limit],
      );
      return rows.map(({ group }) => group);
    },
  };
}
