import type { Pool } from "pg";
import { AccessLevel } from "@/lib/protocol";
import type { DirectoryQuery, DirectoryStore } from "@/server/domain/directory";
import type { PhoneField } from "@/server/domain/presence";
import { joinLevel, levelSql } from "./level-sql";
import { PERSON_COLUMNS, type PersonRow, toUnviewedPerson } from "./person-columns";

type FoundRow = PersonRow & { level: string };

const PHONE_COLUMNS: Record<PhoneField, string> = {
  workPhone: "u.work_phone",
  mobilePhone: "u.mobile_phone",
  homePhone: "u.home_phone",
  otherPhone: "u.other_phone",
};

const LEVEL = levelSql("l", "u.id", "$1::uuid");

/** The numbers that the searcher's level shows, as one text. Numbers begin with "+", so digits never match across two. */
function visibleNumbersSql(phonesSeenBy: DirectoryQuery["phonesSeenBy"]): string {
  const cases = Object.entries(phonesSeenBy)
    .filter(([, fields]) => fields.length > 0)
    .map(([level, fields]) => `WHEN '${level}' THEN concat_ws(' ', ${fields.map((field) => PHONE_COLUMNS[field]).join(", ")})`);
  return `CASE ${LEVEL} ${cases.join(" ")} END`;
}

export function createDirectoryRepository({ pool }: { pool: Pool }): DirectoryStore {
  return {
    async search(searcherId, { text, phoneDigits, phonesSeenBy, limit }) {
      const byNumber = phoneDigits === null ? "" : `OR ${visibleNumbersSql(phonesSeenBy)} LIKE '%' || $4 || '%'`;
      const { rows } = await pool.query<FoundRow>(
        `SELECT ${PERSON_COLUMNS}, ${LEVEL} AS level
         FROM "user" u ${joinLevel("l", "u.id", "$1::uuid")}
         LEFT JOIN contact c ON c.owner_id = $1 AND c.target_user_id = u.id
         WHERE u.status <> 'disabled' AND (u.search_text LIKE ALL (directory_patterns($2)) ${byNumber})
         ORDER BY c.id IS NULL, u.display_name, u.id
         LIMIT $3`,
        phoneDigits === null ? [searcherId, text, limit] : [searcherId, text, limit, phoneDigits],
      );
      return rows.map((row) => ({ person: toUnviewedPerson(row), level: AccessLevel.parse(row.level) }));
    },

    async findPerson(viewerId, userId) {
      const { rows } = await pool.query<FoundRow & { sees_me_as: string }>({
        name: "directory-person",
        text: `SELECT ${PERSON_COLUMNS}, ${LEVEL} AS level, ${levelSql("mine", "$1::uuid", "u.id")} AS sees_me_as
               FROM "user" u ${joinLevel("l", "u.id", "$1::uuid")} ${joinLevel("mine", "$1::uuid", "u.id")}
               WHERE u.id = $2 AND u.status <> 'disabled'`,
        values: [viewerId, userId],
      });
      const row = rows[0];
      return row ? { person: toUnviewedPerson(row), level: AccessLevel.parse(row.level), seesMeAs: AccessLevel.parse(row.sees_me_as) } : null;
    },
  };
}
