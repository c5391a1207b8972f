import { expect, it } from "vitest";
import { killNine } from "../support/kill-nine";

it("[MSG-8] 10 kills of the server under load lose no acknowledged message, double none, hide none", async () => {
  const { acknowledged, killedInFlight } = await killNine({ seed: 1, runs: 10 });
  // A schedule that never caught a message under way would show nothing.
  expect(acknowledged).toBeGreaterThan(100);
  expect(killedInFlight).toBeGreaterThan(10);
}, 180_000);
