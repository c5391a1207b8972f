import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/generated/prisma/client";
import type { Logger } from "@/server/telemetry";

/** How long a query waits for a free connection before it fails, in ms. */
const CONNECTION_WAIT_MS = 10_000;

export type Database = {
  prisma: PrismaClient;
  /** The same connections, for raw SQL on hot paths. */
  pool: pg.Pool;
  /** Waits for what is running. May be called twice. */
  close(): Promise<void>;
};

/** Prisma and raw SQL over one pool. Connects at the first query. */
export function createDatabase(options: { url: string; poolSize: number; log?: Logger }): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: CONNECTION_WAIT_MS,
    application_name: "parley",
    keepAlive: true,
  });
  // An idle connection was cut: the pool replaces it. Without a listener the process would end. The error carries the
  // whole client, its cancel key included: only its words are logged.
  pool.on("error", ({ message }) => options.log?.warn({ event: "database.connection-lost", reason: message }, "database connection lost"));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  let closed: Promise<void> | undefined;
  return {
    prisma,
    pool,
    close: () => (closed ??= prisma.$disconnect().then(() => pool.end())),
  };
}
