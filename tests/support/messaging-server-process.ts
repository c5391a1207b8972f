import { startMessagingServer } from "./messaging-server";

/** The messaging server as a process of its own, to be killed or measured: `DATABASE_URL`; prints its address as one line. */
const databaseUrl = process.env["DATABASE_URL"];
if (databaseUrl === undefined) throw new Error("DATABASE_URL is not set");
// Like production: what is sent is not checked again. The rate limit would measure itself.
const server = await startMessagingServer({ databaseUrl, checkOutgoing: false, rate: { burst: 1_000_000, perSecond: 1_000_000 } });
process.stdout.write(`listening ${server.url}\n`);

/** Asked from outside, since only the process itself can collect its garbage first. */
process.on("message", (question) => {
  if (question !== "memory") return;
  (globalThis as { gc?: () => void }).gc?.();
  process.send?.(process.memoryUsage());
});
process.on("SIGTERM", () => void server.close().then(() => process.exit(0)));
