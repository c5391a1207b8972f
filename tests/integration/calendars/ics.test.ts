import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Calendar, CALENDARS_MAX, calendarsChanged, presenceChanged, presenceWatch, scheduleGet } from "@/lib/protocol";
import { DELETE as removeCalendar } from "@/app/api/v1/me/calendars/[calendarId]/route";
import { POST as refreshCalendar } from "@/app/api/v1/me/calendars/[calendarId]/refresh/route";
import { GET as listCalendars, POST as addCalendar } from "@/app/api/v1/me/calendars/route";
import { POST as uploadCalendar } from "@/app/api/v1/me/calendars/upload/route";
import { runtime } from "@/server/http/runtime";
import { connectClient, type TestClient } from "@/tests/support/client";
import { type HttpPeer, startHttpPeer } from "@/tests/support/http-peer";
import { icsCalendar, icsEvent } from "@/tests/support/icalendar";
import { addCast, addSession, type TestPerson } from "@/tests/support/people";
import { type Answer, callRoute } from "@/tests/support/rest";
import { startTestServer, type TestServer } from "@/tests/support/server";

const HOUR_MS = 3_600_000;
const PASSWORD = "hunter2-do-not-tell";

let server: TestServer;
let peer: HttpPeer;
let cast: Awaited<ReturnType<typeof addCast>>;
const cookies = new Map<string, string>();
const clients: TestClient[] = [];

beforeAll(async () => {
  peer = await startHttpPeer();
  server = await startTestServer({ OUTBOUND_PRIVATE: "127.0.0.1/32" });
  cast = await addCast(server.db);
  for (const person of Object.values(cast)) cookies.set(person.userId, (await addSession(server, person.userId)).cookie);
});
afterAll(async () => {
  for (const client of clients) client.close();
  await server.dispose();
  await peer.close();
});

const around = (fromHours: number, toHours: number) => ({ startMs: Date.now() + fromHours * HOUR_MS, endMs: Date.now() + toHours * HOUR_MS });
const connect = async (person: TestPerson): Promise<TestClient> => {
  const client = await connectClient({ url: server.url, cookie: cookies.get(person.userId)! });
  clients.push(client);
  return client;
};
type Call = Parameters<typeof callRoute>[3];
const as = (person: TestPerson, handlers: Parameters<typeof callRoute>[0], method: "GET" | "POST" | "DELETE", call: Call = {}): Promise<Answer> => callRoute(handlers, method, server.url, { ...call, cookie: cookies.get(person.userId)! });
const add = (person: TestPerson, more: Record<string, unknown> = {}) => as(person, { POST: addCalendar }, "POST", { body: { kind: "ics-address", name: "Work", address: `${peer.url}/private-token-1234/cal.ics`, ...more } });
const list = async (person: TestPerson): Promise<Calendar[]> => ((await as(person, { GET: listCalendars }, "GET")).body as { calendars: Calendar[] }).calendars;
const refresh = async (person: TestPerson, { id }: Calendar): Promise<Calendar> => (await as(person, { POST: refreshCalendar }, "POST", { params: { calendarId: id } })).body as Calendar;
const removeAll = async (person: TestPerson): Promise<void> => {
  for (const { id } of await list(person)) await as(person, { DELETE: removeCalendar }, "DELETE", { params: { calendarId: id } });
};
/** Serves this text under an ETag, and 304 to who has it. */
const serve = (text: string): void => {
  const etag = `"${createHash("sha256").update(text).digest("hex")}"`;
  peer.asked.length = 0;
  peer.answer = ({ headers }) => (headers["if-none-match"] === etag ? { status: 304, headers: { etag } } : { headers: { etag, "content-type": "text/calendar" }, body: text });
};
const due = async (): Promise<void> => {
  await server.db.pool.query(`UPDATE calendar_source SET next_poll_at = now() - interval '1 second'`);
  await runtime().calendars.settle();
};

beforeEach(async () => {
  for (const person of Object.values(cast)) await removeAll(person);
});

