import { expect, it } from "vitest";
import { runSchedules } from "@/tests/unit/presence/presence-schedules";

// Nothing here needs a server: it is only too long for the fast tests.
it("[PRES-32] 1,000 schedules of joins, drops, expiries, publications of every kind and levels end in what a fresh computation gives", async () => {
  const { told, compared } = await runSchedules(1_000);
  expect(told).toBeGreaterThan(10_000);
  expect(compared).toBeGreaterThan(100_000);
}, 120_000);
