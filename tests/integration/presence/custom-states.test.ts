import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as auditRoute from "@/app/api/v1/admin/audit/route";
import * as stateRoute from "@/app/api/v1/admin/custom-states/[customStateId]/route";
import * as statesRoute from "@/app/api/v1/admin/custom-states/route";
import { type AuditEntry, CUSTOM_STATES_MAX, type CustomState, presenceChanged, presenceSelf, presenceSet, presenceStates, presenceStatesChanged, presenceWatch } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { anna, bob, carol } from "@/tests/support/cast";
import { connectClient, type TestClient } from "@/tests/support/client";
import { addPeople, addSession, type TestPerson } from "@/tests/support/people";
import { type Answer, callRoute } from "@/tests/support/rest";
import { startTestServer, type TestServer } from "@/tests/support/server";

const COURT = { base: "busy", labels: { en: "In court", de: "Vor Gericht" } };

describe("custom states", () => {
  let server: TestServer;
  let admin: TestPerson;
  let bobs: TestClient;
  let carols: TestClient;
  let bobRow: TestPerson;
  let cookie: string;
  const clients: TestClient[] = [];

  const ask = (method: "GET" | "POST", body?: object): Promise<Answer> => callRoute(statesRoute, method, server.url, { cookie, ...(body ? { body } : {}) });
  const change = (method: "PATCH" | "DELETE", customStateId: string, body?: object): Promise<Answer> => callRoute(stateRoute, method, server.url, { cookie, params: { customStateId }, ...(body ? { body } : {}) });
  const make = async (input: object = COURT): Promise<CustomState> => (await ask("POST", input)).body as CustomState;
  const list = async (): Promise<CustomState[]> => ((await ask("GET")).body as { states: CustomState[] }).states;
  const connect = async (person: TestPerson): Promise<TestClient> => {
    const client = await connectClient({ url: server.url, cookie: (await addSession(server, person.userId)).cookie });
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    server = await startTestServer();
  });
  beforeEach(async () => {
    await server.db.pool.query(`TRUNCATE party, custom_state, audit_entry CASCADE`);
    admin = (await addPeople(server.db, [anna], { role: "admin" }))[0]!;
    const [first, second] = await addPeople(server.db, [bob, carol]);
    bobRow = first!;
    cookie = (await addSession(server, admin.userId)).cookie;
    [bobs, carols] = [await connect(bobRow), await connect(second!)];
    await carols.call(presenceWatch, { userIds: [bobRow.userId] });
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(() => server.dispose());

  it("[F23] [PRES-56] is told to everybody at once, chosen by one and seen by another, without a reload", async () => {
    const told = Promise.all([bobs.next(presenceStatesChanged), carols.next(presenceStatesChanged)]);
    const state = await make();
    expect(await told).toEqual([{ states: [state] }, { states: [state] }]);
    expect(await bobs.call(presenceStates, {})).toEqual({ states: [state] });
    const seen = carols.next(presenceChanged, ({ customStateId }) => customStateId === state.id);
    expect(await bobs.call(presenceSet, { state: "busy", customStateId: state.id })).toMatchObject({ manual: "busy", view: { customStateId: state.id } });
    expect(await seen).toMatchObject({ state: "busy", availability: 6_500, customStateId: state.id });
  });

  it("[F23] [PRES-56] is chosen with its own base only, and only while it is there", async () => {
    const state = await make();
    expect(await bobs.codeOf(presenceSet, { state: "away", customStateId: state.id })).toBe("custom_state_not_found");
    expect(await bobs.codeOf(presenceSet, { state: "busy", customStateId: uuidV7() })).toBe("custom_state_not_found");
    expect(await bobs.codeOf(presenceSet, { state: null, customStateId: state.id })).toBe("custom_state_not_found");
    expect((await bobs.call(presenceSet, { state: "brb" })).view).toMatchObject({ state: "brb" });
  });

  it("[F23] [PRES-57] leaves the base to who is in it when it is deleted, here and after a new sign-in", async () => {
    const state = await make();
    await bobs.call(presenceSet, { state: "busy", customStateId: state.id });
    const seen = carols.next(presenceChanged, ({ state: now, customStateId }) => now === "busy" && customStateId === undefined);
    const self = bobs.next(presenceSelf, ({ view }) => view.customStateId === undefined);
    expect((await change("DELETE", state.id)).body).toEqual({});
    await seen;
    expect((await self).manual).toBe("busy");
    expect(await list()).toEqual([]);
    const again = await connect(bobRow);
    expect((await again.call(presenceSet, { state: "busy" })).view).not.toHaveProperty("customStateId");
    const { rows } = await server.db.pool.query(`SELECT state, custom_state_id FROM manual_presence`);
    expect(rows).toEqual([{ state: "busy", custom_state_id: null }]);
  });

  it("[F23] [PRES-57] takes who is in it along to another base", async () => {
    const state = await make();
    await bobs.call(presenceSet, { state: "busy", customStateId: state.id });
    const seen = carols.next(presenceChanged, ({ state: now }) => now === "dnd");
    await change("PATCH", state.id, { base: "dnd" });
    expect(await seen).toMatchObject({ customStateId: state.id });
    const { rows } = await server.db.pool.query(`SELECT state FROM manual_presence`);
    expect(rows).toEqual([{ state: "dnd" }]);
  });

  it("[F23] keeps the order, and the first label first", async () => {
    const made = [];
    for (const en of ["One", "Two", "Three"]) made.push(await make({ base: "away", labels: { fr: `${en}.fr`, en } }));
    await change("PATCH", made[2]!.id, { position: 0 });
    await change("PATCH", made[0]!.id, { position: 99, labels: { "pt-BR": "Um", en: "One" } });
    const states = await list();
    expect(states.map(({ labels }) => labels["en"])).toEqual(["Three", "Two", "One"]);
    expect(states.map(({ labels }) => Object.keys(labels)[0])).toEqual(["fr", "fr", "pt-BR"]);
    expect(await bobs.call(presenceStates, {})).toEqual({ states });
    await change("DELETE", made[1]!.id);
    expect((await list()).map(({ labels }) => labels["en"])).toEqual(["Three", "One"]);
  });

  it("[F23] refuses one too many, none at all, and what does not exist", async () => {
    for (let number = 1; number <= CUSTOM_STATES_MAX; number += 1) await make({ base: "away", labels: { en: `State ${number}` } });
    expect((await ask("POST", COURT)).code).toBe("custom_state_limit");
    expect(await list()).toHaveLength(CUSTOM_STATES_MAX);
    for (const body of [{ base: "busy", labels: {} }, { base: "busy", labels: { en: " " } }, { base: "offline", labels: { en: "x" } }, { base: "busy", labels: { "not a language": "x" } }]) expect((await ask("POST", body)).code).toBe("invalid_input");
    expect((await change("PATCH", uuidV7(), { base: "busy" })).code).toBe("custom_state_not_found");
    expect((await change("DELETE", uuidV7())).code).toBe("custom_state_not_found");
  });

  it("[ADM-2] [F23] is made by administrators only", async () => {
    const bobsCookie = (await addSession(server, bobRow.userId)).cookie;
    expect((await callRoute(statesRoute, "POST", server.url, { cookie: bobsCookie, body: COURT })).code).toBe("forbidden");
    expect((await callRoute(statesRoute, "GET", server.url, { cookie: bobsCookie })).code).toBe("forbidden");
  });

  it("[ADM-1] [F23] writes down who changed what", async () => {
    const state = await make();
    await change("PATCH", state.id, { labels: { en: "At court" } });
    await change("PATCH", state.id, { labels: { en: "At court" } }); // Nothing changes: nothing to write down.
    await change("DELETE", state.id);
    const { entries } = (await callRoute(auditRoute, "GET", server.url, { cookie, query: { targetId: state.id } })).body as { entries: AuditEntry[] };
    expect(entries.map(({ action, targetName }) => [action, targetName])).toEqual([
      ["custom-state.delete", "At court"],
      ["custom-state.update", "At court"],
      ["custom-state.create", "In court"],
    ]);
    expect(entries[1]).toMatchObject({ before: { labels: COURT.labels }, after: { labels: { en: "At court" } } });
  });
});
