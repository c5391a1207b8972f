import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { createDatabase, type Database } from "@/server/db/client";
import { TEMPLATE } from "./global-setup";

export type TestDatabase = Database & {
  url: string;
  /** Closes it and drops it. */
  dispose: () => Promise<void>;
};

async function withAdministration<T>(run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

/** A database of its own, empty or with all tables, and how to drop it. */
export async function freshDatabaseUrl(options: { empty?: boolean } = {}): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  const template = options.empty === true ? "template0" : TEMPLATE;
  await withAdministration((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const url = new URL(inject("postgresUrl"));
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => withAdministration(async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

/** A migrated, empty database for one test file: `beforeAll(async () => { db = await freshDatabase(); })`. */
export async function freshDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const { url, drop } = await freshDatabaseUrl();
  const database = createDatabase({ url, poolSize: options.poolSize ?? 10 });
  return {
    ...database,
    url,
    async dispose() {
      await database.close();
      await drop();
    },
  };
}
