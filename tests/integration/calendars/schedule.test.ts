import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACCESS_LEVELS, type AccessLevel, type CalendarId, SCHEDULE_SPAN_MAX_MS, scheduleGet, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { createCalendarRepository } from "@/server/db/calendar-repository";
import { createSecretBox } from "@/server/db/secret-box";
import { connectClient } from "@/tests/support/client";
import { addPeople, addSession, type TestPerson } from "@/tests/support/people";
import { anna, bob, carol } from "@/tests/support/cast";
import { startTestServer, type TestServer } from "@/tests/support/server";
import { countedPool } from "../presence/world";

const HOUR_MS = 3_600_000;
const NOON = Date.parse("2031-03-24T12:00:00Z");
const SUBJECT = "Canary subject";
const PLACE = "Canary place";

let server: TestServer;
let owner: TestPerson;
let plain: TestPerson;
let asker: TestPerson;
let cookie: string;

beforeAll(async () => {
  server = await startTestServer();
  const people = await addPeople(server.db, [anna, bob, carol]);
  [owner, plain, asker] = [people[0]!, people[1]!, people[2]!];
  ({ cookie } = await addSession(server, asker.userId));
  await store(server.db.pool).add(
    {
      id: uuidV7() as CalendarId,
      userId: owner.userId,
      kind: "ics-file",
      name: "Work",
      remote: null,
      content: "",
      validator: null,
      at: new Date(),
      nextPollAt: new Date(Date.now() + HOUR_MS),
      expandedUntil: new Date(NOON + 100 * HOUR_MS),
      blocks: [
        { startMs: NOON, endMs: NOON + HOUR_MS, kind: "busy", subject: SUBJECT, place: PLACE },
        { startMs: NOON + HOUR_MS, endMs: NOON + 2 * HOUR_MS, kind: "busy", subject: "Nul\0l", place: null },
      ],
    },
    10,
  );
});
afterAll(() => server.dispose());

const store = (pool: TestServer["db"]["pool"]) => createCalendarRepository({ pool }, createSecretBox(randomBytes(32)));
const span = { from: new Date(NOON - HOUR_MS).toISOString(), to: new Date(NOON + 5 * HOUR_MS).toISOString() };
const letSee = async (level: AccessLevel): Promise<void> => {
  for (const { userId } of [owner, plain]) await server.db.pool.query(`INSERT INTO access_level (owner_id, subject_id, level, chosen) VALUES ($1, $2, $3, $3) ON CONFLICT (owner_id, subject_id) DO UPDATE SET level = $3, chosen = $3`, [userId, asker.userId, level]);
};

/** What the asker's socket carries when it asks, with the id of the asked one masked. */
async function answerAbout(userId: UserId, more: Partial<typeof span> = {}): Promise<string> {
  const client = await connectClient({ url: server.url, cookie });
  const frames: string[] = [];
  client.socket.io.engine.on("packet", (packet: { type: string; data?: unknown }) => void (packet.type === "message" && frames.push(String(packet.data))));
  try {
    await client.codeOf(scheduleGet, { userId, ...span, ...more });
    return frames.join("\n").replaceAll(userId, "<id>").replaceAll(/"requestId":"[^"]+"/g, "");
  } finally {
    client.close();
  }
}

describe("somebody's time over the wire", () => {
  const SEEN_BY: Record<AccessLevel, "details" | "times" | "nothing"> = { personal: "details", team: "details", company: "times", public: "nothing", blocked: "nothing" };

  it.each(ACCESS_LEVELS)("[CAL-64] [F48] at level %s carries no more than that level sees", async (level) => {
    await letSee(level);
    const said = await answerAbout(owner.userId);
    const without = await answerAbout(plain.userId);
    expect(said).toContain('"ok":true');
    expect([said.includes(SUBJECT), said.includes(PLACE)]).toEqual([SEEN_BY[level] === "details", SEEN_BY[level] === "details"]);
    expect(said.includes(new Date(NOON).toISOString())).toBe(SEEN_BY[level] !== "nothing");
    // Where one meeting ends and the next begins is told to those who see them.
    expect(said.includes(new Date(NOON + HOUR_MS).toISOString())).toBe(SEEN_BY[level] === "details");
    expect(said === without).toBe(SEEN_BY[level] === "nothing");
  });

  it("[CAL-65] asks the database once, the same whatever the level", async () => {
    const counts: number[] = [];
    for (const level of ACCESS_LEVELS) {
      await letSee(level);
      const counted = countedPool(server.db.pool);
      await store(counted.pool).findSchedule(asker.userId, owner.userId, { fromMs: NOON, untilMs: NOON + HOUR_MS }, 10);
      counts.push(counted.count());
    }
    expect(counts).toEqual([1, 1, 1, 1, 1]);
  });

  it("[CAL-65] follows the default that its owner gives everybody", async () => {
    await server.db.pool.query(`DELETE FROM access_level`);
    await server.db.pool.query(`INSERT INTO access_default (owner_id, origin, level) VALUES ($1, 'organisation', 'team')`, [owner.userId]);
    expect(await answerAbout(owner.userId)).toContain(SUBJECT);
    await server.db.pool.query(`DELETE FROM access_default`);
    expect(await answerAbout(owner.userId)).not.toContain(SUBJECT);
  });

  it("[CAL-67] says that nothing is known of a time that no calendar reaches any more", async () => {
    await letSee("team");
    const later = { from: new Date(NOON + 101 * HOUR_MS).toISOString(), to: new Date(NOON + 102 * HOUR_MS).toISOString() };
    expect(await answerAbout(owner.userId, later)).toBe(await answerAbout(plain.userId, later));
  });

  it("[CAL-66] answers for a disabled person as for one who never was, and refuses spans without end", async () => {
    await server.db.pool.query(`UPDATE "user" SET status = 'disabled' WHERE id = $1`, [plain.userId]);
    const [gone, never] = [await answerAbout(plain.userId), await answerAbout(uuidV7() as UserId)];
    expect(gone).toContain("person_not_found");
    expect(gone).toBe(never);
    const to = (ms: number): Promise<string> => answerAbout(owner.userId, { to: new Date(NOON - HOUR_MS + ms).toISOString() });
    for (const ms of [0, -1, SCHEDULE_SPAN_MAX_MS + 1]) expect(await to(ms)).toContain("invalid_input");
    expect(await to(SCHEDULE_SPAN_MAX_MS)).toContain('"ok":true');
  });
});
