import fs from "node:fs";

/** The clock ticks of `/proc` in a second: Linux has 100 everywhere. */
const TICKS_PER_SECOND = 100;

/** Processor time of a process, all its threads and its ended children since it began, in ms; NaN where there is no `/proc`. See proc_pid_stat(5). */
export function cpuMsOf(pid: number): number {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name stands in brackets and may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // utime, stime, cutime, cstime
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return (ticks / TICKS_PER_SECOND) * 1_000;
  } catch {
    return Number.NaN;
  }
}

/** Of all processes of the PostgreSQL that runs in this directory, those too that have ended: its first process has waited for them. */
export function databaseCpuMs(directory: string): number {
  if (!fs.existsSync("/proc/self/stat")) return Number.NaN;
  const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name) && cwdOf(name) === directory);
  return pids.reduce((sum, pid) => sum + (cpuMsOf(Number(pid)) || 0), 0);
}

function cwdOf(pid: string): string | null {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null; // Gone meanwhile, or another account's.
  }
}
