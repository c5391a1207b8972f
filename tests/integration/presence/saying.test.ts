import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  ACCESS_LEVELS,
  type AccessLevel,
  accessSet,
  type Audience,
  endpointBye,
  NETWORK_PLACES_MAX,
  NOTE_MAX,
  presenceLocation,
  presenceNote,
  presencePresenting,
  presencePreview,
  presenceSet,
  presenceWatch,
  type UserId,
} from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { createPresenceRepository } from "@/server/db/presence-repository";
import { freshDatabase, type TestDatabase } from "@/tests/support/database";
import { type Client, connectClient, countedPool, insertUser, startWorld } from "./world";

const AUDIENCES: Record<Audience, readonly AccessLevel[]> = { personal: ["personal"], team: ["personal", "team"], company: ["personal", "team", "company"] };
const later = (ms: number): string => new Date(Date.now() + ms).toISOString();

describe("what a person says, over sockets", () => {
  let db: TestDatabase;
  let counted: ReturnType<typeof countedPool>;
  let world: Awaited<ReturnType<typeof startWorld>>;
  let anna: UserId;
  let annas: Client;
  const clients: Client[] = [];
  const someone = (): Promise<UserId> => insertUser(db.pool, { givenName: "Some", familyName: "Body", email: `${uuidV7()}@example.com` });
  const connect = async (userId: UserId): Promise<Client> => {
    const client = await connectClient(world.port, userId);
    clients.push(client);
    return client;
  };
  const watcherAt = async (level: AccessLevel): Promise<Client> => {
    const watcher = await connect(await someone());
    await annas.ask(accessSet, { userId: watcher.userId, level });
    await watcher.ask(presenceWatch, { userIds: [anna] });
    return watcher;
  };
  const codeOf = (asked: Promise<unknown>): Promise<unknown> => asked.then(() => "ok", (error: { code: string }) => error.code);

  beforeAll(async () => {
    db = await freshDatabase();
    counted = countedPool(db.pool);
    world = await startWorld({ pool: counted.pool });
  });
  beforeEach(async () => {
    anna = await someone();
    annas = await connect(anna);
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(async () => {
    await world.stop();
    await db.dispose();
  });

  it.each(["personal", "team", "company"] as const)("[F22] [F24] [PRES-51] [PRES-54] is on the wire to exactly the levels of the audience %s", async (audience) => {
    const watchers = new Map<AccessLevel, Client>();
    for (const level of ACCESS_LEVELS) watchers.set(level, await watcherAt(level));
    await annas.ask(presenceNote, { text: "Canary note", audience });
    await annas.ask(presenceLocation, { place: "Canary place", audience, remember: audience === "team" });
    // One telling that everybody but the blocked can see, after the others.
    await annas.ask(presenceSet, { state: "brb" });
    for (const [level, watcher] of watchers) if (level !== "blocked") await watcher.heard("presence:changed", ({ state }) => state === "brb");
    for (const watcher of watchers.values()) await watcher.ask(presenceWatch, { userIds: [anna] });
    for (const [level, watcher] of watchers) {
      const wire = watcher.frames.join("\n");
      for (const word of ["Canary note", "Canary place"]) expect(wire.includes(word), `${word} at ${level}`).toBe(AUDIENCES[audience].includes(level));
    }
    const ofAnna = watchers.get("blocked")!.frames.filter((frame) => frame.includes(anna));
    expect(ofAnna.length).toBeGreaterThan(1);
    expect(ofAnna.join("\n")).not.toMatch(/"(note|location|customStateId)"/);
  });

  it("[F21] [F22] [PRES-33] tells every endpoint of the person, with what is in force and until when", async () => {
    const phone = await connect(anna);
    const until = later(3_600_000);
    expect(await annas.ask(presenceSet, { state: "dnd", until })).toMatchObject({ manual: "dnd", manualUntil: until, automatic: "available" });
    await phone.heard("presence:self", (self) => self["manualUntil"] === until);
    await annas.ask(presenceNote, { text: "Back soon", audience: "team", until });
    expect(await phone.heard("presence:self", (self) => self["note"] !== null)).toMatchObject({ note: { text: "Back soon", audience: "team", expiresAt: until }, view: { note: "Back soon" } });
    await annas.ask(presenceLocation, { place: "Home", audience: "company", remember: true });
    expect(await phone.heard("presence:self", (self) => self["location"] !== null)).toMatchObject({ location: { place: "Home", from: "network" } });
    // All of it holds for an endpoint that comes later, after everybody was gone.
    for (const client of [annas, phone]) await client.ask(endpointBye, {});
    const again = await connect(anna);
    expect(await again.heard("presence:self")).toMatchObject({ manual: "dnd", manualUntil: until, note: { text: "Back soon" }, location: { place: "Home", from: "network" } });
    await again.ask(presenceSet, { state: null });
    await again.ask(presenceNote, { text: "" });
    await again.ask(presenceLocation, { place: "", remember: true });
    await again.heard("presence:self", (self) => self["manual"] === null && self["note"] === null && self["location"] === null);
    const { rows } = await db.pool.query(`SELECT user_id FROM manual_presence WHERE user_id = $1 UNION ALL SELECT user_id FROM presence_note WHERE user_id = $1 UNION ALL SELECT user_id FROM network_place WHERE user_id = $1 UNION ALL SELECT user_id FROM presence_location WHERE user_id = $1`, [anna]);
    expect(rows).toEqual([]);
  });

  it("[F21] [F22] [PRES-50] [PRES-51] ends by itself, live", async () => {
    const watcher = await watcherAt("company");
    await annas.ask(presenceNote, { text: "For a moment", until: later(700) });
    await annas.ask(presenceSet, { state: "busy", until: later(700) });
    await watcher.heard("presence:changed", ({ state, note }) => state === "busy" && note === "For a moment");
    await watcher.heard("presence:changed", ({ state, note }) => state === "available" && note === undefined);
    await annas.heard("presence:self", (self) => self["manual"] === null && self["note"] === null && annas.events.some(({ payload }) => payload["manual"] === "busy"));
  });

  it("[PRES-50] [PRES-51] refuses what has passed and what is too long, and changes nothing", async () => {
    for (const until of [later(-1_000), "tomorrow"]) {
      expect(await codeOf(annas.ask(presenceSet, { state: "dnd", until }))).toBe("invalid_input");
      expect(await codeOf(annas.ask(presenceNote, { text: "x", until }))).toBe("invalid_input");
    }
    expect(await codeOf(annas.ask(presenceNote, { text: "x".repeat(NOTE_MAX + 1) }))).toBe("invalid_input");
    expect(await codeOf(annas.ask(presenceNote, { text: "x", audience: "public" as "company" }))).toBe("invalid_input");
    expect(await annas.ask(presenceLocation, { place: "" })).toMatchObject({ manual: null, note: null, location: null });
  });

  it("[PRES-53] [PRES-40] reads what people say who are not here in the one query of the watch, and what a person says in one at their first endpoint", async () => {
    const people: UserId[] = [];
    for (let index = 0; index < 20; index += 1) people.push(await someone());
    await db.pool.query(`INSERT INTO presence_note (user_id, text, audience) SELECT id, 'On holiday', 'company' FROM unnest($1::uuid[]) AS people (id)`, [people]);
    const sourceId = uuidV7();
    const onLeave = await someone();
    await db.pool.query(`INSERT INTO calendar_source (id, user_id, kind, name) VALUES ($1, $2, 'ics-file', 'x')`, [sourceId, onLeave]);
    const block = `INSERT INTO calendar_block (source_id, user_id, starts_at, ends_at, kind, subject) VALUES ($1, $2, now() + $3::interval, now() + $4::interval, $5, $6)`;
    for (const values of [["-2h", "-1h", "out-of-office", "Over"], ["-1h", "1h", "busy", "Secret meeting"], ["-1h", "1h", "out-of-office", "On leave"], ["1h", "2h", "out-of-office", "Later"]]) await db.pool.query(block, [sourceId, onLeave, ...values]);

    let before = counted.count();
    const { views } = await annas.ask(presenceWatch, { userIds: [...people, onLeave] });
    expect(counted.count() - before).toBe(1);
    expect(new Set(views.map(({ note }) => note))).toEqual(new Set(["On holiday", "On leave"]));
    expect(views.find(({ userId }) => userId === onLeave)).toEqual({ userId: onLeave, state: "offline", availability: 18_500, note: "On leave" });

    before = counted.count();
    const [first] = people;
    const theirs = await connect(first!);
    await theirs.ask(presencePresenting, { active: false });
    expect(counted.count() - before).toBe(1);
    await connect(first!);
    expect(counted.count() - before).toBe(1);
    expect((await theirs.heard("presence:self"))["note"]).toMatchObject({ text: "On holiday" });
  });

  it("[F24] [PRES-54] keeps what is said of the last networks only, and no address", async () => {
    const store = createPresenceRepository(db);
    for (let number = 0; number < NETWORK_PLACES_MAX + 3; number += 1) await store.putNetworkPlace(anna, `network-${number}`, { place: `Place ${number}`, audience: "team" }, new Date(1_900_000_000_000 + number));
    const { said } = await store.findStanding(anna);
    expect([...said.networks.keys()].sort()).toEqual(Array.from({ length: NETWORK_PLACES_MAX }, (_, index) => `network-${index + 3}`).sort());
    await store.putNetworkPlace(anna, "network-5", { place: "Renamed", audience: "company" }, new Date());
    expect((await store.findStanding(anna)).said.networks.get("network-5")).toEqual({ place: "Renamed", audience: "company" });
    expect((await store.findStanding(anna)).said.networks.size).toBe(NETWORK_PLACES_MAX);

    await annas.ask(presenceLocation, { place: "Here", remember: true });
    const { rows } = await db.pool.query<Record<string, unknown>>(`SELECT * FROM network_place WHERE user_id = $1 AND place = 'Here'`, [anna]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain("127.0.0");
  });

  it("[PRES-58] previews oneself as each level sees it, which is what each level sees", async () => {
    await db.pool.query(`UPDATE "user" SET title = 'Canary Title', mobile_phone = '+12025550222' WHERE id = $1`, [anna]);
    await annas.ask(presenceNote, { text: "Among us", audience: "team" });
    await annas.ask(presenceSet, { state: "dnd" });
    const { levels } = await annas.ask(presencePreview, {});
    expect(levels.map(({ level, schedule, reachable }) => [level, schedule, reachable])).toEqual([
      ["personal", "details", true],
      ["team", "details", true],
      ["company", "times", true],
      ["public", "none", true],
      ["blocked", "none", false],
    ]);
    for (const { level, view, card } of levels) {
      const watcher = await watcherAt(level);
      expect((await watcher.ask(presenceWatch, { userIds: [anna] })).views, level).toEqual([view]);
      expect(card.title, level).toBe(level === "blocked" ? undefined : "Canary Title");
      expect(card.mobilePhone, level).toBe(level === "personal" || level === "team" ? "+12025550222" : undefined);
    }
  });

  it("[F8] [PRES-55] shows Presenting while a page does, and not after its goodbye", async () => {
    const watcher = await watcherAt("company");
    const page = await connect(anna);
    await page.ask(presencePresenting, { active: true });
    await watcher.heard("presence:changed", ({ state, activity }) => state === "dnd" && activity === "presenting");
    await page.ask(endpointBye, {});
    await watcher.heard("presence:changed", ({ state }) => state === "available");
  });
});
