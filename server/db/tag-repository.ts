import type { Pool } from "pg";
import { TAGS_MAX } from "@/lib/protocol";
import type { TagRefusal, TagStore } from "@/server/domain/notifications";
import { contactListChange } from "./contact-list-change";

export function createTagRepository({ pool }: { pool: Pool }): TagStore {
  const change = contactListChange<TagRefusal>(pool);

  return {
    put: (ownerId, targetId, tagged) =>
      change(ownerId, async (db): Promise<object | TagRefusal> => {
        const inList = await db.query(`SELECT FROM contact c JOIN "user" u ON u.id = c.target_user_id WHERE c.owner_id = $1 AND u.id = $2 AND u.status <> 'disabled'`, [ownerId, targetId]);
        if (inList.rowCount === 0) return { refused: "contact_not_found" };
        if (!tagged) {
          await db.query("DELETE FROM contact_tag WHERE owner_id = $1 AND target_user_id = $2", [ownerId, targetId]);
          return {};
        }
        await db.query("INSERT INTO contact_tag (owner_id, target_user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", [ownerId, targetId]);
        const { rows } = await db.query<{ count: number }>("SELECT count(*)::int AS count FROM contact_tag WHERE owner_id = $1", [ownerId]);
        return rows[0]!.count > TAGS_MAX ? { refused: "tag_limit" } : {};
      }),
  };
}
