import { expect, it } from "vitest";
import { runSchedules } from "./presence-schedules";

// tests/integration/presence/schedules.test.ts has a thousand.
it("[PRES-32] 60 schedules of joins, drops, expiries, publications of every kind and levels end in what a fresh computation gives", async () => {
  const { told, compared } = await runSchedules(60);
  expect(told).toBeGreaterThan(600);
  expect(compared).toBeGreaterThan(6_000);
});
