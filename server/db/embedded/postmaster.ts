import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Account, childEnvironmentOf } from "./native";

/** Crash recovery replays at most one checkpoint's worth of log. */
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 8_000;
const POLL_MS = 10;

/**
 * Starts PostgreSQL and ends it when its standard input closes: also when this process is killed, since the
 * operating system closes the pipe then. It leads a session of its own, so that Ctrl-C reaches Node alone.
 */
const SUPERVISOR = `exec 3<&0
"$0" "$@" </dev/null 3<&- &
server=$!
{ cat <&3 >/dev/null; kill -INT $server 2>/dev/null; } &
watch=$!
exec 3<&-
wait $server
code=$?
kill $watch 2>/dev/null
exit $code`;

/** Failed statements are the program's to report: PostgreSQL's own lines about them quote what people wrote. */
const ALWAYS = { listen_addresses: "127.0.0.1", unix_socket_directories: "", timezone: "UTC", log_timezone: "UTC", log_min_messages: "fatal" };

export type Postmaster = {
  /** Resolves when PostgreSQL is gone, with what it said last. */
  exited: Promise<string>;
  /** Cuts off what is connected, writes a checkpoint, waits for the end. May be called twice. */
  stop: () => Promise<void>;
};

type Start = { native: string; directory: string; port: number; account: Account; settings: Readonly<Record<string, string>>; onLine: (line: string) => void };

/** @throws Error with PostgreSQL's own words when it does not come up. */
export async function startPostmaster({ native, directory, port, account, settings, onLine }: Start): Promise<Postmaster> {
  const options = Object.entries({ ...ALWAYS, ...settings });
  const program = path.join(native, "bin", "postgres");
  const args = ["-D", directory, "-p", String(port), ...options.flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const supervised = process.platform !== "win32";
  const child = supervised
    ? spawn("/bin/sh", ["-c", SUPERVISOR, program, ...args], { ...account, env: childEnvironmentOf(native), cwd: "/", detached: true, stdio: ["pipe", "ignore", "pipe"] })
    : spawn(program, args, { env: childEnvironmentOf(native), stdio: ["pipe", "ignore", "pipe"] });

  let said = "";
  let gone = false;
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4_000);
    for (const line of text.split("\n")) if (line.trim() !== "") onLine(line);
  });
  // Written to never; it may break when PostgreSQL goes first.
  child.stdin.on("error", (error) => onLine(`supervisor: ${error.message}`));
  const exited = once(child, "close").then(
    () => said,
    (error: unknown) => String(error),
  );
  void exited.then(() => (gone = true));

  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= end(child, { native, directory, supervised, exited }));

  const deadline = Date.now() + START_LIMIT_MS;
  while (!isReady(directory, port)) {
    if (gone) throw new Error(`PostgreSQL did not start: ${said.trim() || "it said nothing"}`);
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`PostgreSQL was not ready within ${START_LIMIT_MS / 1_000} s: ${said.trim()}`);
    }
    await wait(POLL_MS);
  }
  return { exited, stop };
}

async function end(child: ChildProcess, how: { native: string; directory: string; supervised: boolean; exited: Promise<string> }): Promise<void> {
  const pid = readLock(how.directory)?.pid;
  if (how.supervised) child.stdin?.end();
  else execFileSync(path.join(how.native, "bin", "pg_ctl"), ["stop", "-D", how.directory, "-m", "fast", "-W"], { stdio: "ignore" });
  const slow = setTimeout(() => {
    // Immediate shutdown: nothing committed is lost, the next start replays the log.
    if (pid !== undefined) signal(pid, "SIGQUIT");
  }, STOP_LIMIT_MS);
  await how.exited;
  clearTimeout(slow);
}

/**
 * Ends what an earlier, killed process left running in the directory, and removes its lock. To be called
 * by the directory's owner only.
 */
export async function clearLeftovers(directory: string): Promise<void> {
  const lock = readLock(directory);
  if (lock && isPostmasterOf(lock.pid, directory)) {
    signal(lock.pid, "SIGINT");
    const quitAtMs = Date.now() + STOP_LIMIT_MS;
    const killAtMs = quitAtMs + STOP_LIMIT_MS;
    let quit = false;
    while (isPostmasterOf(lock.pid, directory)) {
      if (!quit && Date.now() > quitAtMs) {
        quit = true;
        signal(lock.pid, "SIGQUIT");
      }
      if (Date.now() > killAtMs) throw new Error(`A PostgreSQL left over from an earlier start (process ${lock.pid}) does not end. End it, then start again.`);
      await wait(POLL_MS);
    }
  }
  fs.rmSync(path.join(directory, "postmaster.pid"), { force: true });
}

/** `postmaster.pid`: process, directory, start time, port, …, and at line 8 the state. */
function readLock(directory: string): { pid: number; port: number; state: string } | null {
  try {
    const lines = fs.readFileSync(path.join(directory, "postmaster.pid"), "utf8").split("\n");
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]), state: (lines[7] ?? "").trim() } : null;
  } catch {
    return null; // Not there: nothing runs.
  }
}

function isReady(directory: string, port: number): boolean {
  const lock = readLock(directory);
  return lock?.state === "ready" && lock.port === port;
}

/** Process ids are used again: only a process that sits in this very directory, or was started for it, is ours to end. */
function isPostmasterOf(pid: number, directory: string): boolean {
  if (process.platform === "linux") {
    try {
      return fs.readlinkSync(`/proc/${pid}/cwd`) === directory;
    } catch {
      return false; // Gone, or another account's.
    }
  }
  if (process.platform === "win32") return false; // It cannot outlive a console there, and `postgres` checks its own lock.
  try {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).includes(directory);
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // Gone between the look and the signal.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
