// Owns a data directory until its standard input ends or it is killed: `tsx owner-process.ts <DATA_DIR>`. Prints the URL.
import { startEmbedded } from "@/server/db/embedded";
import { silentLogger } from "@/server/telemetry";

const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error("Which directory?");
const postgres = await startEmbedded({ dataDir, maxConnections: 20, log: silentLogger, settings: { shared_buffers: "16MB" } });
process.stdout.write(`${postgres.url}\n`);
process.stdin.resume();
process.stdin.once("end", () => void postgres.stop().then(() => process.exit(0)));
