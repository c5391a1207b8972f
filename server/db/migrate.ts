import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";

/** The advisory lock that Prisma Migrate takes too, so that its tools and this runner exclude each other. */
const PRISMA_LOCK = 72_707_369;

/** Prisma's own table, column for column: its tools accept the history. */
const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

type Migration = { name: string; sql: string; checksum: string };
type Applied = { name: string; checksum: string; finished: boolean };

/**
 * Brings the database to the state this program was built for. Each migration is one transaction: it happens
 * whole or not at all. Several starters take turns; the later ones find nothing to do.
 *
 * @returns The names applied now, and whether the database was empty before.
 * @throws Error with a line for the operator: the database is newer than the program, a migration was edited
 *   after it was applied, or one failed.
 */
export async function migrate(url: string, directory: string = path.resolve("prisma/migrations")): Promise<{ applied: string[]; fresh: boolean }> {
  const known = readMigrations(directory);
  const client = new pg.Client({ connectionString: url, application_name: "parley-migrate" });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK]);
    await client.query(HISTORY_TABLE);
    const history = await readHistory(client);
    refuseMismatch(known, history);
    const done = new Set(history.map((row) => row.name));
    const missing = known.filter((migration) => !done.has(migration.name));
    for (const migration of missing) await apply(client, migration);
    return { applied: missing.map((migration) => migration.name), fresh: history.length === 0 };
  } finally {
    // Ends the session, and the lock with it.
    await client.end();
  }
}

function readMigrations(directory: string): Migration[] {
  return fs
    .readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = fs.readFileSync(path.join(directory, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

async function readHistory(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
  return rows;
}

function refuseMismatch(known: readonly Migration[], history: readonly Applied[]): void {
  const checksums = new Map(known.map((migration) => [migration.name, migration.checksum]));
  const unknown = history.filter((row) => !checksums.has(row.name)).map((row) => row.name);
  if (unknown.length > 0) {
    throw new Error(`The database is newer than this program: it has ${unknown.join(", ")}. Start the newer program, or restore a backup made before the upgrade.`);
  }
  const failed = history.find((row) => !row.finished);
  if (failed) throw new Error(`Migration ${failed.name} was begun by another tool and not finished. Resolve it with that tool, or restore a backup.`);
  const edited = history.find((row) => checksums.get(row.name) !== row.checksum);
  if (edited) throw new Error(`Migration ${edited.name} was edited after it was applied to this database. Restore the file, and make a new migration for the change.`);
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at) VALUES ($1, $2, $3, clock_timestamp())",
      [randomUUID(), checksum, name],
    );
    await client.query(sql);
    await client.query("UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE migration_name = $1 AND finished_at IS NULL", [name]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${name} failed and was rolled back: ${reason}`, { cause: error });
  }
}