describe("a calendar by its address", () => {
  it("[CAL-20] [F6] turns its owner red in a meeting, for who is watching, and back when the event becomes transparent", async () => {
    const { anna, bob } = cast;
    const [watcher, self] = [await connect(bob), await connect(anna)];
    await watcher.call(presenceWatch, { userIds: [anna.userId] });
    const meeting = { uid: "1", ...around(-1, 1), summary: "Plan" };
    serve(icsCalendar(icsEvent(meeting)));
    const busy = watcher.next(presenceChanged, ({ userId, state }) => userId === anna.userId && state === "busy");
    const told = self.next(calendarsChanged);
    const added = await add(anna, { username: "anna", password: PASSWORD });
    expect(added).toMatchObject({ status: 200, body: { kind: "ics-address", name: "Work", host: `127.0.0.1:${peer.port}`, error: null } });
    expect(await busy).toMatchObject({ state: "busy", activity: "in-a-meeting" });
    await told;

    serve(icsCalendar(icsEvent({ ...meeting, more: ["TRANSP:TRANSPARENT"] })));
    const free = watcher.next(presenceChanged, ({ userId, state }) => userId === anna.userId && state === "available");
    await due();
    expect(await free).not.toHaveProperty("activity");

    // Somebody who signs in in the middle of a meeting is never seen without it.
    serve(icsCalendar(icsEvent(meeting)));
    await due();
    const { erin } = cast;
    serve(icsCalendar(icsEvent(meeting)));
    await add(erin);
    const [erinBefore] = (await watcher.call(presenceWatch, { userIds: [erin.userId] })).views;
    const seen = watcher.collect(presenceChanged);
    const erinBusy = watcher.next(presenceChanged, ({ userId, state }) => userId === erin.userId && state === "busy");
    await connect(erin);
    await erinBusy;
    expect(erinBefore?.state).toMatch(/offline|unknown/);
    expect(seen.filter(({ userId }) => userId === erin.userId).map(({ state }) => state)).not.toContain("available");
  });

  it("[CAL-21] [F11] makes its owner Away while out of office, with its text", async () => {
    const { carol, bob } = cast;
    const watcher = await connect(bob);
    await connect(carol);
    await watcher.call(presenceWatch, { userIds: [carol.userId] });
    serve(icsCalendar(icsEvent({ uid: "1", ...around(-1, 1), summary: "On the fells until Monday", more: ["X-MICROSOFT-CDO-BUSYSTATUS:OOF"] }), icsEvent({ uid: "2", ...around(-1, 1), summary: "Secret plan" })));
    const away = watcher.next(presenceChanged, ({ userId, state }) => userId === carol.userId && state === "away");
    await add(carol);
    expect(await away).toMatchObject({ state: "away", activity: "out-of-office", note: "On the fells until Monday" });
  });

  it("[CAL-22] is asked for only what changed", async () => {
    const { anna } = cast;
    serve(icsCalendar(icsEvent({ uid: "1", ...around(2, 3) })));
    await add(anna, { username: "anna", password: PASSWORD });
    await due();
    await due();
    expect(peer.asked.map(({ headers }) => headers["if-none-match"] !== undefined)).toEqual([false, true, true]);
    expect(peer.asked.every(({ headers }) => headers.authorization === `Basic ${Buffer.from(`anna:${PASSWORD}`).toString("base64")}`)).toBe(true);
    // A server without ETags is asked by date.
    peer.asked.length = 0;
    peer.answer = ({ headers }) => (headers["if-modified-since"] === undefined ? { headers: { "last-modified": "Mon, 24 Mar 2031 09:00:00 GMT" }, body: icsCalendar() } : { status: 304 });
    await add(anna, { name: "Other" });
    await due();
    expect(peer.asked.filter(({ headers }) => headers["if-modified-since"] === "Mon, 24 Mar 2031 09:00:00 GMT")).toHaveLength(1);
  });

  it("[CAL-23] keeps what was known when it fails, says why, waits longer each time, and recovers", async () => {
    const { anna, bob } = cast;
    const watcher = await connect(bob);
    serve(icsCalendar(icsEvent({ uid: "1", ...around(-1, 5), summary: "Plan" })));
    await add(anna);
    const blocks = async (): Promise<number> => (await watcher.call(scheduleGet, scheduleAsk(anna))).blocks.length;
    const waits: number[] = [];
    for (const [status, code] of [[401, "remote_refused"], [500, "remote_unreachable"], [404, "remote_invalid"]] as const) {
      peer.answer = () => ({ status });
      await due();
      const [calendar] = await list(anna);
      expect(calendar).toMatchObject({ error: code });
      expect(calendar?.readAt).not.toBeNull();
      expect(await blocks()).toBe(1);
      const { rows } = await server.db.pool.query<{ wait: number }>(`SELECT extract(epoch FROM next_poll_at - now())::float8 AS wait FROM calendar_source`);
      waits.push(rows[0]!.wait / 60);
    }
    // 20, 40 and 80 minutes, each give or take a fifth.
    [20, 40, 80].forEach((minutes, index) => {
      expect(waits[index]).toBeGreaterThan(minutes * 0.79);
      expect(waits[index]).toBeLessThan(minutes * 1.21);
    });
    peer.answer = () => ({ body: "<html>Sign in</html>" });
    expect(await refresh(anna, (await list(anna))[0]!)).toMatchObject({ error: "calendar_invalid" });
    expect(await blocks()).toBe(1);
    serve(icsCalendar());
    expect(await refresh(anna, (await list(anna))[0]!)).toMatchObject({ error: null });
    expect(await blocks()).toBe(0);
  });

  it("[CAL-24] is refused before anything is kept when it cannot be read, or lies inside", async () => {
    const { anna } = cast;
    peer.answer = () => ({ body: "no calendar" });
    expect((await add(anna)).code).toBe("calendar_invalid");
    peer.answer = () => ({ status: 403 });
    expect((await add(anna)).code).toBe("remote_refused");
    peer.answer = () => ({ status: 302, headers: { location: "http://169.254.169.254/latest/meta-data/" } });
    expect((await add(anna)).code).toBe("address_refused");
    for (const address of ["http://127.0.0.2/a.ics", "http://[::1]/a.ics", "http://10.0.0.1/a.ics"]) expect((await add(anna, { address })).code, address).toBe("address_refused");
    expect((await add(anna, { address: "file:///etc/passwd" })).code).toBe("invalid_input");
    expect(await list(anna)).toEqual([]);
  });

  it("[CAL-25] tells its address and password to nobody, and logs neither", async () => {
    const { anna } = cast;
    serve(icsCalendar());
    const answers = [await add(anna, { username: "anna-secret-name", password: PASSWORD })];
    answers.push(await as(anna, { GET: listCalendars }, "GET"));
    peer.answer = () => ({ status: 500 });
    await due();
    answers.push(await as(anna, { POST: refreshCalendar }, "POST", { params: { calendarId: (await list(anna))[0]!.id } }));
    const { rows } = await server.db.pool.query<{ sealed: string }>(`SELECT sealed FROM calendar_source`);
    const said = JSON.stringify([answers.map(({ body }) => body), server.logLines, rows]);
    expect(server.logLines.some(({ event }) => event === "calendar.not-read")).toBe(true);
    for (const secret of [PASSWORD, "private-token-1234", "anna-secret-name", Buffer.from(`anna-secret-name:${PASSWORD}`).toString("base64")]) expect(said).not.toContain(secret);
  });

  it("[CAL-26] is its owner's alone", async () => {
    const { anna, dave } = cast;
    serve(icsCalendar());
    await add(anna);
    const [calendar] = await list(anna);
    expect(await list(dave)).toEqual([]);
    const params = { calendarId: calendar!.id };
    expect((await as(dave, { POST: refreshCalendar }, "POST", { params })).code).toBe("calendar_not_found");
    expect((await as(dave, { DELETE: removeCalendar }, "DELETE", { params })).code).toBe("calendar_not_found");
    expect(await list(anna)).toHaveLength(1);
  });

  it("[CAL-27] holds to the limit, also when several are added at once", async () => {
    const { anna } = cast;
    serve(icsCalendar());
    for (let index = 0; index < CALENDARS_MAX - 1; index += 1) await add(anna, { name: `Calendar ${index}` });
    const last = await Promise.all([add(anna), add(anna), add(anna)]);
    expect(last.map(({ status, code }) => code ?? status).sort()).toEqual([200, "calendar_limit", "calendar_limit"]);
    expect(await list(anna)).toHaveLength(CALENDARS_MAX);
  });
});

