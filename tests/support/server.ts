import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { type Env, loadEnv } from "@/server/config";
import { freePort } from "@/server/db/embedded";
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

export type SpawnedServer = {
  url: string;
  pid: number;
  /** What it printed so far, on both streams. */
  output(): string;
  /** As a power cut would: nothing is finished. */
  kill(): Promise<void>;
  /** As an operator would. @returns The exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  exited: Promise<number | null>;
};

/** The longest a start may take on a slow machine, in ms. */
const READY_LIMIT_MS = 60_000;

/**
 * The built server (`npm run build`) as a process of its own, with pages; for tests that kill it.
 *
 * @param settings `DATA_DIR` at least, or `DATABASE_URL` too.
 */
export async function spawnServer(settings: Readonly<Record<string, string>>): Promise<SpawnedServer> {
  const port = settings["PORT"] ?? String(await freePort());
  const clean = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "/", NODE_ENV: "production" } as const;
  const child = spawn(process.execPath, ["--enable-source-maps", path.resolve("dist/server.mjs")], { env: { ...clean, LOG_LEVEL: "info", ...settings, PORT: port }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const exited = once(child, "close").then(() => child.exitCode);
  await waitUntilReady(child, exited, () => output);
  const stop = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return exited;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    output: () => output,
    kill: async () => void (await stop("SIGKILL")),
    stop: (signal = "SIGTERM") => stop(signal),
    exited,
  };
}

/** The block that is printed when the server is ready is the event that is waited for. */
async function waitUntilReady(child: ChildProcess, exited: Promise<unknown>, output: () => string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`Server not ready within ${READY_LIMIT_MS} ms:\n${output()}`));
    }, READY_LIMIT_MS);
    const look = (): void => {
      if (!output().includes("Parley is ready:")) return;
      clearTimeout(timer);
      child.stdout?.off("data", look);
      resolve();
    };
    child.stdout?.on("data", look);
    void exited.then(() => {
      clearTimeout(timer);
      reject(new Error(`Server ended before it was ready:\n${output()}`));
    });
  });
}
