import { loadEnv } from "@/server/config";
import { start } from "@/server/main";

/**
 * The server as it runs in production, with sessions checked at the handshake, presence, logs and metrics; only the
 * pages are left out. `DATABASE_URL`, `DATA_DIR` and `SECRET_KEY`; logs on standard error.
 */
const running = await start(loadEnv({ ...process.env, NODE_ENV: "production", PORT: "0", SEED: "none", LOG_LEVEL: "info" }), { pages: false });
process.stdout.write(`listening ${running.url}\n`);

/** Asked from outside, since only the process itself can collect its garbage first. */
process.on("message", (question) => {
  if (question !== "memory") return;
  (globalThis as { gc?: () => void }).gc?.();
  process.send?.(process.memoryUsage());
});
process.on("SIGTERM", () => void running.stop().then(() => process.exit(0)));
