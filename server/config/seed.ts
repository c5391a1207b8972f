import fs from "node:fs";
import path from "node:path";
import { type Env, isLoopback } from "./env";

export type Seed = "demo" | "none";

/**
 * What this installation's database starts with. `SEED` decides; else what was decided when the data were
 * new, which is kept in `DATA_DIR/seed`; else demo on a loopback address and none elsewhere. A server that
 * others can reach never takes to the demo organisation by itself, whatever was decided earlier.
 *
 * @param fresh Whether the database holds nothing yet.
 */
export function decideSeed(env: Pick<Env, "SEED" | "HOST" | "DATA_DIR">, fresh: boolean): Seed {
  const file = path.join(env.DATA_DIR, "seed");
  if (env.SEED !== undefined) {
    if (fresh) fs.writeFileSync(file, `${env.SEED}\n`);
    return env.SEED;
  }
  if (!isLoopback(env.HOST)) return "none";
  if (fresh) {
    fs.writeFileSync(file, "demo\n");
    return "demo";
  }
  return beganAsDemo(env) ? "demo" : "none";
}

/** Whether the data began as the demo organisation, whose password everybody knows. */
export function beganAsDemo(env: Pick<Env, "DATA_DIR">): boolean {
  const file = path.join(env.DATA_DIR, "seed");
  return fs.existsSync(file) && fs.readFileSync(file, "utf8").trim() === "demo";
}
