import { type Env, loadEnv } from "@/server/config";
import { runtime } from "@/server/http/runtime";
import { type Running, start } from "@/server/main";
import { createLogger } from "@/server/telemetry";
import { freshDatabaseUrl } from "./database";
import { temporaryDirectory } from "./temporary-directory";

/** One parsed line of the server's log. */
export type LogLine = { level: string; event?: string; msg: string } & Record<string, unknown>;

export type TestServer = Running & {
  env: Env;
  /** Every line that was logged, at every level. */
  logLines: readonly LogLine[];
  /** Signs the session cookie; see `tests/support/people.ts`. */
  sessionSecret: string;
  /** Stops it, and drops its database. */
  dispose: () => Promise<void>;
};

/**
 * A whole server in this process, on a free port and a fresh database, without pages. One at a time in a
 * test file: the runtime has one place.
 */
export async function startTestServer(settings: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const database = await freshDatabaseUrl();
  const { directory, remove } = temporaryDirectory("data");
  const logLines: LogLine[] = [];
  const log = createLogger({ level: "debug", write: (line) => void logLines.push(JSON.parse(line) as LogLine) });
  const env = loadEnv({ NODE_ENV: "test", PORT: "0", DATA_DIR: directory, DATABASE_URL: database.url, DATABASE_POOL_SIZE: "10", SEED: "none", ...settings });
  const running = await start(env, { pages: false, log });
  return {
    ...running,
    env,
    logLines,
    sessionSecret: runtime().auth.sessionSecret,
    async dispose() {
      await running.stop();
      await database.drop();
      remove();
    },
  };
}

export { spawnServer, type SpawnedServer } from "./spawn-server";
