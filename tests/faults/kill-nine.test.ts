import { expect, it } from "vitest";
import { killNine } from "../support/kill-nine";

/** `FAULT_RUNS` kills, ten to a database and a seed. */
const runs = Number(process.env["FAULT_RUNS"] ?? 200);
const RUNS_PER_SEED = 10;

for (let seed = 1; seed <= Math.ceil(runs / RUNS_PER_SEED); seed += 1) {
  it(`[MSG-8] kill -9 under load loses no acknowledged message, doubles none, hides none (seed ${seed})`, async () => {
    const { acknowledged, killedInFlight } = await killNine({ seed, runs: RUNS_PER_SEED });
    // A schedule that never caught a message under way would show nothing.
    expect(acknowledged).toBeGreaterThan(100);
    expect(killedInFlight).toBeGreaterThan(10);
  });
}
