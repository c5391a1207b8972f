import { describe, expect, it } from "vitest";
import { byNetwork, createAttemptLimiter } from "@/server/domain/identity";

const limited = () => byNetwork(createAttemptLimiter({ burst: 1, refillMs: 1_000, keysMax: 100 }, () => 0));
/** Whether guesses from the second address are counted with those from the first. */
const sameBucket = (first: string, second: string): boolean => {
  const limiter = limited();
  expect(limiter.take(first)).toBeNull();
  return limiter.take(second) !== null;
};

describe("attempts by network", () => {
  it.each([
    ["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"],
    ["2001:db8:1:2::1", "2001:0DB8:0001:0002:0:0:0:9"],
    ["2001:db8::1", "2001:db8:0:0:7::"],
    ["::1", "0:0:0:0:0:0:0:1"],
    ["192.0.2.7", "192.0.2.7"],
  ])("[ID-4] takes %s and %s for one guesser", (first, second) => expect(sameBucket(first, second)).toBe(true));

  it.each([
    ["2001:db8:1:2::1", "2001:db8:1:3::1"],
    ["192.0.2.7", "192.0.2.8"],
    ["unknown", "192.0.2.7"],
  ])("[ID-4] tells %s from %s", (first, second) => expect(sameBucket(first, second)).toBe(false));

  it("[ID-4] gives back and forgets by the same key", () => {
    const limiter = limited();
    limiter.take("2001:db8::1");
    limiter.giveBack("2001:db8::2");
    expect(limiter.take("2001:db8::3")).toBeNull();
    limiter.clear("2001:db8::4");
    expect(limiter.take("2001:db8::5")).toBeNull();
  });
});
