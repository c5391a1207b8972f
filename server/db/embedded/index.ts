import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import pg from "pg";
import type { Logger } from "@/server/telemetry";
import { openCluster, ROLE } from "./cluster";
import { databaseAccount, prepareBinaries } from "./native";
import { takeOwnership } from "./owner-lock";
import { clearLeftovers, type Postmaster, startPostmaster } from "./postmaster";

const DATABASE = "parley";
/** Another process may take the free port between the look and the use. */
const PORT_ATTEMPTS = 3;

export type EmbeddedPostgres = {
  /** `postgresql://…`, with the password. */
  url: string;
  /** Where the data really are. */
  directory: string;
  /** Resolves when PostgreSQL ended by itself, with its last words; never after `stop`. */
  crashed: Promise<string>;
  /** Ends PostgreSQL and gives up the directory. May be called twice. */
  stop: () => Promise<void>;
};

/**
 * Starts the PostgreSQL that comes with the program on `DATA_DIR/postgres`, on a free port of the loopback
 * interface. The directory is made if need be; what a killed process left running is ended first; another
 * living owner is refused.
 *
 * @param options.settings PostgreSQL settings beside the usual ones.
 * @throws Error with a line for the operator.
 */
export async function startEmbedded(options: { dataDir: string; maxConnections: number; log: Logger; settings?: Readonly<Record<string, string>> }): Promise<EmbeddedPostgres> {
  const { dataDir, log } = options;
  fs.mkdirSync(dataDir, { recursive: true });
  const release = takeOwnership(path.join(dataDir, "owner.lock"));
  if (!release) throw new Error(`Another Parley is running on ${dataDir}. Stop it first, or give this one another DATA_DIR.`);
  try {
    const account = databaseAccount();
    const native = prepareBinaries(account);
    const { directory, password } = await openCluster({ dataDir, native, account });
    await clearLeftovers(directory);

    const settings = { max_connections: String(options.maxConnections), shared_buffers: "128MB", ...options.settings };
    let stopped: Promise<void> | undefined;
    const onLine = (line: string): void => {
      // While it stops, every connection that it cuts is a line.
      if (stopped) log.debug({ event: "postgres.said", line }, "PostgreSQL said something");
      else log.warn({ event: "postgres.said", line }, "PostgreSQL said something");
    };
    const start = async (attempt: number): Promise<{ postmaster: Postmaster; port: number }> => {
      const port = await freePort();
      try {
        return { postmaster: await startPostmaster({ native, directory, port, account, settings, onLine }), port };
      } catch (error) {
        if (attempt >= PORT_ATTEMPTS || !/could not bind|could not create any TCP/.test(String(error))) throw error;
        return start(attempt + 1);
      }
    };
    const { postmaster, port } = await start(1);

    const stop = (): Promise<void> => (stopped ??= postmaster.stop().finally(release));
    const url = (database: string): string => `postgresql://${ROLE}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
    try {
      await ensureDatabase(url("postgres"));
    } catch (error) {
      await stop();
      throw error;
    }
    const crashed = postmaster.exited.then((lastWords) => (stopped ? new Promise<string>(() => {}) : lastWords));
    return { url: url(DATABASE), directory, crashed, stop };
  } catch (error) {
    release();
    throw error;
  }
}

async function ensureDatabase(maintenanceUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** A port nobody uses now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === "object" ? resolve(address.port) : reject(new Error("No free port"))));
    });
  });
}
