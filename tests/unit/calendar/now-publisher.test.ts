import { beforeEach, describe, expect, it } from "vitest";
import type { UserId } from "@/lib/protocol";
import type { CalendarBlock, CalendarPublisher, CalendarStore } from "@/server/domain/calendars";
import { createNowPublisher } from "@/server/domain/calendars/now-publisher";
import { calendarPublisher } from "@/server/realtime/bind-calendars";
import { silentLogger } from "@/server/telemetry";
import { presenceHarness, userNo } from "@/tests/unit/presence/harness";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function setup() {
  const world = presenceHarness();
  const start = world.clock.now();
  const blocks = new Map<UserId, CalendarBlock[]>();
  let queries = 0;
  let failing = false;
  const store: Pick<CalendarStore, "listBlocks"> = {
    async listBlocks(userId, { fromMs, untilMs }, limit) {
      queries += 1;
      await Promise.resolve();
      if (failing) throw new Error("no database");
      return (blocks.get(userId) ?? []).filter(({ startMs, endMs }) => startMs < untilMs && endMs > fromMs).slice(0, limit);
    },
  };
  const real = calendarPublisher(world.presence);
  const ends: number[] = [];
  const publisher: CalendarPublisher = {
    ...real,
    publish: (userId, now) => {
      ends.push((now.untilMs - start) / MINUTE_MS);
      real.publish(userId, now);
    },
  };
  const now = createNowPublisher({ store: store as CalendarStore, publisher, timers: world.clock, log: silentLogger });
  world.presence.follow({ stateIs: (userId, state) => void (state === "offline" && now.left(userId)), settled: () => undefined });
  const [anna, bob] = [userNo(1), userNo(2)];
  const [hers, his] = [world.endpoint(1, anna), world.endpoint(2, bob)];
  /** A block, in minutes from the start. */
  const block = (from: number, to: number, kind: CalendarBlock["kind"] = "busy", subject: string | null = null): CalendarBlock => ({ startMs: start + from * MINUTE_MS, endMs: start + to * MINUTE_MS, kind, subject, place: null });
  return {
    ...world,
    now,
    ends,
    anna,
    hers,
    his,
    block,
    set: (...list: CalendarBlock[]) => void blocks.set(anna, list),
    queries: () => queries,
    fail: (fails: boolean) => (failing = fails),
    async signIn(): Promise<void> {
      await now.arriving(anna);
      await world.connect(hers);
      now.arrived(anna);
      await world.drain();
    },
    async watch(): Promise<void> {
      await world.connect(his);
      await world.watch(his, [anna]);
      await world.drain();
    },
    seen: () => {
      const view = world.held.get(his.endpointId)?.get(anna);
      return view && `${view.state}${view.activity ? ` ${view.activity}` : ""}${view.note ? ` "${view.note}"` : ""}`;
    },
    minutes: (count: number) => world.pass(count * MINUTE_MS, [hers, his]),
  };
}

describe("what a calendar says of now", () => {
  let world: ReturnType<typeof setup>;
  beforeEach(() => {
    world = setup();
  });

  it("[CAL-40] [F6] begins and ends with the event, to the moment", async () => {
    world.set(world.block(10, 20));
    await world.watch();
    await world.signIn();
    expect(world.seen()).toBe("available");
    await world.minutes(10 - 1 / 60);
    expect(world.seen()).toBe("available");
    await world.pass(1_000, [world.hers, world.his]);
    expect(world.seen()).toBe("busy in-a-meeting");
    await world.minutes(10 - 1 / 60);
    expect(world.seen()).toBe("busy in-a-meeting");
    await world.pass(1_000, [world.hers, world.his]);
    expect(world.seen()).toBe("available");
  });

  it("[CAL-41] shows no moment of freedom between meetings that follow each other, nor at the sign-in", async () => {
    world.set(world.block(-5, 20), world.block(20, 30), world.block(25, 40));
    await world.watch();
    await world.signIn();
    expect(world.ends).toEqual([40]); // Said whole: nothing depends on two timers at one moment.
    await world.minutes(39);
    const told = world.changes().filter(({ userId }) => userId === world.anna).map(({ state }) => state);
    expect(told).toEqual(["busy"]);
    await world.minutes(1);
    expect(world.seen()).toBe("available");
  });

  it("[CAL-42] [F11] lets out of office go before a meeting, with its text, and the meeting go on after it", async () => {
    world.set(world.block(-5, 60), world.block(10, 20, "out-of-office", "Back on Monday"), world.block(20, 30, "out-of-office", "Dentist"));
    await world.watch();
    await world.signIn();
    expect(world.seen()).toBe("busy in-a-meeting");
    await world.minutes(10);
    expect(world.seen()).toBe('away out-of-office "Back on Monday"');
    await world.minutes(10);
    expect(world.seen()).toBe('away out-of-office "Dentist"');
    await world.minutes(10);
    expect(world.seen()).toBe("busy in-a-meeting");
  });

  it("[CAL-7] takes tentative for nothing", async () => {
    world.set(world.block(-5, 60, "tentative"));
    await world.watch();
    await world.signIn();
    expect(world.seen()).toBe("available");
  });

  it("[CAL-43] follows a change at once, and a day goes over into the next", async () => {
    await world.watch();
    await world.signIn();
    world.set(world.block(-5, 5), world.block(26 * 60, 27 * 60));
    await world.now.changed(world.anna);
    await world.drain();
    expect(world.seen()).toBe("busy in-a-meeting");
    world.set(world.block(26 * 60, 27 * 60));
    await world.now.changed(world.anna);
    await world.drain();
    expect(world.seen()).toBe("available");
    await world.minutes(26 * 60);
    expect(world.seen()).toBe("busy in-a-meeting");
  });

  it("[CAL-44] asks once for each arrival, holds nothing of who is not here, and has one timer", async () => {
    world.set(world.block(10, 20));
    await world.watch();
    await world.signIn();
    await world.now.arriving(world.anna);
    world.now.arrived(world.anna);
    expect([world.queries(), world.now.size]).toEqual([1, 1]);
    const timers = world.clock.timers;
    expect(timers).toBeLessThanOrEqual(2);
    world.drop(world.hers.endpointId);
    await world.pass(31_000, [world.his]);
    expect(world.seen()).toBe("offline");
    expect(world.now.size).toBe(0);
    await world.pass(HOUR_MS, [world.his]);
    expect([world.seen(), world.queries()]).toEqual(["offline", 1]);
    await world.now.changed(world.anna);
    expect(world.queries()).toBe(1);
  });

  it("[CAL-44] lets people sign in while the store fails, and asks again a minute later", async () => {
    world.set(world.block(-5, 20));
    world.fail(true);
    await world.watch();
    await expect(world.now.arriving(world.anna)).rejects.toThrow();
    await world.connect(world.hers);
    world.now.arrived(world.anna);
    await world.drain();
    expect(world.seen()).toBe("available");
    world.fail(false);
    await world.minutes(2);
    expect(world.seen()).toBe("busy in-a-meeting");
  });
});
