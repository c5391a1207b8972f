import { CONTACT_GROUPS_MAX, type ContactGroup } from "@/lib/protocol";
import type { ContactGroupsStore, Refusal } from "@/server/domain/contacts";
import { countOf, type ListChange, ownsGroups } from "./contact-list-change";

/** The groups that people make in their own lists. */
export function createContactGroups(change: ListChange): ContactGroupsStore {
  return {
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
  };
}
