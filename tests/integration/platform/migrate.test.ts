import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate } from "@/server/db/migrate";
import { freshDatabaseUrl } from "@/tests/support/database";

describe("migrations", () => {
  let directory: string;
  let database: Awaited<ReturnType<typeof freshDatabaseUrl>>;

  const write = (name: string, sql: string): void => {
    fs.mkdirSync(path.join(directory, name), { recursive: true });
    fs.writeFileSync(path.join(directory, name, "migration.sql"), sql);
  };
  const query = async <R extends pg.QueryResultRow>(sql: string): Promise<R[]> => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query<R>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  beforeEach(async () => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "parley-migrations-"));
    database = await freshDatabaseUrl({ empty: true });
    write("20260101000000_first", "CREATE TABLE first (id INT); INSERT INTO first VALUES (1);");
    write("20260102000000_second", "CREATE TABLE second (id INT);");
  });
  afterEach(async () => {
    await database.drop();
    fs.rmSync(directory, { recursive: true });
  });

  it("[DB-1] applies what is missing, in order, and says whether the database was empty", async () => {
    expect(await migrate(database.url, directory)).toEqual({ applied: ["20260101000000_first", "20260102000000_second"], fresh: true });
    write("20260103000000_third", "ALTER TABLE second ADD COLUMN more TEXT;");
    expect(await migrate(database.url, directory)).toEqual({ applied: ["20260103000000_third"], fresh: false });
    expect(await migrate(database.url, directory)).toEqual({ applied: [], fresh: false });
  });

  it("[DB-2] keeps the history as Prisma's tools do", async () => {
    await migrate(database.url, directory);
    const [row] = await query("SELECT * FROM _prisma_migrations ORDER BY migration_name");
    // What sha256sum says of the file, as `prisma migrate deploy` writes it.
    expect(row).toMatchObject({ checksum: "53c79ace4da6b2866be8ef9c2df09232c6b82083267b889efee9ead0516cbe38", migration_name: "20260101000000_first", applied_steps_count: 1, logs: null, rolled_back_at: null });
    expect(row?.["finished_at"]).toBeInstanceOf(Date);
  });

  it("[DB-3] lets several starters at once take turns", async () => {
    const results = await Promise.all(Array.from({ length: 4 }, () => migrate(database.url, directory)));
    expect(results.map((result) => result.applied.length).sort()).toEqual([0, 0, 0, 2]);
    expect(await query("SELECT id FROM first")).toEqual([{ id: 1 }]);
  });

  it("[DB-4] refuses a database that is newer than the program, and leaves it as it is", async () => {
    await migrate(database.url, directory);
    fs.rmSync(path.join(directory, "20260102000000_second"), { recursive: true });
    write("20260101500000_between", "CREATE TABLE never (id INT);");
    await expect(migrate(database.url, directory)).rejects.toThrow(/newer than this program: it has 20260102000000_second/);
    expect(await query("SELECT to_regclass('never') AS found")).toEqual([{ found: null }]);
  });

  it("[DB-5] refuses a migration that was edited after it was applied", async () => {
    await migrate(database.url, directory);
    write("20260101000000_first", "CREATE TABLE first (id BIGINT);");
    await expect(migrate(database.url, directory)).rejects.toThrow(/20260101000000_first was edited/);
  });

  it("[DB-6] rolls a failing migration back whole, and can be tried again", async () => {
    write("20260103000000_third", "CREATE TABLE third (id INT); SELECT nonsense;");
    await expect(migrate(database.url, directory)).rejects.toThrow(/20260103000000_third failed and was rolled back: .*nonsense/);
    expect(await query("SELECT to_regclass('third') AS found")).toEqual([{ found: null }]);
    write("20260103000000_third", "CREATE TABLE third (id INT);");
    expect((await migrate(database.url, directory)).applied).toEqual(["20260103000000_third"]);
  });

  it("[DB-7] refuses to go on after another tool's unfinished migration", async () => {
    await migrate(database.url, directory);
    await query("UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name LIKE '%second'");
    await expect(migrate(database.url, directory)).rejects.toThrow(/20260102000000_second was begun by another tool/);
  });
});
