import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { presenceChanged, presenceWatch } from "@/lib/protocol";
import { POST as addCalendar } from "@/app/api/v1/me/calendars/route";
import { runtime } from "@/server/http/runtime";
import { createCalendarReader, createExpander } from "@/server/connectors/calendar";
import { createGuardedFetch } from "@/server/connectors/guarded-fetch";
import type { CalendarBlock, ReadCalendar } from "@/server/domain/calendars";
import { type DavServer, startRadicale, startXandikos } from "@/tests/support/dav-servers";
import { connectClient } from "@/tests/support/client";
import { icsCalendar, icsEvent } from "@/tests/support/icalendar";
import { addCast, addSession, type TestPerson } from "@/tests/support/people";
import { callRoute } from "@/tests/support/rest";
import { startTestServer } from "@/tests/support/server";

const at = (iso: string): number => Date.parse(iso);
const WINDOW = { fromMs: at("2031-03-24T00:00:00Z"), untilMs: at("2031-04-07T00:00:00Z") };
const OWNER = { timeZone: "Europe/Berlin", addresses: [] };
const WEEKLY = icsCalendar(icsEvent({ uid: "weekly", startMs: at("2031-01-06T09:00:00Z"), endMs: at("2031-01-06T10:00:00Z"), summary: "Plan & <do>", more: ["RRULE:FREQ=WEEKLY", "EXDATE:20310331T090000Z"] }));
const LATER = icsCalendar(icsEvent({ uid: "later", startMs: at("2031-09-01T09:00:00Z"), endMs: at("2031-09-01T10:00:00Z") }));
const ONCE = icsCalendar(icsEvent({ uid: "once", startMs: at("2031-03-26T12:00:00Z"), endMs: at("2031-03-26T13:00:00Z"), summary: "Mittagessen im Café\\, draußen" }));

type Place = { name: string; start: () => Promise<DavServer>; collection: string; makeCollection: boolean; addresses: string[] };

const PLACES: Place[] = [
  { name: "radicale", start: startRadicale, collection: "/anna/office/", makeCollection: true, addresses: ["", "/", "/anna/", "/anna/office/", "/.well-known/caldav"] },
  { name: "xandikos", start: startXandikos, collection: "/anna/calendars/calendar/", makeCollection: false, addresses: ["", "/", "/anna/", "/anna/calendars/calendar/", "/nothing/here/"] },
];

describe.each(PLACES)("CalDAV at a real $name", ({ start, collection, makeCollection, addresses }) => {
  let server: DavServer;
  const expander = createExpander();
  const reader = createCalendarReader(createGuardedFetch({ openings: ["127.0.0.1"] }));
  const read = (path: string, more: { validator?: string | null; password?: string } = {}): Promise<ReadCalendar> =>
    reader.read({ kind: "caldav", address: `${server.url}${path}`, username: server.username, password: more.password ?? server.password }, { validator: more.validator ?? null, window: WINDOW });
  const blocks = async (texts: readonly string[]): Promise<CalendarBlock[]> => expander.expand(texts, WINDOW, OWNER);

  beforeAll(async () => {
    server = await start();
    if (makeCollection) await server.ask("MKCALENDAR", collection);
    await server.ask("PUT", `${collection}weekly.ics`, WEEKLY);
    await server.ask("PUT", `${collection}later.ics`, LATER);
    await server.ask("PUT", `${collection}once.ics`, ONCE);
  });
  afterAll(async () => {
    await expander.close();
    await server.stop();
  });

  it.each(addresses)("[CAL-30] is found from %j: well-known, principal, home, calendar", async (address) => {
    const found = await read(address);
    expect(found.unchanged ? [] : (await blocks(found.texts)).map(({ startMs, subject }) => [new Date(startMs).toISOString(), subject])).toEqual([
      ["2031-03-24T09:00:00.000Z", "Plan & <do>"],
      ["2031-03-26T12:00:00.000Z", "Mittagessen im Café, draußen"],
    ]);
  });

  it("[CAL-31] is asked only for what lies in the window, and only when something changed", async () => {
    const first = await read("/");
    if (first.unchanged) throw new Error("never read before");
    expect(first.texts).toHaveLength(2);
    expect(first.validator).not.toBeNull();
    expect(await read("/", { validator: first.validator })).toEqual({ unchanged: true });
    await server.ask("PUT", `${collection}new.ics`, ONCE.replaceAll("once", "new").replace("T120000Z", "T140000Z").replace("T130000Z", "T150000Z"));
    const second = await read("/", { validator: first.validator });
    expect(second).toMatchObject({ unchanged: false });
    expect(second.unchanged ? [] : await blocks(second.texts)).toHaveLength(3);
    await server.ask("DELETE", `${collection}new.ics`);
    expect(await read("/", { validator: second.unchanged ? null : second.validator })).toMatchObject({ unchanged: false });
  });
});

describe("a CalDAV server that says no", () => {
  it("[CAL-32] is refused with a wrong password, and without a calendar", async () => {
    const server = await startRadicale();
    try {
      const reader = createCalendarReader(createGuardedFetch({ openings: ["127.0.0.1"] }));
      const read = (password: string) => reader.read({ kind: "caldav", address: server.url, username: server.username, password }, { validator: null, window: WINDOW });
      await expect(read("wrong")).rejects.toMatchObject({ code: "remote_refused" });
      await expect(read(server.password)).rejects.toMatchObject({ code: "remote_invalid" });
      await server.ask("MKCALENDAR", "/anna/office/");
      expect(await read(server.password)).toMatchObject({ unchanged: false, texts: [] });
    } finally {
      await server.stop();
    }
  });
});

describe("a CalDAV calendar, connected", () => {
  it("[CAL-33] [F6] turns its owner red for who is watching, and says nothing of its password", async () => {
    const radicale = await startRadicale();
    const server = await startTestServer({ OUTBOUND_PRIVATE: "127.0.0.1/32" });
    const { anna, bob } = await addCast(server.db);
    const cookieOf = async ({ userId }: TestPerson): Promise<string> => (await addSession(server, userId)).cookie;
    const [watcher, own] = [await connectClient({ url: server.url, cookie: await cookieOf(bob) }), await connectClient({ url: server.url, cookie: await cookieOf(anna) })];
    try {
      await radicale.ask("MKCALENDAR", "/anna/office/");
      await radicale.ask("PUT", "/anna/office/now.ics", icsCalendar(icsEvent({ uid: "now", startMs: Date.now() - 3_600_000, endMs: Date.now() + 3_600_000 })));
      await watcher.call(presenceWatch, { userIds: [anna.userId] });
      const busy = watcher.next(presenceChanged, ({ state }) => state === "busy");
      const { username, password, url } = radicale;
      const added = await callRoute({ POST: addCalendar }, "POST", server.url, { cookie: await cookieOf(anna), body: { kind: "caldav", name: "Work", address: url, username, password } });
      expect(added).toMatchObject({ status: 200, body: { kind: "caldav", host: new URL(url).host, error: null } });
      expect(await busy).toMatchObject({ userId: anna.userId, activity: "in-a-meeting" });
      const free = watcher.next(presenceChanged, ({ state }) => state === "available");
      await radicale.ask("DELETE", "/anna/office/now.ics");
      await server.db.pool.query(`UPDATE calendar_source SET next_poll_at = now()`);
      await runtime().calendars.settle();
      await free;
      expect(JSON.stringify([added.body, server.logLines])).not.toContain(password);
    } finally {
      for (const client of [watcher, own]) client.close();
      await server.dispose();
      await radicale.stop();
    }
  });
});
