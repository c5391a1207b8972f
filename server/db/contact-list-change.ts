import type { Pool, PoolClient } from "pg";
import type { ContactGroupId, UserId } from "@/lib/protocol";
import type { Refusal as ListRefusal } from "@/server/domain/contacts";

export type ListChange = ReturnType<typeof contactListChange<ListRefusal>>;

/**
 * Changes of contact lists: one transaction under the lock of the owner's row, which the counting takes. A refusal gives
 * the number back.
 */
export function contactListChange<Refusal extends { refused: string }>(pool: Pool) {
  return async function change<R extends object>(ownerId: UserId, work: (db: PoolClient) => Promise<R | Refusal>): Promise<(R & { rev: number }) | Refusal> {
    const db = await pool.connect();
    let broken: Error | undefined;
    try {
      await db.query("BEGIN");
      const counted = await db.query<{ rev: number }>(`UPDATE "user" SET contacts_rev = contacts_rev + 1 WHERE id = $1 RETURNING contacts_rev AS rev`, [ownerId]);
      const outcome = await work(db);
      const refused = isRefusal(outcome);
      await db.query(refused ? "ROLLBACK" : "COMMIT");
      return refused ? outcome : { ...outcome, rev: counted.rows[0]!.rev };
    } catch (error) {
      // The connection may be in the middle of anything: the pool makes a new one.
      broken = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      db.release(broken);
    }
  };
}

const isRefusal = <R extends object, Refusal extends { refused: string }>(outcome: R | Refusal): outcome is Refusal => "refused" in outcome;

export async function ownsGroups(db: PoolClient, ownerId: UserId, groupIds: readonly ContactGroupId[]): Promise<boolean> {
  const { rows } = await db.query<{ count: number }>(`SELECT count(*)::int AS count FROM contact_group WHERE owner_id = $1 AND id = ANY($2::uuid[])`, [ownerId, groupIds]);
  return rows[0]?.count === groupIds.length;
}

export async function countOf(db: PoolClient, table: "contact" | "contact_group" | "listed_group", ownerId: UserId): Promise<number> {
  const { rows } = await db.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table} WHERE owner_id = $1`, [ownerId]);
  return rows[0]?.count ?? 0;
}
