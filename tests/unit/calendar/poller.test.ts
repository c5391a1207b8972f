import { describe, expect, it } from "vitest";
import type { CalendarId, UserId } from "@/lib/protocol";
import type { CalendarReading, CalendarSource, CalendarStore, ReadCalendar } from "@/server/domain/calendars";
import { createPoller } from "@/server/domain/calendars/poller";
import { isStale, nextPollMs, windowAt } from "@/server/domain/calendars/times";
import { AppError } from "@/server/domain/errors";
import { silentLogger } from "@/server/telemetry";
import { recordingFanout } from "@/tests/support/recording-fanout";
import { virtualClock } from "@/tests/support/virtual-clock";

const MINUTE_MS = 60_000;

function setup(count: number, more: Partial<CalendarSource> = {}) {
  const clock = virtualClock();
  const readings = new Map<string, CalendarReading>();
  const due = Array.from({ length: count }, (_, index) => ({ ...source(index), ...more }));
  let queries = 0;
  const store: Pick<CalendarStore, "takeDue" | "putReading"> = {
    async takeDue(_now, _until, limit) {
      queries += 1;
      await Promise.resolve();
      return due.splice(0, limit);
    },
    async putReading(id, reading) {
      readings.set(id, reading);
      return { id, kind: "ics-address", name: "", host: null, readAt: null, error: reading.error };
    },
  };
  /** Readings that wait for their server. */
  const waiting: { answer: (read: ReadCalendar) => void; fail: (error: Error) => void }[] = [];
  const fanout = recordingFanout();
  const poller = createPoller({
    store: store as CalendarStore,
    reader: {
      read: (_calendar, { signal }) =>
        new Promise((answer, fail) => {
          waiting.push({ answer, fail });
          signal?.addEventListener("abort", () => fail(new AppError("stopping")));
        }),
    },
    expander: { expand: async () => [] },
    fanout,
    now: { arriving: async () => undefined, arrived: () => undefined, left: () => undefined, changed: async () => undefined, size: 0, stop: () => undefined },
    timers: clock,
    clock: { now: () => new Date(clock.now()) },
    log: silentLogger,
    random: () => 0.5,
  });
  const settled = async (): Promise<void> => {
    for (let hop = 0; hop < 50; hop += 1) await Promise.resolve();
  };
  return { clock, poller, waiting, readings, fanout, settled, queries: () => queries };
}

const source = (index: number): CalendarSource => ({
  id: `c${index}` as CalendarId,
  userId: `u${index}` as UserId,
  kind: "ics-address",
  remote: { kind: "ics-address", address: "https://calendar.example.com/", username: "", password: "" },
  content: null,
  validator: null,
  failures: 0,
  expandedUntil: null,
  owner: { timeZone: "UTC", addresses: [] },
});
const EMPTY: ReadCalendar = { unchanged: false, texts: [], validator: null };

describe("reading calendars when their time has come", () => {
  it("[CAL-50] reads at most four at once, and goes on as they come back", async () => {
    const { poller, waiting, readings, settled } = setup(10);
    poller.start();
    await settled();
    expect(waiting).toHaveLength(4);
    for (let done = 0; done < 10; done += 1) {
      waiting[done]?.answer(EMPTY);
      await settled();
      expect(waiting.length).toBeLessThanOrEqual(done + 5);
    }
    expect(readings.size).toBe(10);
    await poller.stop();
  });

  it("[CAL-50] asks one query in ten seconds while nothing is due, and holds one timer", async () => {
    const { poller, clock, queries, settled } = setup(0);
    poller.start();
    for (let second = 0; second < 60; second += 10) {
      await settled();
      clock.advance(10_000);
    }
    await settled();
    expect([queries(), clock.timers]).toEqual([7, 1]);
    await poller.stop();
    expect(clock.timers).toBe(0);
  });

  it("[CAL-51] ends what it reads when the server stops, and writes nothing of it down", async () => {
    const { poller, readings, waiting, settled } = setup(2);
    poller.start();
    await settled();
    expect(waiting).toHaveLength(2);
    await poller.stop();
    expect(readings.size).toBe(0);
  });

  it("[CAL-52] is told to its owner when it failed or has news", async () => {
    const { poller, waiting, fanout, settled, readings } = setup(2);
    poller.start();
    await settled();
    waiting[0]?.fail(new AppError("remote_refused"));
    waiting[1]?.fail(new TypeError("a bug"));
    await settled();
    expect([...readings.values()].map(({ error }) => error)).toEqual(["remote_refused", "internal"]);
    expect(fanout.told).toHaveLength(2);
    await poller.stop();
  });
});

describe("a calendar whose password was sealed under a key that is lost", () => {
  it("[CAL-32] is refused, so that its owner connects it anew", async () => {
    const { poller, readings, settled } = setup(1, { remote: null });
    poller.start();
    await settled();
    expect([...readings.values()].map(({ error }) => error)).toEqual(["remote_refused"]);
    await poller.stop();
  });
});

describe("when a calendar is read next", () => {
  const minutes = (failures: number, random: number, file = false): number => nextPollMs({ nowMs: 0, file, failures, random }) / MINUTE_MS;

  it("[CAL-53] is after ten minutes give or take a fifth, later after failures, and never after more than six hours and a fifth", () => {
    expect([minutes(0, 0), minutes(0, 0.5), minutes(0, 1)]).toEqual([8, 10, 12]);
    expect([1, 2, 3, 4, 5, 6, 60].map((failures) => minutes(failures, 0.5))).toEqual([20, 40, 80, 160, 320, 360, 360]);
    expect(minutes(0, 0.5, true)).toBe(720);
  });

  it("[CAL-54] is a whole reading when the blocks do not reach far any more", () => {
    const now = Date.parse("2031-03-24T00:00:00Z");
    const { untilMs } = windowAt(now);
    expect([isStale(null, now), isStale(new Date(untilMs), now), isStale(new Date(untilMs), now + 23 * 60 * MINUTE_MS), isStale(new Date(untilMs), now + 25 * 60 * MINUTE_MS)]).toEqual([true, false, false, true]);
  });
});
