import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { freePort } from "@/server/db/embedded";

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
