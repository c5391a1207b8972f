import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "@/server/db/embedded";
import { migrate } from "@/server/db/migrate";
import { createLogger } from "@/server/telemetry";

declare module "vitest" {
  export interface ProvidedContext {
    /** One PostgreSQL for all test files; each makes its own database from the template. */
    postgresUrl: string;
  }
}

export const TEMPLATE = "parley_template";

/** Speed over safety against a power cut: the data live as long as the run. */
const SETTINGS = { fsync: "off", synchronous_commit: "on", full_page_writes: "off", max_wal_size: "2GB" };

/** One embedded PostgreSQL for the run, with one migrated database to copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "parley-test-pg-"));
  const postgres = await startEmbedded({ dataDir, maxConnections: 300, log: createLogger({ level: "warn" }), settings: SETTINGS });
  const template = new URL(postgres.url);
  template.pathname = `/${TEMPLATE}`;
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  await migrate(template.href);
  project.provide("postgresUrl", postgres.url);
  return async () => {
    await postgres.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  };
}
