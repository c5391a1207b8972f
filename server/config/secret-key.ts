import { hkdfSync, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Env } from "./env";

/** AES-256. */
const KEY_BYTES = 32;

/**
 * The key that seals secrets in the database: derived from `SECRET_KEY` (RFC 5869), else one made at the first
 * start and kept in `DATA_DIR/secret.key`, readable by its owner alone. Whoever loses it loses what it seals.
 */
export function loadSecretKey(env: Pick<Env, "SECRET_KEY" | "DATA_DIR">): Buffer {
  if (env.SECRET_KEY !== undefined) return Buffer.from(hkdfSync("sha256", env.SECRET_KEY, "", "parley secret box v1", KEY_BYTES));
  const file = path.join(env.DATA_DIR, "secret.key");
  try {
    // `wx`: of two starters one makes it.
    fs.writeFileSync(file, `${randomBytes(KEY_BYTES).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const key = Buffer.from(fs.readFileSync(file, "utf8").trim(), "base64");
  if (key.length !== KEY_BYTES) throw new Error(`${file} does not hold a key. Restore it from a backup.`);
  return key;
}
