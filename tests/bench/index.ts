import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbedded } from "@/server/db/embedded";
import { migrate } from "@/server/db/migrate";
import { createLogger } from "@/server/telemetry";
import { benchMessaging } from "./messaging";
import { benchOrganisation } from "./organisation";
import { benchPresence } from "./presence";
import { printSection, type Section } from "./table";

/** One part of the benchmark, on a migrated, empty database of its own. A long one runs only when it is named. */
type Part = { name: string; long?: boolean; run(databaseUrl: string, databaseDirectory: string): Promise<Section> };

const runMs = Number(process.env["BENCH_RUN_MS"] ?? 4_000);
const rounds = Number(process.env["BENCH_ROUNDS"] ?? 3);
/** Messages each sender has under way at full load. */
const window = Number(process.env["BENCH_WINDOW"] ?? 2);
/** How long everybody of the large organisation takes to sign in. */
const stormMs = Number(process.env["BENCH_STORM_MS"] ?? 300_000);
/** For profiles: `BENCH_NODE_ARGS="--cpu-prof --cpu-prof-dir=profiles"`. */
const nodeArguments = (process.env["BENCH_NODE_ARGS"] ?? "").split(" ").filter((argument) => argument !== "");

const PARTS: readonly Part[] = [
  { name: "messaging", run: (databaseUrl, databaseDirectory) => benchMessaging({ databaseUrl, databaseDirectory, window, runMs, rounds, nodeArguments }) },
  { name: "presence", run: benchPresence },
  { name: "organisation", long: true, run: (databaseUrl, databaseDirectory) => benchOrganisation({ databaseUrl, databaseDirectory, nodeArguments, stormMs }) },
];

/** `npm run bench [part …]`: tables with ratios against a baseline of the same run. Not a test: nothing fails. */
const wanted = process.argv.slice(2);
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "parley-bench-"));
// With its usual settings: what is committed has reached the disk.
const postgres = await startEmbedded({ dataDir, maxConnections: 100, log: createLogger({ level: "warn" }) });
try {
  console.log(`${os.cpus().length} x ${os.cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}, ${runMs / 1_000} s for each measure`);
  for (const part of PARTS.filter(({ name, long = false }) => (wanted.length === 0 ? !long : wanted.includes(name)))) {
    const url = new URL(postgres.url);
    url.pathname = `/bench_${part.name}`;
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query(`CREATE DATABASE bench_${part.name}`);
    await client.end();
    await migrate(url.href);
    printSection(await part.run(url.href, postgres.directory));
  }
} finally {
  await postgres.stop();
  fs.rmSync(dataDir, { recursive: true, force: true });
}
