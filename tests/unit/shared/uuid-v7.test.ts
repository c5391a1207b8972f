import { describe, expect, it, vi } from "vitest";
import { z } from "zod";

// Its own copy, whose clock no other file of this process has moved.
vi.resetModules();
const { uuidV7 } = await import("@/lib/shared/uuid-v7");

describe("uuidV7", () => {
  it("[ID-UUID-1] carries version 7, the variant and the time (RFC 9562 §5.7)", () => {
    const atMs = Date.now() + 1_000_000;
    const id = uuidV7(atMs);
    expect(z.uuidv7().safeParse(id).success).toBe(true);
    expect(parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(atMs);
  });

  it("[ID-UUID-2] ascends within a millisecond, over the counter's end too", () => {
    const atMs = Date.now() + 2_000_000;
    const ids = Array.from({ length: 10_000 }, () => uuidV7(atMs));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("[ID-UUID-3] does not go back when the clock does", () => {
    const atMs = Date.now() + 3_000_000;
    const first = uuidV7(atMs);
    expect(uuidV7(atMs - 60_000) > first).toBe(true);
  });
});
