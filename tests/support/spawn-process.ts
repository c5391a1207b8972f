import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createInterface } from "node:readline";

const START_LIMIT_MS = 30_000;

export type SpawnedServer = { url: string; child: ChildProcess; memory(): Promise<NodeJS.MemoryUsage>; end(signal: NodeJS.Signals): Promise<void> };

/** Runs a TypeScript file as a server of its own process, until it prints `listening <url>`. `logFile` takes its standard error. */
export async function spawnTypeScriptServer(file: string, environment: Record<string, string>, options: { nodeArguments?: readonly string[]; logFile?: string } = {}): Promise<SpawnedServer> {
  const { nodeArguments = [], logFile } = options;
  const log = logFile === undefined ? "inherit" : fs.openSync(logFile, "a");
  const child = spawn(process.execPath, [...nodeArguments, "--import", "tsx", file], { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", log, "ipc"] });
  if (typeof log === "number") fs.closeSync(log);
  const url = await new Promise<string>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`${file} did not start`)), START_LIMIT_MS);
    child.once("exit", (code) => reject(new Error(`${file} ended with ${code}`)));
    createInterface({ input: child.stdout! }).on("line", (line) => {
      if (!line.startsWith("listening ")) return;
      clearTimeout(limit);
      resolve(line.slice("listening ".length));
    });
  });
  return {
    url,
    child,
    async memory() {
      const answer = once(child, "message") as Promise<[NodeJS.MemoryUsage]>;
      child.send("memory");
      return (await answer)[0];
    },
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill(signal);
      await gone;
    },
  };
}
