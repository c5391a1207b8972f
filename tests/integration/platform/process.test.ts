import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { conversationHeads } from "@/lib/protocol";
import { connectClient } from "@/tests/support/client";
import { spawnServer } from "@/tests/support/server";
import { signInOverHttp } from "@/tests/support/sign-in";
import { temporaryDirectory } from "@/tests/support/temporary-directory";

/** A start with nothing to do is ready within this, in ms. */
const START_AIM_MS = 3_000;

const postgresOf = (directory: string): string[] => execFileSync("ps", ["-eo", "args="], { encoding: "utf8" }).split("\n").filter((line) => line.includes(directory));

// These need the built server: `npm test` builds before it comes here.
describe.runIf(process.platform !== "win32")("the built server as a process", () => {
  let dataDir: string;
  let remove: () => void;
  beforeEach(() => {
    expect(fs.existsSync("dist/server.mjs"), "run `npm run build` first").toBe(true);
    ({ directory: dataDir, remove } = temporaryDirectory("process"));
  });
  afterEach(() => remove());

  it("[PROC-1] makes the demo organisation, lets Anna in over HTTP, and ends cleanly on SIGTERM", async () => {
    const server = await spawnServer({ DATA_DIR: dataDir });
    expect(server.output()).toMatch(/Demo accounts: .*anna.*password parley/);
    const { cookie } = await signInOverHttp(server.url, { email: "anna@example.com", password: "parley" });
    const anna = await connectClient({ url: server.url, cookie: cookie ?? "" });
    expect(await anna.codeOf(conversationHeads, {})).toBe("ok");
    expect((await signInOverHttp(server.url, { email: "anna@example.com", password: "wrong" })).cookie).toBeUndefined();
    expect(await server.stop()).toBe(0);
    anna.close();
    expect(postgresOf(dataDir)).toEqual([]);
  });

  it("[PROC-2] starts again after kill -9 with its sessions, and starts fast", async () => {
    const first = await spawnServer({ DATA_DIR: dataDir });
    const { cookie } = await signInOverHttp(first.url, { email: "bob@example.com", password: "parley" });
    await first.kill();
    const startedAt = performance.now();
    const second = await spawnServer({ DATA_DIR: dataDir });
    const startMs = performance.now() - startedAt;
    console.log(`start after kill -9: ${Math.round(startMs)} ms (aim: ${START_AIM_MS} ms)`);
    const bob = await connectClient({ url: second.url, cookie: cookie ?? "" });
    expect(await bob.codeOf(conversationHeads, {})).toBe("ok");
    bob.close();
    expect(await second.stop("SIGINT")).toBe(0);
    expect(postgresOf(dataDir)).toEqual([]);
  });

  it("[PROC-3] takes signals close together for one, as a terminal and npm both pass on one Ctrl-C", async () => {
    const server = await spawnServer({ DATA_DIR: dataDir });
    process.kill(server.pid, "SIGINT");
    process.kill(server.pid, "SIGINT");
    expect(await server.exited).toBe(0);
  });

  it("[PROC-4] says what is wrong and what to do, without a stack and without values", async () => {
    const refused = await spawnServer({ DATA_DIR: dataDir, SECRET_KEY: "short-secret", SEED: "much" }).catch((error: unknown) => String(error));
    expect(refused).toContain("Parley cannot start. Wrong settings (see .env.example):");
    expect(refused).toMatch(/SECRET_KEY: .*\n {2}SEED: /);
    expect(refused).not.toContain("short-secret");
    const server = await spawnServer({ DATA_DIR: dataDir, SEED: "none" });
    expect(server.output()).not.toContain("Demo accounts");
    const taken = await spawnServer({ DATA_DIR: dataDir }).catch((error: unknown) => String(error));
    expect(taken).toContain(`Another Parley is running on ${dataDir}`);
    await server.stop();
  });
});
