import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EndpointId, LEASE_MS, PING_INTERVAL_MS, presenceActivity, presencePresenting, presenceWatch, PROTOCOL_VERSION, type UserId } from "@/lib/protocol";
import type { DeadlineClock } from "@/lib/shared/deadlines";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { freshDatabase, type TestDatabase } from "@/tests/support/database";
import { type Client, connectClient, insertUser, startWorld } from "./world";

/** The world runs this much faster than the clock on the wall: pings, leases and all. */
const FASTER = 5;
/** A person who is gone is Offline to others by then, in ms of the world. */
const GHOST_LIMIT_MS = 35_000;

const fastClock: DeadlineClock = {
  now: () => Math.round(performance.timeOrigin + performance.now() * FASTER),
  setTimer: (run, afterMs) => setTimeout(run, afterMs / FASTER),
  clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/** A network between an endpoint and the server, which can lose everything without a word, or break. */
async function startNetwork(port: number) {
  const pairs = new Set<[net.Socket, net.Socket]>();
  const server = net.createServer((near) => {
    const far = net.connect(port, "127.0.0.1");
    const pair: [net.Socket, net.Socket] = [near, far];
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on("data", (bytes) => void to.write(bytes));
      from.on("error", () => to.destroy());
      from.on("close", () => {
        pairs.delete(pair);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** Nothing goes through any more, and nobody is told: no FIN, no RST. */
    freeze: (): void => {
      for (const socket of [...pairs].flat()) socket.removeAllListeners("data").removeAllListeners("close").pause();
    },
    /** Connections break; new ones go through. */
    cut: (): void => {
      for (const [near, far] of pairs) {
        near.resetAndDestroy();
        far.resetAndDestroy();
      }
    },
    async stop(): Promise<void> {
      for (const socket of [...pairs].flat()) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** An endpoint in a process of its own, as a browser is. */
async function startEndpoint(port: number, userId: UserId): Promise<ChildProcess> {
  const options = { path: "/rt", transports: ["websocket"], extraHeaders: { "x-user": userId, "x-session": uuidV7() }, auth: { protocolVersion: PROTOCOL_VERSION, endpointId: EndpointId.parse(uuidV7()), device: "desktop", idleForMs: 0 } };
  const script = `require("socket.io-client").io("http://127.0.0.1:${port}", ${JSON.stringify(options)}).on("connect", () => console.log("connected"))`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

describe("nobody is left a ghost, and nobody flickers", () => {
  let db: TestDatabase;
  let world: Awaited<ReturnType<typeof startWorld>>;
  const closers: (() => void | Promise<void>)[] = [];
  const someone = (): Promise<UserId> => insertUser(db.pool, { givenName: "Some", familyName: "Body", email: `${uuidV7()}@example.com` });

  beforeAll(async () => {
    db = await freshDatabase();
    world = await startWorld({ pool: db.pool, clock: fastClock, ping: { intervalMs: PING_INTERVAL_MS / FASTER, timeoutMs: (LEASE_MS - PING_INTERVAL_MS) / FASTER } });
  });
  afterAll(async () => {
    for (const close of closers.splice(0)) await close();
    await world.stop();
    await db.dispose();
  });

  const network = async () => {
    const made = await startNetwork(world.port);
    closers.push(made.stop);
    return made;
  };
  const endpointOf = async (...args: Parameters<typeof startEndpoint>): Promise<ChildProcess> => {
    const child = await startEndpoint(...args);
    closers.push(() => void child.kill("SIGKILL"));
    return child;
  };
  const connect = async (...args: Parameters<typeof connectClient>): Promise<Client> => {
    const client = await connectClient(...args);
    closers.push(client.close);
    return client;
  };
  const watcherOf = async (owner: UserId): Promise<Client & { states: () => unknown[] }> => {
    const watcher = await connect(world.port, await someone());
    const { views } = await watcher.ask(presenceWatch, { userIds: [owner] });
    expect(views[0]?.state).toBe("available");
    return { ...watcher, states: () => watcher.events.filter(({ name }) => name === "presence:changed").map(({ payload }) => payload["state"]) };
  };
  /** What happens between the loss and Offline: nothing else, and not before the lease could have ended. */
  const expectOfflineInTime = async (watcher: Awaited<ReturnType<typeof watcherOf>>, lose: () => void): Promise<void> => {
    const lostAt = performance.now();
    lose();
    await watcher.heard("presence:changed", ({ state }) => state === "offline");
    const passedMs = (performance.now() - lostAt) * FASTER;
    expect(passedMs).toBeLessThan(GHOST_LIMIT_MS);
    expect(passedMs).toBeGreaterThan(LEASE_MS - PING_INTERVAL_MS - 5_000);
    expect(watcher.states()).toEqual(["offline"]);
  };

  it.concurrent("[F15] [PRES-20] shows Offline within 35 s when a connection is cut without a FIN", async () => {
    const owner = await someone();
    const wire = await network();
    await connect(wire.port, owner);
    await expectOfflineInTime(await watcherOf(owner), wire.freeze);
  });

  it.concurrent("[F15] [PRES-20] shows Offline within 35 s when the endpoint's process is killed", async () => {
    const owner = await someone();
    const child = await endpointOf(world.port, owner);
    await expectOfflineInTime(await watcherOf(owner), () => void child.kill("SIGKILL"));
  });

  it.concurrent("[F15] [PRES-20] shows Offline within 35 s when the endpoint's timers are frozen, and Available when they run again", async () => {
    const owner = await someone();
    const child = await endpointOf(world.port, owner);
    const watcher = await watcherOf(owner);
    await expectOfflineInTime(watcher, () => void child.kill("SIGSTOP"));
    child.kill("SIGCONT");
    await watcher.heard("presence:changed", ({ state }) => state === "available");
  });

  it.concurrent("[F8] [PRES-55] ends Presenting within 35 s with an endpoint that is lost, though another one lives", async () => {
    const owner = await someone();
    const wire = await network();
    const page = await connect(wire.port, owner);
    const other = await connect(world.port, owner);
    await other.ask(presenceActivity, { active: true, idleForMs: 0 });
    const watcher = await watcherOf(owner);
    await page.ask(presencePresenting, { active: true });
    await watcher.heard("presence:changed", ({ activity }) => activity === "presenting");
    const lostAt = performance.now();
    wire.freeze();
    await watcher.heard("presence:changed", ({ state }) => state === "available");
    expect((performance.now() - lostAt) * FASTER).toBeLessThan(GHOST_LIMIT_MS);
    expect(watcher.states()).toEqual(["dnd", "available"]);
  });

  it.concurrent("[PRES-21] shows nothing of connections that break and come back within the lease, again and again", async () => {
    const owner = await someone();
    const wire = await network();
    const page = await connect(wire.port, owner, { reconnect: true });
    const watcher = await watcherOf(owner);
    for (let round = 0; round < 3; round += 1) {
      const back = new Promise<void>((resolve) => page.socket.once("connect", () => resolve()));
      wire.cut();
      await back;
      // Longer than a lease in all, so that only the new connections can have renewed it.
      await new Promise<void>((resolve) => void page.socket.io.engine.once("ping", () => resolve()));
      await new Promise<void>((resolve) => void page.socket.io.engine.once("ping", () => resolve()));
    }
    await page.ask(presenceActivity, { active: true, idleForMs: 0 });
    expect(watcher.states()).toEqual([]);
  });
});
