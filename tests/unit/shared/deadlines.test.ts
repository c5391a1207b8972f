import { describe, expect, it } from "vitest";
import { createDeadlines } from "@/lib/shared/deadlines";
import { seededRandom } from "@/tests/support/random";
import { virtualClock } from "@/tests/support/virtual-clock";

describe("deadlines", () => {
  it("calls with the keys whose time has come, and with no other", () => {
    const clock = virtualClock(0);
    const due: string[][] = [];
    const deadlines = createDeadlines<string>((keys) => due.push([...keys]), clock);
    deadlines.set("a", 10);
    deadlines.set("b", 20);
    deadlines.set("c", 20);
    clock.advance(10);
    expect(due).toEqual([["a"]]);
    clock.advance(10);
    expect(due[1]?.sort()).toEqual(["b", "c"]);
    expect(deadlines.size).toBe(0);
    expect(clock.timers).toBe(0);
  });

  it("keeps one timer, whatever the number of keys", () => {
    const clock = virtualClock(0);
    const deadlines = createDeadlines<number>(() => {}, clock);
    for (let key = 0; key < 1_000; key += 1) deadlines.set(key, 1_000 - key);
    expect(clock.timers).toBe(1);
    deadlines.dispose();
    expect(clock.timers).toBe(0);
  });

  it("lets a key be set again while it is told", () => {
    const clock = virtualClock(0);
    let told = 0;
    const deadlines = createDeadlines<string>(() => {
      told += 1;
      if (told < 5) deadlines.set("again", clock.now() + 10);
    }, clock);
    deadlines.set("again", 10);
    clock.advance(1_000);
    expect(told).toBe(5);
  });

  it("goes on after a listener that threw", () => {
    const clock = virtualClock(0);
    const told: string[] = [];
    const deadlines = createDeadlines<string>((keys) => {
      told.push(...keys);
      if (keys.includes("bad")) throw new Error("listener failed");
    }, clock);
    deadlines.set("bad", 10);
    deadlines.set("good", 20);
    expect(() => clock.advance(10)).toThrow("listener failed");
    clock.advance(10);
    expect(told).toEqual(["bad", "good"]);
  });

  it("does what a list that is searched every time does, for 100 random schedules", () => {
    let fired = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const random = seededRandom(seed);
      const clock = virtualClock(0);
      const model = new Map<number, number>();
      const deadlines = createDeadlines<number>((keys) => {
        for (const key of keys) {
          expect(model.get(key), `seed ${seed}`).toBeLessThanOrEqual(clock.now());
          model.delete(key);
          fired += 1;
        }
      }, clock);
      for (let step = 0; step < 200; step += 1) {
        const key = random.below(30);
        if (random.chance(0.6)) {
          const atMs = clock.now() + random.below(50);
          deadlines.set(key, atMs);
          model.set(key, atMs);
        } else if (random.chance(0.4)) {
          deadlines.clear(key);
          model.delete(key);
        } else {
          clock.advance(random.below(20));
          for (const [left, atMs] of model) expect(atMs, `seed ${seed}: ${left} is late`).toBeGreaterThan(clock.now());
        }
        expect(deadlines.size).toBe(model.size);
      }
    }
    expect(fired).toBeGreaterThan(1_000);
  });
});
