import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CalendarId, UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { createCalendarRepository } from "@/server/db/calendar-repository";
import { createSecretBox } from "@/server/db/secret-box";
import type { NewCalendar } from "@/server/domain/calendars";
import { anna, bob } from "@/tests/support/cast";
import { freshDatabase, type TestDatabase } from "@/tests/support/database";
import { addPeople } from "@/tests/support/people";

const NOW = new Date("2031-03-24T12:00:00Z");
const LATER = new Date("2031-03-24T12:05:00Z");

describe("calendars in the database", () => {
  let db: TestDatabase;
  let annaId: UserId;
  let bobId: UserId;
  const key = randomBytes(32);
  const store = () => createCalendarRepository(db, createSecretBox(key));
  const calendar = (userId: UserId, more: Partial<NewCalendar> = {}): NewCalendar => ({
    id: uuidV7() as CalendarId,
    userId,
    kind: "caldav",
    name: "Work",
    remote: { kind: "caldav", address: "https://dav.example.com/secret-path/", username: "anna@dav.example.com", password: "secret" },
    content: null,
    validator: "v1",
    at: NOW,
    nextPollAt: NOW,
    blocks: [],
    expandedUntil: LATER,
    ...more,
  });

  beforeAll(async () => {
    db = await freshDatabase();
    const people = await addPeople(db, [anna, bob]);
    [annaId, bobId] = [people[0]!.userId, people[1]!.userId];
  });
  afterAll(() => db.dispose());

  it("[CAL-27] hold to the limit, however many servers add at once", async () => {
    const added = await Promise.all(Array.from({ length: 8 }, () => store().add(calendar(annaId), 3)));
    expect(added.filter((one) => one !== null)).toHaveLength(3);
    expect(await store().list(annaId)).toHaveLength(3);
  });

  it("[CAL-50] are taken by one server each, and not again before their time", async () => {
    const taken = await Promise.all([store().takeDue(NOW, LATER, 2), store().takeDue(NOW, LATER, 2), store().takeDue(NOW, LATER, 2)]);
    const ids = taken.flat().map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([3, 3]);
    expect(await store().takeDue(NOW, LATER, 9)).toEqual([]);
    expect(await store().takeDue(LATER, LATER, 9)).toHaveLength(3);
    await db.pool.query(`UPDATE "user" SET status = 'disabled' WHERE id = $1`, [annaId]);
    expect(await store().takeDue(LATER, LATER, 9)).toEqual([]);
    await db.pool.query(`UPDATE "user" SET status = 'active' WHERE id = $1`, [annaId]);
  });

  it("[CAL-25] are sealed, each for itself, and open for whoever has the key", async () => {
    const [source] = await store().takeDue(LATER, LATER, 1);
    expect(source).toMatchObject({ remote: { password: "secret" }, owner: { timeZone: "UTC", addresses: ["anna@example.com", "anna@dav.example.com"] } });
    const { rows } = await db.pool.query<{ sealed: string }>(`SELECT sealed FROM calendar_source`);
    expect(new Set(rows.map(({ sealed }) => sealed)).size).toBe(3);
    expect(JSON.stringify(rows)).not.toContain("secret-path");
    await db.pool.query(`UPDATE calendar_source SET sealed = (SELECT sealed FROM calendar_source WHERE id <> $1 LIMIT 1) WHERE id = $1`, [source!.id]);
    expect((await store().find(annaId, source!.id))?.remote).toBeNull();
    const stranger = createCalendarRepository(db, createSecretBox(randomBytes(32)));
    expect((await stranger.list(annaId)).map(({ host }) => host)).toEqual([null, null, null]);
  });

  it("[CAL-23] keep their blocks over a failure, and lose them with the calendar", async () => {
    const block = { startMs: NOW.getTime(), endMs: LATER.getTime(), kind: "busy", subject: "Plan", place: null } as const;
    const { id } = (await store().add(calendar(bobId, { blocks: [block] }), 3))!;
    const window = { fromMs: NOW.getTime() + 1, untilMs: LATER.getTime() };
    expect(await store().putReading(id, { at: LATER, nextPollAt: LATER, error: "remote_refused" })).toMatchObject({ error: "remote_refused", readAt: NOW.toISOString() });
    expect(await store().listBlocks(bobId, window, 9)).toEqual([block]);
    expect(await store().find(bobId, id)).toMatchObject({ failures: 1, validator: "v1" });
    await store().putReading(id, { at: LATER, nextPollAt: LATER, error: null, validator: "v2", blocks: null, expandedUntil: null });
    expect([await store().listBlocks(bobId, window, 9), await store().find(bobId, id)]).toMatchObject([[block], { failures: 0, validator: "v2", expandedUntil: LATER }]);
    const moved = { ...block, subject: null };
    await store().putReading(id, { at: LATER, nextPollAt: LATER, error: null, validator: null, blocks: [moved], expandedUntil: LATER });
    expect(await store().listBlocks(bobId, window, 9)).toEqual([moved]);
    expect(await store().remove(annaId, id)).toBe(false);
    expect(await store().remove(bobId, id)).toBe(true);
    expect(await store().listBlocks(bobId, window, 9)).toEqual([]);
    expect(await store().putReading(id, { at: LATER, nextPollAt: LATER, error: null, validator: null, blocks: [block], expandedUntil: LATER })).toBeNull();
  });
});
