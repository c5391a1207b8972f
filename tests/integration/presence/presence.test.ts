import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { endpointBye, presenceActivity, presenceSet, presenceUnwatch, presenceWatch, UserId, type UserId as UserIdType, WATCH_MAX } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { freshDatabase, type TestDatabase } from "@/tests/support/database";
import { type Client, connectClient, countedPool, insertUser, startWorld } from "./world";

describe("presence over sockets", () => {
  let db: TestDatabase;
  let counted: ReturnType<typeof countedPool>;
  let world: Awaited<ReturnType<typeof startWorld>>;
  const clients: Client[] = [];
  const connect = async (userId: UserIdType, options?: Parameters<typeof connectClient>[2]): Promise<Client> => {
    const client = await connectClient(world.port, userId, options);
    clients.push(client);
    return client;
  };
  const someone = (status = "active"): Promise<UserIdType> => insertUser(db.pool, { givenName: "Some", familyName: "Body", email: `${randomUUID()}@example.com`, status });

  beforeAll(async () => {
    db = await freshDatabase();
    counted = countedPool(db.pool);
    world = await startWorld({ pool: counted.pool });
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(async () => {
    await world.stop();
    await db.dispose();
  });

  it("[F2] reaches a watcher within 2 s of its cause", async () => {
    const [anna, bob] = [await someone(), await someone()];
    const bobs = await connect(bob);
    expect((await bobs.ask(presenceWatch, { userIds: [anna] })).views).toEqual([{ userId: anna, state: "offline", availability: 18_500 }]);
    const startedAt = performance.now();
    const annas = await connect(anna);
    await bobs.heard("presence:changed", ({ state }) => state === "available");
    await annas.ask(presenceSet, { state: "busy" });
    await bobs.heard("presence:changed", ({ state }) => state === "busy");
    await annas.ask(presenceSet, { state: null });
    await annas.ask(presenceActivity, { active: false, idleForMs: 5 * 60_000 });
    await bobs.heard("presence:changed", ({ state }) => state === "inactive");
    await annas.ask(endpointBye, {});
    await bobs.heard("presence:changed", ({ state }) => state === "offline");
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it("[PRES-33] tells every endpoint its own presence when it connects, and what was chosen elsewhere", async () => {
    const anna = await someone();
    const first = await connect(anna);
    await first.heard("presence:self", ({ manual }) => manual === null);
    await first.ask(presenceSet, { state: "brb" });
    const second = await connect(anna);
    await second.heard("presence:self", ({ manual }) => manual === "brb");
    await second.ask(presenceSet, { state: null });
    await first.heard("presence:self", (self) => self["manual"] === null && first.events.some(({ payload }) => payload["manual"] === "brb"));
  });

  it("[PRES-21] shows nothing of a reload: same endpoint, new connection", async () => {
    const [anna, bob] = [await someone(), await someone()];
    const annas = await connect(anna, { reconnect: true });
    const bobs = await connect(bob);
    await bobs.ask(presenceWatch, { userIds: [anna] });
    bobs.frames.length = 0;
    for (let round = 0; round < 3; round += 1) {
      annas.socket.disconnect();
      const back = new Promise<void>((resolve) => annas.socket.once("connect", () => resolve()));
      annas.socket.connect();
      await back;
      await annas.ask(presenceActivity, { active: true, idleForMs: 0 });
    }
    await bobs.ask(presenceUnwatch, { userIds: [] }); // Whatever was told before, was told by now.
    expect(bobs.frames.join("\n")).not.toContain("presence:changed");
  });

  it("[PRES-22] ends endpoints with their session, at once", async () => {
    const [anna, bob] = [await someone(), await someone()];
    const sessionId = uuidV7();
    await connect(anna, { sessionId });
    const bobs = await connect(bob);
    await bobs.ask(presenceWatch, { userIds: [anna] });
    world.gateway.endSession(sessionId as never, "revoked");
    await bobs.heard("presence:changed", ({ state }) => state === "offline");
  });

  it("[PRES-40] leaves unknown and disabled people out alike; one query for a whole list", async () => {
    const people = await Promise.all(Array.from({ length: 50 }, () => someone()));
    const disabled = await someone("disabled");
    const bobs = await connect(await someone());
    const before = counted.count();
    const { views } = await bobs.ask(presenceWatch, { userIds: [...people, disabled, UserId.parse(uuidV7())] });
    expect(counted.count() - before).toBe(1);
    expect(new Set(views.map(({ userId }) => userId))).toEqual(new Set(people));
  });

  it("[PRES-41] refuses more than WATCH_MAX in one command as bad input", async () => {
    const bobs = await connect(await someone());
    const userIds = Array.from({ length: WATCH_MAX + 1 }, () => UserId.parse(uuidV7()));
    await expect(bobs.ask(presenceWatch, { userIds })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("[PRES-42] answers a watch after a reconnect with what holds then", async () => {
    const [anna, bob] = [await someone(), await someone()];
    const annas = await connect(anna);
    const bobs = await connect(bob, { reconnect: true });
    await bobs.ask(presenceWatch, { userIds: [anna] });
    bobs.socket.disconnect();
    await annas.ask(presenceSet, { state: "dnd" });
    const back = new Promise<void>((resolve) => bobs.socket.once("connect", () => resolve()));
    bobs.socket.connect();
    await back;
    expect((await bobs.ask(presenceWatch, { userIds: [anna] })).views[0]?.state).toBe("dnd");
    await annas.ask(presenceSet, { state: "busy" });
    await bobs.heard("presence:changed", ({ state }) => state === "busy");
  });

  it("[PRES-1] a restart of the server shows nobody falsely Offline, and keeps choices", async () => {
    const [anna, bob, gone] = [await someone(), await someone(), await someone()];
    const first = await startWorld({ pool: db.pool });
    const annas = await connectClient(first.port, anna, { reconnect: true });
    const bobs = await connectClient(first.port, bob, { reconnect: true });
    clients.push(annas, bobs);
    const watchAgain = (): void => {
      void bobs.socket.emitWithAck(presenceWatch.name, { userIds: [anna, gone] });
    };
    bobs.socket.on("connect", watchAgain);
    await bobs.ask(presenceWatch, { userIds: [anna, gone] });
    await annas.ask(presenceSet, { state: "dnd" });
    await bobs.heard("presence:changed", ({ state }) => state === "dnd");
    bobs.frames.length = 0;
    bobs.events.length = 0;

    await first.stop();
    const second = await startWorld({ pool: db.pool, port: first.port, settleMs: 1_500 });
    try {
      await bobs.heard("presence:changed", ({ userId, state }) => userId === gone && state === "offline");
      await bobs.ask(presenceWatch, { userIds: [anna, gone] });
      const wire = bobs.frames.join("\n");
      const ofAnna = [...wire.matchAll(new RegExp(`"userId":"${anna}","state":"([a-z]+)"`, "g"))].map(([, state]) => state);
      expect(ofAnna).not.toContain("offline");
      expect(ofAnna.at(-1)).toBe("dnd");
      expect(wire).toContain(`"userId":"${gone}","state":"unknown"`);
    } finally {
      await second.stop();
    }
  });
});
