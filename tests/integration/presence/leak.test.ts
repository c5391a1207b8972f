import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ACCESS_LEVELS, type AccessLevel, accessSet, contactsAdd, contactsGet, directorySearch, endpointBye, personGet, presenceActivity, presenceLocation, presenceNote, presencePresenting, presenceSet, presenceWatch, type UserId } from "@/lib/protocol";
import { freshDatabase, type TestDatabase } from "@/tests/support/database";
import { type Client, connectClient, countedPool, insertUser, startWorld } from "./world";

/** A value for each field of the owner that appears nowhere else, so that a frame that carries it is found out. */
const CANARIES: Record<string, { value: string; seenBy: readonly AccessLevel[] }> = {
  title: { value: "Canary Title", seenBy: ["personal", "team", "company", "public"] },
  company: { value: "Canary Company", seenBy: ["personal", "team", "company", "public"] },
  department: { value: "Canary Department", seenBy: ["personal", "team", "company"] },
  office: { value: "Canary Office", seenBy: ["personal", "team", "company"] },
  work_phone: { value: "+12025550111", seenBy: ["personal", "team", "company"] },
  mobile_phone: { value: "+12025550222", seenBy: ["personal", "team"] },
  home_phone: { value: "+12025550333", seenBy: ["personal"] },
  other_phone: { value: "+12025550444", seenBy: ["personal"] },
  time_zone: { value: "Pacific/Chatham", seenBy: ["personal", "team", "company"] },
};
/** Words of presence, and who may read them on the wire. */
const PRESENCE_WORDS: Record<string, readonly AccessLevel[]> = {
  '"state":"dnd"': ["personal", "team", "company", "public"],
  '"state":"inactive"': ["personal", "team", "company", "public"],
  "in-a-call": ["personal", "team", "company"],
  "urgent-interruptions-only": ["team"],
  '"device":"desktop","idleSince"': ["personal", "team", "company"],
};
const MAIL = "canary.owner@example.com";

