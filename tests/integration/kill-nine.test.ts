import { expect, it } from "vitest";
import { type DatabaseKind, killNine } from "../support/kill-nine";

/** Ten kills altogether. */
const KILLS = 5;

for (const database of ["embedded", "external"] satisfies DatabaseKind[]) {
  it(`[MSG-8] ${KILLS} kills of the built server under load, its PostgreSQL ${database}, lose no acknowledged message, double none, hide none`, async () => {
    const { acknowledged, killedInFlight } = await killNine({ seed: 1, runs: KILLS, database });
    // A schedule that never caught a message under way would show nothing.
    expect(acknowledged).toBeGreaterThan(100);
    expect(killedInFlight).toBeGreaterThan(10);
  }, 180_000);
}
