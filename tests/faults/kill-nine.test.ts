import { expect, it } from "vitest";
import { killNine } from "../support/kill-nine";

/** `FAULT_RUNS` kills, twenty to a database and a seed, every other database an external one. */
const runs = Number(process.env["FAULT_RUNS"] ?? 200);
const RUNS_PER_SEED = 20;

for (let seed = 1; (seed - 1) * RUNS_PER_SEED < runs; seed += 1) {
  const database = seed % 2 === 0 ? "external" : "embedded";
  const kills = Math.min(RUNS_PER_SEED, runs - (seed - 1) * RUNS_PER_SEED);
  it(`[MSG-8] ${kills} times kill -9 under load loses no acknowledged message, doubles none, hides none (${database}, seed ${seed})`, async () => {
    const { acknowledged, killedInFlight } = await killNine({ seed, runs: kills, database });
    console.log(`seed ${seed}, ${database}: ${kills} kills, ${acknowledged} acknowledged, ${killedInFlight} under way when killed`);
    // A schedule that never caught a message under way would show nothing.
    expect(acknowledged).toBeGreaterThan(100);
    expect(killedInFlight).toBeGreaterThan(10);
  });
}
