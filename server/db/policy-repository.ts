import { GroupId, PolicyPatch } from "@/lib/protocol";
import type { PolicyStore } from "@/server/domain/policy";
import type { Database } from "./client";

type Row = { settings: unknown; user_id: string | null; group_id: string | null; name: string | null; priority: number | null };

/** One statement for all scopes of one user. */
const LAYERS = {
  name: "policy-layers",
  text: `SELECT p.settings, p.user_id, p.group_id, g.name, g.priority
           FROM policy p LEFT JOIN "group" g ON g.id = p.group_id
          WHERE p.user_id = $1 OR (p.user_id IS NULL AND p.group_id IS NULL)
             OR p.group_id IN (SELECT group_id FROM group_member WHERE user_id = $1)`,
};

export function createPolicyRepository({ pool }: Pick<Database, "pool">): PolicyStore {
  return {
    async layersOf(userId) {
      const { rows } = await pool.query<Row>({ ...LAYERS, values: [userId] });
      const settingsOf = (row: Row | undefined) => (row ? parseStoredPolicy(row.settings) : null);
      return {
        user: settingsOf(rows.find((row) => row.user_id !== null)),
        groups: rows.flatMap((row) =>
          row.group_id === null ? [] : [{ groupId: GroupId.parse(row.group_id), name: row.name ?? "", priority: row.priority ?? 0, settings: parseStoredPolicy(row.settings) }],
        ),
        organisation: settingsOf(rows.find((row) => row.user_id === null && row.group_id === null)),
      };
    },
  };
}

/** A setting that a later version took away is left out. */
export function parseStoredPolicy(stored: unknown): PolicyPatch {
  const known = Object.entries(typeof stored === "object" && stored !== null ? stored : {}).filter(([name]) => name in PolicyPatch.shape);
  return PolicyPatch.parse(Object.fromEntries(known));
}