describe("what goes over the wire", () => {
  let db: TestDatabase;
  let counted: ReturnType<typeof countedPool>;
  let world: Awaited<ReturnType<typeof startWorld>>;
  const clients: Client[] = [];
  const connect = async (userId: UserId): Promise<Client> => {
    const client = await connectClient(world.port, userId);
    clients.push(client);
    return client;
  };
  const person = (fields: Record<string, string> = {}, email = `${randomUUID()}@example.com`): Promise<UserId> =>
    insertUser(db.pool, { givenName: "Canary", familyName: "Owner", email, fields });
  const stranger = (): Promise<UserId> => insertUser(db.pool, { givenName: "Some", familyName: "Body", email: `${randomUUID()}@example.com` });

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

  /** Everything by which a person can be seen, asked for by one watcher. */
  async function lookEverywhere(watcher: Client, owner: UserId): Promise<void> {
    await watcher.ask(presenceWatch, { userIds: [owner] });
    await watcher.ask(personGet, { userId: owner });
    for (const query of ["canary", "owner", MAIL.split("@")[0]!]) await watcher.ask(directorySearch, { query, limit: 50 });
    for (const { value } of Object.values(CANARIES).filter(({ value: text }) => text.startsWith("+"))) {
      await watcher.ask(directorySearch, { query: value, limit: 50 });
      await watcher.ask(directorySearch, { query: value.slice(-7), limit: 50 });
    }
    await watcher.ask(contactsAdd, { userId: owner });
    await watcher.ask(contactsGet, {});
  }

  it("[PRES-10] [PRES-12] carries at each level exactly the fields of the table, on every path", async () => {
    const owner = await person(Object.fromEntries(Object.entries(CANARIES).map(([column, { value }]) => [column, value])), MAIL);
    const hers = await connect(owner);
    const watchers = new Map<AccessLevel, Client>();
    for (const level of ACCESS_LEVELS) {
      const watcher = await connect(await stranger());
      watchers.set(level, watcher);
      await hers.ask(accessSet, { userId: watcher.userId, level });
      await lookEverywhere(watcher, owner);
    }
    await hers.ask(presenceSet, { state: "dnd" });
    await watchers.get("public")!.heard("presence:changed", ({ state }) => state === "dnd");
    world.presence.publish(owner, { kind: "call", owner: "leg", sequence: 1, expiresAtMs: Infinity, activity: "in-a-call" });
    await watchers.get("company")!.heard("presence:changed", ({ activity }) => activity === "in-a-call");
    world.presence.withdraw(owner, "call", "leg");
    await hers.ask(presenceSet, { state: null });
    await hers.ask(presenceActivity, { active: false, idleForMs: 6 * 60_000 });
    await watchers.get("public")!.heard("presence:changed", ({ state }) => state === "inactive");
    for (const watcher of watchers.values()) await watcher.ask(personGet, { userId: owner });

    for (const [level, watcher] of watchers) {
      const wire = watcher.frames.join("\n");
      expect(wire, level).toContain(MAIL);
      for (const [field, { value, seenBy }] of Object.entries(CANARIES)) expect(wire.includes(value), `${field} at ${level}`).toBe(seenBy.includes(level));
      for (const [word, seenBy] of Object.entries(PRESENCE_WORDS)) expect(wire.includes(word), `${word} at ${level}`).toBe(seenBy.includes(level));
    }
    // A hidden number finds nobody: not even the name, which these searchers may see.
    for (const [level, watcher] of watchers) {
      for (const { value, seenBy } of Object.values(CANARIES).filter(({ value: text }) => text.startsWith("+"))) {
        const { people } = await watcher.ask(directorySearch, { query: value.slice(2), limit: 50 });
        expect(people.length, `${value} at ${level}`).toBe(seenBy.includes(level) ? 1 : 0);
      }
    }
  });

  /** Ids, times and the person's own name and mail are alike for all; acknowledgement numbers count commands. */
  const mask = (frames: readonly string[]): string[] =>
    frames
      .map((frame) => frame.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<id>").replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>").replace(/"email":"[^"]*"/g, '"email":"<mail>"'))
      .filter((frame) => !frame.startsWith("0")); // The connection's own greeting.

  it("[F16] [PRES-11] gives a blocked watcher the frames, and the queries, that an absent person gives who says nothing", async () => {
    const watch = async (options: { blocked: boolean; present: boolean }): Promise<{ frames: string[]; queries: number }> => {
      const owner = await person({ title: "Canary Title" });
      const hers = await connect(owner);
      const watcher = await connect(await stranger());
      if (options.blocked) {
        await hers.ask(accessSet, { userId: watcher.userId, level: "blocked" });
        await watcher.heard("person:changed");
      }
      /** Whatever the owner says, the blocked one is to see nobody who says anything. */
      const say = async (text: string): Promise<void> => {
        if (!options.blocked) return;
        await hers.ask(presenceNote, { text, audience: "company" });
        await hers.ask(presenceLocation, { place: text, audience: "company", remember: true });
        await hers.ask(presenceLocation, { place: text, audience: "company" });
      };
      await say("Before");
      if (!options.present) await hers.ask(endpointBye, {});
      watcher.frames.length = 0;

      const before = counted.count();
      await watcher.ask(presenceWatch, { userIds: [owner] });
      const queries = counted.count() - before;
      // Everything that happens to the owner, told in a later turn than it is answered.
      for (const state of ["busy", "dnd", null] as const) await hers.ask(presenceSet, { state });
      await say("During");
      await hers.ask(presencePresenting, { active: true });
      world.presence.publish(owner, { kind: "calendar", owner: "cal", sequence: 1, expiresAtMs: Infinity, activity: "out-of-office", ...(options.blocked ? { note: "On leave" } : {}) });
      await hers.ask(presenceActivity, { active: false, idleForMs: 10 * 60_000 });
      world.presence.publish(owner, { kind: "sharing", owner: "leg", sequence: 1, expiresAtMs: Infinity });
      const onlooker = await connect(await stranger());
      await onlooker.ask(presenceWatch, { userIds: [owner] });
      await hers.ask(endpointBye, {});
      await onlooker.ask(presenceWatch, { userIds: [owner] });
      await watcher.ask(presenceWatch, { userIds: [owner] });
      return { frames: mask(watcher.frames), queries };
    };
    const blocked = await watch({ blocked: true, present: true });
    const absent = await watch({ blocked: false, present: false });
    expect(blocked).toEqual(absent);
    expect(blocked.queries).toBe(1);
    expect(blocked.frames.join("\n")).toContain('"state":"offline"');
    // One who is blocked by somebody who is not here, but has said until when.
    expect(await watch({ blocked: true, present: false })).toEqual(absent);
  });

  it("[PRES-11] gives a blocked watcher the same card, search and list whether the owner is there or not", async () => {
    const look = async (present: boolean): Promise<{ frames: string[]; queries: number }> => {
      const email = `unique${present ? "here" : "gone"}@example.com`;
      const owner = await insertUser(db.pool, { givenName: "Gone", familyName: "Orhere", email, fields: { title: "Canary Title", work_phone: "+12025550999" } });
      const watcher = await connect(await stranger());
      await db.pool.query(`INSERT INTO access_level (owner_id, subject_id, level) VALUES ($1, $2, 'blocked')`, [owner, watcher.userId]);
      if (present) await connect(owner);
      const before = counted.count();
      await watcher.ask(personGet, { userId: owner });
      await watcher.ask(directorySearch, { query: email.split("@")[0]!, limit: 20 });
      await watcher.ask(contactsAdd, { userId: owner });
      await watcher.ask(contactsGet, {});
      return { frames: mask(watcher.frames).map((frame) => frame.replace(/"state":"[a-z]+".*$/, "")), queries: counted.count() - before };
    };
    const here = await look(true);
    expect(here).toEqual(await look(false));
    expect(here.frames.join("\n")).not.toMatch(/Canary|2025550999/);
    expect(here.frames.join("\n")).toContain("Gone Orhere");
  });

  it("[PRES-43] changes what is on the wire at once with the level", async () => {
    const owner = await person({ mobile_phone: "+12025550777" });
    const hers = await connect(owner);
    const watcher = await connect(await stranger());
    await watcher.ask(presenceWatch, { userIds: [owner] });
    await hers.ask(accessSet, { userId: watcher.userId, level: "team" });
    await watcher.heard("person:changed", ({ userId }) => userId === owner);
    expect((await watcher.ask(personGet, { userId: owner })).card.mobilePhone).toBe("+12025550777");
    await hers.ask(accessSet, { userId: watcher.userId, level: "blocked" });
    await watcher.heard("presence:changed", ({ state }) => state === "offline");
    watcher.frames.length = 0;
    await hers.ask(presenceSet, { state: "busy" });
    const { card } = await watcher.ask(personGet, { userId: owner });
    expect(card).toEqual({ userId: owner, displayName: "Canary Owner", email: expect.any(String) as string });
    expect(watcher.frames.join("\n")).not.toMatch(/busy|7777|2025550777/);
  });
});
