import { describe, it } from "vitest";
import { outboxSchedule, syncSchedule } from "./conversation-schedules";

/** A few of the schedules, to fail fast; tests/integration/client-schedules.test.ts has them all. */
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

describe("outbox", () => {
  it.each(SEEDS)("[OUT-1] stores each message once and in the order written, whatever answers are lost (seed %i)", outboxSchedule);
});

describe("conversation sync", () => {
  it.each(SEEDS)("[SYNC-1] ends with every row in order, whatever is lost, late, doubled or overtaken (seed %i)", syncSchedule);
});
