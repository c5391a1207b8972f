import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startEmbedded } from "@/server/db/embedded";
import { silentLogger } from "@/server/telemetry";
import { temporaryDirectory } from "@/tests/support/temporary-directory";

const SETTINGS = { fsync: "off", shared_buffers: "16MB" };
const isLinux = process.platform === "linux";
const isRoot = process.getuid?.() === 0;

/** Processes of PostgreSQL, or of its supervisor, that were started for this directory. */
function processesOf(directory: string): number[] {
  return execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(directory) && /postgres/.test(line) && !line.includes("owner-process"))
    .map((line) => Number.parseInt(line, 10));
}

/** A process that has ended but was not yet collected by its parent has no directory. */
const isRunning = (pid: number): boolean => fs.existsSync(`/proc/${pid}/cwd`);

async function untilGone(directory: string): Promise<void> {
  await expect.poll(() => processesOf(directory), { timeout: 15_000, interval: 20 }).toEqual([]);
}

async function query<R extends pg.QueryResultRow>(url: string, sql: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("the embedded PostgreSQL", () => {
  let dataDir: string;
  let remove: () => void;
  beforeEach(() => {
    ({ directory: dataDir, remove } = temporaryDirectory("embedded"));
  });
  afterEach(() => remove());

  const start = () => startEmbedded({ dataDir, maxConnections: 20, log: silentLogger, settings: SETTINGS });
  /** A Node process that owns the directory until it is killed, optionally under another account. */
  const startOwner = async (account: { uid?: number; gid?: number } = {}) => {
    const child = spawn(process.execPath, ["--import", "tsx", path.resolve("tests/support/owner-process.ts"), dataDir], { ...account, env: { PATH: process.env["PATH"] ?? "", HOME: "/", NODE_ENV: "test" }, stdio: ["pipe", "pipe", "pipe"] });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    const exited = once(child, "close");
    const line = await Promise.race([once(child.stdout.setEncoding("utf8"), "data").then(([text]) => String(text)), exited.then(() => Promise.reject(new Error(errors)))]);
    return { child, exited, url: line.trim() };
  };

  it("[PG-1] keeps what was written, and leaves no process behind when it stops", async () => {
    const first = await start();
    await query(first.url, "CREATE TABLE kept (id INT); INSERT INTO kept VALUES (7);");
    await first.stop();
    expect(processesOf(first.directory)).toEqual([]);
    const second = await start();
    expect(await query(second.url, "SELECT id FROM kept")).toEqual([{ id: 7 }]);
    await second.stop();
    await second.stop();
    await untilGone(second.directory);
  });

  it("[PG-2] knows letters, case and trigrams of every script", async () => {
    const postgres = await start();
    await query(postgres.url, "CREATE EXTENSION pg_trgm");
    const [row] = await query<{ chinese: string[]; russian: string; sorted: string[] }>(postgres.url, "SELECT show_trgm('你好') AS chinese, lower('ПРИВЕТ') AS russian, array_agg(x ORDER BY x) AS sorted FROM unnest(ARRAY['b','a','B']) x");
    expect(row?.chinese.length).toBeGreaterThan(0);
    expect(row).toMatchObject({ russian: "привет", sorted: ["B", "a", "b"] });
    await postgres.stop();
  });

  it("[PG-3] refuses a second owner with a line that says what to do", async () => {
    const postgres = await start();
    await expect(start()).rejects.toThrow(`Another Parley is running on ${dataDir}. Stop it first, or give this one another DATA_DIR.`);
    expect(await query(postgres.url, "SELECT 1 AS alive")).toEqual([{ alive: 1 }]);
    await postgres.stop();
    await (await start()).stop();
  });

  it.runIf(isLinux)("[PG-4] ends with its Node when that is killed, and starts again with everything committed", async () => {
    const { child, exited, url } = await startOwner();
    await query(url, "CREATE TABLE kept (id INT); INSERT INTO kept VALUES (1);");
    child.kill("SIGKILL");
    await exited;
    const postgres = await start(); // At once: what is left may still be ending.
    expect(await query(postgres.url, "SELECT id FROM kept")).toEqual([{ id: 1 }]);
    await postgres.stop();
    await untilGone(dataDir);
  });

  it.runIf(isLinux)("[PG-5] clears a PostgreSQL that outlived its Node and its supervisor", async () => {
    const { child, exited, url } = await startOwner();
    await query(url, "CREATE TABLE kept (id INT); INSERT INTO kept VALUES (1);");
    const postmaster = Number(fs.readFileSync(path.join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
    for (const pid of processesOf(dataDir)) if (pid !== postmaster && fs.readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "sh") process.kill(pid, "SIGKILL");
    child.kill("SIGKILL");
    await exited;
    expect(isRunning(postmaster)).toBe(true);
    const postgres = await start();
    expect(isRunning(postmaster)).toBe(false);
    expect(await query(postgres.url, "SELECT id FROM kept")).toEqual([{ id: 1 }]);
    await postgres.stop();
    await untilGone(dataDir);
  });

  it.runIf(isLinux)("[PG-6] does not touch a stranger that has the process id of a dead PostgreSQL", async () => {
    const first = await start();
    await first.stop();
    const stranger = spawn("sleep", ["60"]);
    fs.writeFileSync(path.join(first.directory, "postmaster.pid"), `${stranger.pid}\n${first.directory}\n1\n5432\n\n127.0.0.1\n\nready\n`);
    const second = await start();
    expect(stranger.exitCode).toBeNull();
    expect(stranger.kill("SIGKILL")).toBe(true);
    await second.stop();
  });

  it("[PG-7] throws away what was half made", async () => {
    fs.mkdirSync(path.join(dataDir, "postgres.new"));
    fs.writeFileSync(path.join(dataDir, "postgres.new", "PG_VERSION"), "18\n");
    const postgres = await start();
    await postgres.stop();
    expect(fs.existsSync(path.join(dataDir, "postgres.new"))).toBe(false);
  });

  it("[PG-8] refuses data of another major version", async () => {
    const first = await start();
    await first.stop();
    fs.writeFileSync(path.join(first.directory, "PG_VERSION"), "17\n");
    await expect(start()).rejects.toThrow(/of PostgreSQL 17; this program brings PostgreSQL 18/);
    fs.writeFileSync(path.join(first.directory, "PG_VERSION"), "18\n");
    await (await start()).stop();
  });

  it.runIf(isRoot && isLinux)("[PG-9] runs under an ordinary account too", async () => {
    const nobody = { uid: 65_534, gid: 65_534 };
    fs.chownSync(dataDir, nobody.uid, nobody.gid);
    const { child, exited, url } = await startOwner(nobody);
    expect(await query(url, "SELECT 1 AS alive")).toEqual([{ alive: 1 }]);
    child.stdin.end();
    await exited;
    expect(child.exitCode).toBe(0);
    await untilGone(dataDir);
  });

  it.runIf(isRoot && isLinux)("[PG-10] keeps root's data where its account may enter, when DATA_DIR lies in a closed folder", async () => {
    const closed = path.join(dataDir, "home");
    fs.mkdirSync(closed, { mode: 0o700 });
    const options = { dataDir: path.join(closed, "data"), maxConnections: 20, log: silentLogger, settings: SETTINGS };
    const first = await startEmbedded(options);
    try {
      expect(first.directory).toMatch(/^\/var\/lib\/parley\/postgres-/);
      await query(first.url, "CREATE TABLE kept (id INT)");
      await first.stop();
      const second = await startEmbedded(options);
      expect(second.directory).toBe(first.directory);
      expect(await query(second.url, "SELECT count(*)::int AS n FROM kept")).toEqual([{ n: 0 }]);
      await second.stop();
    } finally {
      await first.stop();
      fs.rmSync(first.directory, { recursive: true, force: true });
    }
  });
});
