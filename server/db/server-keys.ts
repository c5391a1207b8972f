import { randomBytes } from "node:crypto";
import type { Database } from "./client";
import type { SecretBox } from "./secret-box";

/** Keys that all servers on one database share, such as the one that signs sessions. */
export type ServerKeys = {
  /** The key of that name; made once, by whichever server asks first. */
  getOrCreate(name: string, sizeBytes: number): Promise<Buffer>;
};

export function createServerKeys(db: Pick<Database, "pool">, box: SecretBox): ServerKeys {
  return {
    async getOrCreate(name, sizeBytes) {
      const find = async (): Promise<string | undefined> => (await db.pool.query<{ sealed: string }>("SELECT sealed FROM server_key WHERE name = $1", [name])).rows[0]?.sealed;
      let sealed = await find();
      if (sealed === undefined) {
        const fresh = box.seal(randomBytes(sizeBytes), `server_key:${name}`);
        await db.pool.query("INSERT INTO server_key (name, sealed) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", [name, fresh]);
        sealed = (await find()) ?? fresh;
      }
      return box.open(sealed, `server_key:${name}`);
    },
  };
}