describe("an uploaded calendar", () => {
  const upload = (person: TestPerson, text: string, name = "Holidays") => as(person, { POST: uploadCalendar }, "POST", { body: { name, text } });

  it("[CAL-28] takes the place of the one of the same name, and is worked out anew without being asked for", async () => {
    const { anna, bob } = cast;
    const watcher = await connect(bob);
    const blocks = async (): Promise<number> => (await watcher.call(scheduleGet, scheduleAsk(anna))).blocks.length;
    expect(await upload(anna, icsCalendar(icsEvent({ uid: "1", ...around(1, 2) })))).toMatchObject({ status: 200, body: { kind: "ics-file", host: null, error: null } });
    expect(await blocks()).toBe(1);
    await upload(anna, icsCalendar(icsEvent({ uid: "1", ...around(1, 2) }), icsEvent({ uid: "2", ...around(3, 4) })));
    expect(await list(anna)).toHaveLength(1);
    expect(await blocks()).toBe(2);
    await server.db.pool.query(`DELETE FROM calendar_block`);
    await due();
    expect(await blocks()).toBe(2);
    expect((await upload(anna, "nothing", "Bad")).code).toBe("calendar_invalid");
    await removeAll(anna);
    expect(await watcher.call(scheduleGet, scheduleAsk(anna))).toMatchObject({ known: false, blocks: [] });
    expect((await server.db.pool.query(`SELECT FROM calendar_block`)).rowCount).toBe(0);
  });
});

const scheduleAsk = ({ userId }: TestPerson, days = 1) => ({ userId, from: new Date(Date.now() - 24 * HOUR_MS).toISOString(), to: new Date(Date.now() + days * 24 * HOUR_MS).toISOString() });
