import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { type Account, childEnvironmentOf, isReachableByOthers, SHARED_DIR } from "./native";

const run = promisify(execFile);

export const ROLE = "parley";

/** One PostgreSQL data directory and how to get in. */
export type Cluster = { directory: string; password: string };

type Place = { dataDir: string; native: string; account: Account };

/**
 * Finds the cluster of a data directory, or makes it. A half-made one (power cut, killed process) is thrown
 * away: a cluster gets its name only when it is whole.
 */
export async function openCluster({ dataDir, native, account }: Place): Promise<Cluster> {
  const directory = path.join(dataDir, "postgres");
  const passwordFile = path.join(dataDir, "postgres.password");
  if (account.uid !== undefined) letOthersThrough(dataDir);
  if (fs.existsSync(path.join(directory, "PG_VERSION"))) {
    refuseOtherVersion(directory, native);
    return { directory: fs.realpathSync(directory), password: fs.readFileSync(passwordFile, "utf8").trim() };
  }
  if (fs.existsSync(directory)) throw new Error(`${directory} is not a PostgreSQL data directory. Move it away, or set DATA_DIR to another folder.`);

  const password = randomBytes(24).toString("base64url");
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const closed = account.uid !== undefined && !isReachableByOthers(dataDir);
  if (!closed) {
    const half = `${directory}.new`;
    fs.rmSync(half, { recursive: true, force: true });
    await initialise({ half, native, account, password });
    fs.renameSync(half, directory);
  } else {
    // Root's checkout lies where no other account may enter: the data go to a folder that one may, with a link here.
    fs.mkdirSync(SHARED_DIR, { recursive: true, mode: 0o755 });
    const elsewhere = path.join(SHARED_DIR, `postgres-${randomBytes(6).toString("hex")}`);
    await initialise({ half: elsewhere, native, account, password });
    fs.rmSync(directory, { force: true });
    fs.symlinkSync(elsewhere, directory);
  }
  return { directory: fs.realpathSync(directory), password };
}

async function initialise({ half, native, account, password }: { half: string; native: string; account: Account; password: string }): Promise<void> {
  fs.mkdirSync(half, { mode: 0o700 });
  const passwordFile = `${half}.password`;
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    fs.chownSync(half, account.uid, account.gid);
    fs.chownSync(passwordFile, account.uid, account.gid);
  }
  // Order and case by code point, the same everywhere and for ever; the C library's character classes are
  // still asked by pg_trgm, which finds nothing in Chinese or Russian under plain C.
  const characters = process.platform === "darwin" ? "UTF-8" : "C.UTF-8";
  try {
    await run(
      path.join(native, "bin", "initdb"),
      [
        "-D", half, "-U", ROLE, "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", ...(process.platform === "win32" ? [] : [`--lc-ctype=${characters}`]),
        "--no-instructions",
      ],
      { ...account, env: childEnvironmentOf(native), cwd: "/" },
    );
  } catch (error) {
    fs.rmSync(half, { recursive: true, force: true });
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new Error(`PostgreSQL could not make its data directory in ${path.dirname(half)}: ${said}`, { cause: error });
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

/** `DATA_DIR` is ours: its files keep their own modes, and only passing through is allowed. */
function letOthersThrough(dataDir: string): void {
  const { mode } = fs.statSync(dataDir);
  if ((mode & 0o001) === 0) fs.chmodSync(dataDir, (mode & 0o777) | 0o011);
}

/** A cluster can be opened by its own major version only. */
function refuseOtherVersion(directory: string, native: string): void {
  const made = fs.readFileSync(path.join(directory, "PG_VERSION"), "utf8").trim();
  const catalogue = fs.readFileSync(path.join(native, "share", "postgresql", "postgres.bki"), "utf8").slice(0, 200);
  const ours = /^# PostgreSQL (\d+)/.exec(catalogue)?.[1];
  if (ours !== undefined && ours !== made) {
    throw new Error(`The data in ${directory} are of PostgreSQL ${made}; this program brings PostgreSQL ${ours}. Restore a backup into a new DATA_DIR (docs/operations.md, Upgrades).`);
  }
}
