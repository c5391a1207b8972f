import type { Pool, PoolClient } from "pg";
import type { UserId } from "@/lib/protocol";

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
