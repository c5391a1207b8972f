import type { Pool } from "pg";
import { AccessLevel, TAGS_MAX, type UserId } from "@/lib/protocol";
import type { TagRefusal, TagStore } from "@/server/domain/notifications";
import { contactListChange } from "./contact-list-change";
import { joinLevel, levelSql } from "./level-sql";
import { PERSON_COLUMNS, type PersonRow, toUnviewedPerson } from "./person-columns";

type TaggerRow = PersonRow & { owner_id: UserId; level: string; sees_tagger_as: string; undisturbed: boolean; active: boolean };

const TAGGERS = `SELECT t.owner_id, ${PERSON_COLUMNS}, u.status <> 'disabled' AND o.status <> 'disabled' AS active,
    ${levelSql("l", "u.id", "o.id")} AS level, ${levelSql("back", "o.id", "u.id")} AS sees_tagger_as,
    EXISTS (SELECT FROM manual_presence m WHERE m.user_id = o.id AND m.state = 'dnd' AND (m.expires_at IS NULL OR m.expires_at > $2)) AS undisturbed
  FROM contact_tag t JOIN "user" u ON u.id = t.target_user_id JOIN "user" o ON o.id = t.owner_id
  ${joinLevel("l", "u.id", "o.id")} ${joinLevel("back", "o.id", "u.id")}
  WHERE t.target_user_id = ANY($1::uuid[])`;

export function createTagRepository({ pool }: { pool: Pool }): TagStore {
  const change = contactListChange<TagRefusal>(pool);

  return {
    put: (ownerId, targetId, tagged) =>
      change(ownerId, async (db): Promise<{ isBlocked: boolean } | TagRefusal> => {
        const inList = await db.query<{ level: string }>(
          `SELECT ${levelSql("l", "u.id", "$1::uuid")} AS level FROM contact c JOIN "user" u ON u.id = c.target_user_id ${joinLevel("l", "u.id", "$1::uuid")}
           WHERE c.owner_id = $1 AND u.id = $2 AND u.status <> 'disabled'`,
          [ownerId, targetId],
        );
        const row = inList.rows[0];
        if (!row) return { refused: "contact_not_found" };
        const isBlocked = row.level === "blocked";
        if (!tagged) {
          await db.query("DELETE FROM contact_tag WHERE owner_id = $1 AND target_user_id = $2", [ownerId, targetId]);
          return { isBlocked };
        }
        await db.query("INSERT INTO contact_tag (owner_id, target_user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", [ownerId, targetId]);
        const { rows } = await db.query<{ count: number }>("SELECT count(*)::int AS count FROM contact_tag WHERE owner_id = $1", [ownerId]);
        return rows[0]!.count > TAGS_MAX ? { refused: "tag_limit" } : { isBlocked };
      }),

    async listAll() {
      const { rows } = await pool.query<{ owner_id: UserId; target_user_id: UserId; blocked: boolean }>(
        `SELECT t.owner_id, t.target_user_id, ${levelSql("l", "t.target_user_id", "t.owner_id")} = 'blocked' AS blocked
         FROM contact_tag t ${joinLevel("l", "t.target_user_id", "t.owner_id")}`,
      );
      return rows.map((row) => ({ targetId: row.target_user_id, taggerId: row.owner_id, isBlocked: row.blocked }));
    },

    async listTaggers(targetIds, at) {
      const { rows } = await pool.query<TaggerRow>({ name: "tag-taggers", text: TAGGERS, values: [targetIds, at] });
      return rows.map((row) => ({
        targetId: row.id,
        taggerId: row.owner_id,
        person: toUnviewedPerson(row),
        level: AccessLevel.parse(row.level),
        seesTaggerAs: AccessLevel.parse(row.sees_tagger_as),
        choseUndisturbed: row.undisturbed,
        isActive: row.active,
      }));
    },
  };
}
