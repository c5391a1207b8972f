import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { ACCESS_LEVELS, Schedule, ScheduleBlock, UserId } from "@/lib/protocol";
import { viewSchedule } from "@/server/domain/presence";
import type { Sendable, Viewed } from "@/server/domain/viewed";

const anna = "01900000-0000-7000-8000-000000000001" as UserId;
const WINDOW = { fromMs: 0, untilMs: 100 };
type Taken = Parameters<typeof viewSchedule>[1]["blocks"][number];
const taken = (startMs: number, endMs: number, kind: ScheduleBlock["kind"] = "busy", subject: string | null = "Plan", place: string | null = "Room 1"): Taken => ({ startMs, endMs, kind, subject, place });
const view = (blocks: readonly Taken[], level: (typeof ACCESS_LEVELS)[number], known = true): Schedule => viewSchedule(anna, { known, blocks }, level, WINDOW);
const short = (schedule: Schedule): (number | string)[][] => schedule.blocks.map(({ from, to, kind }) => [Date.parse(from), Date.parse(to), kind]);

describe("a person's time by level", () => {
  it("[CAL-60] [F48] has subjects and places for Personal and Team", () => {
    for (const level of ["personal", "team"] as const) {
      expect(view([taken(10, 20), taken(15, 30, "tentative", null, null)], level)).toEqual({
        userId: anna,
        known: true,
        blocks: [
          { from: new Date(10).toISOString(), to: new Date(20).toISOString(), kind: "busy", subject: "Plan", place: "Room 1" },
          { from: new Date(15).toISOString(), to: new Date(30).toISOString(), kind: "tentative" },
        ],
      });
    }
  });

  it("[CAL-61] [F48] has merged times alone for Company", () => {
    const seen = view([taken(10, 20), taken(20, 30), taken(25, 28), taken(26, 40, "tentative"), taken(5, 12, "tentative"), taken(27, 29, "out-of-office")], "company");
    expect(short(seen)).toEqual([
      [5, 10, "tentative"],
      [10, 27, "busy"],
      [27, 29, "out-of-office"],
      [29, 30, "busy"],
      [30, 40, "tentative"],
    ]);
    expect(JSON.stringify(seen)).not.toMatch(/Plan|Room/);
  });

  it("[CAL-62] [F48] is for Public and Blocked that of a person whose time nobody knows", () => {
    for (const level of ["public", "blocked"] as const) expect(view([taken(10, 20)], level)).toEqual(view([], "personal", false));
  });

  it("[CAL-63] is cut to what was asked for", () => {
    const blocks = [taken(-50, 10), taken(90, 200), taken(-20, -10), taken(100, 120)];
    for (const level of ["team", "company"] as const) expect(short(view(blocks, level))).toEqual([[0, 10, "busy"], [90, 100, "busy"]]);
  });

  it("[CAL-61] takes exactly the time that is taken, ascending and without overlap, whatever the blocks", () => {
    const kinds = ["out-of-office", "busy", "tentative"] as const;
    const block = fc.tuple(fc.integer({ min: -20, max: 110 }), fc.integer({ min: 1, max: 60 }), fc.constantFrom(...kinds)).map(([start, length, kind]) => taken(start, start + length, kind));
    fc.assert(
      fc.property(fc.array(block, { maxLength: 12 }), (blocks) => {
        const seen = short(view(blocks, "company")) as [number, number, string][];
        for (let ms = 0; ms < 100; ms += 1) {
          const expected = kinds.find((kind) => blocks.some((one) => one.kind === kind && one.startMs <= ms && ms < one.endMs));
          expect(seen.find(([from, to]) => from <= ms && ms < to)?.[2]).toBe(expected);
        }
        seen.forEach(([from, to, kind], index) => {
          expect(from).toBeLessThan(to);
          const next = seen[index + 1];
          if (next) expect(next[0] > to || (next[0] === to && next[2] !== kind)).toBe(true);
        });
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("[PRES-13] is asked for by the types of everything that is sent", () => {
    expectTypeOf<Schedule>().not.toExtend<Sendable<Schedule>>();
    expectTypeOf<Viewed<Schedule>>().toExtend<Sendable<Schedule>>();
  });
});
