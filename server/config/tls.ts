import fs from "node:fs";
import type { Env } from "./env";

/** Certificate and key, as files hold them; undefined without both. @throws Error naming the setting whose file cannot be read. */
export function readTls(env: Env): { cert: Buffer; key: Buffer } | undefined {
  if (env.TLS_CERT === undefined || env.TLS_KEY === undefined) return undefined;
  const read = (name: "TLS_CERT" | "TLS_KEY", file: string): Buffer => {
    try {
      return fs.readFileSync(file);
    } catch (cause) {
      throw new Error(`${name} names a file that cannot be read: ${file}`, { cause });
    }
  };
  return { cert: read("TLS_CERT", env.TLS_CERT), key: read("TLS_KEY", env.TLS_KEY) };
}
