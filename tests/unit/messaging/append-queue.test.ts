import { describe, expect, it, vi } from "vitest";
import type { ConversationId, Message } from "@/lib/protocol";
import { AppError } from "@/server/domain/errors";
import type { AppendOutcome, MessageStore, NewMessage } from "@/server/domain/messaging";
import { createAppendQueue } from "@/server/domain/messaging/append-queue";
import { aMessage, aUserId } from "../../support/messages";

/** All in one lane: the lane is chosen by the last digit. */
const inLane = (n: number): ConversationId => `00000000-0000-7000-8000-0000000000${n}0` as ConversationId;

const storedOf = (item: NewMessage): Message => ({ kind: "message", ...item, seq: 1, createdRev: 1, rev: 1, sentAt: "2031-05-04T12:00:00.000Z", editedAt: null, deletedAt: null });

/** A store whose commits take until they are let go. */
function setup(options: { poison?: string; down?: boolean } = {}) {
  const batches: NewMessage[][] = [];
  const commits: (() => void)[] = [];
  const store: Pick<MessageStore, "append"> = {
    async append(items) {
      batches.push([...items]);
      await new Promise<void>((resolve) => commits.push(resolve));
      if (options.down) throw new AppError("unavailable");
      if (items.some(({ clientKey }) => clientKey === options.poison)) throw new Error("poison");
      return { results: items.map((item) => ({ message: storedOf(item), withheldFrom: null })), audiences: new Map(), appeared: [], draftsCleared: [] };
    },
  };
  const told: AppendOutcome[] = [];
  const sizes: number[] = [];
  const queue = createAppendQueue({ store, clock: { now: () => new Date() }, metrics: { messageBatch: { observe: (size: number) => sizes.push(size) } as never }, tell: (outcome) => told.push(outcome) });
  /** Lets the n-th commit end, once it has begun. */
  const commit = async (n: number): Promise<void> => {
    await vi.waitFor(() => expect(commits.length).toBeGreaterThan(n));
    commits[n]!();
  };
  return { queue, batches, told, sizes, commit, commitAll: async (promise: Promise<unknown>) => {
    let done = false;
    void promise.finally(() => (done = true)).catch(() => "settled is enough here");
    for (let n = 0; !done && n < 1_000; n += 1) {
      await vi.waitFor(() => expect(done || commits.length > n).toBe(true));
      commits[n]?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  } };
}

describe("append queue", () => {
  const anna = aUserId();

  it("[MSG-9] commits together what arrived during a commit, and tells each commit once before it answers", async () => {
    const { queue, batches, told, sizes, commit } = setup();
    const first = queue.append(aMessage(inLane(1), anna));
    await vi.waitFor(() => expect(batches).toHaveLength(1));
    const later = [1, 2, 3].map((n) => queue.append(aMessage(inLane(n), anna)));
    await commit(0);
    await first;
    expect(told).toHaveLength(1);
    await commit(1);
    await Promise.all(later);
    expect(batches.map((batch) => batch.length)).toEqual([1, 3]);
    expect(sizes).toEqual([1, 3]);
    expect(told).toHaveLength(2);
  });

  it("[MSG-9] stores a crowd in bounded batches, in the order it came", async () => {
    const { queue, batches, commitAll } = setup();
    const items = Array.from({ length: 600 }, () => aMessage(inLane(1), anna));
    const all = Promise.all(items.map((item) => queue.append(item)));
    await commitAll(all);
    await all;
    expect(batches.map((batch) => batch.length)).toEqual([256, 256, 88]);
    expect(batches.flat()).toEqual(items);
  });

  it("[MSG-2] puts a retry into a later batch than the first attempt", async () => {
    const { queue, batches, commitAll } = setup();
    const item = aMessage(inLane(1), anna);
    const both = Promise.all([queue.append(item), queue.append(item), queue.append(aMessage(inLane(1), anna))]);
    await commitAll(both);
    await both;
    expect(batches.map((batch) => batch.length)).toEqual([2, 1]);
  });

  it("[MSG-9] fails a poisoned item alone", async () => {
    const { queue, commitAll } = setup({ poison: "poison" });
    const items = Array.from({ length: 9 }, (_, n) => aMessage(inLane(1), anna, n === 4 ? { clientKey: "poison" } : {}));
    const all = Promise.allSettled(items.map((item) => queue.append(item)));
    await commitAll(all);
    expect((await all).map(({ status }) => status)).toEqual(items.map((_, n) => (n === 4 ? "rejected" : "fulfilled")));
  });

  it("[MSG-9] does not try a store that cannot be reached once for each item", async () => {
    const { queue, batches, commitAll } = setup({ down: true });
    const all = Promise.allSettled(Array.from({ length: 50 }, () => queue.append(aMessage(inLane(1), anna))));
    await commitAll(all);
    expect((await all).every((one) => one.status === "rejected" && (one.reason as AppError).code === "unavailable")).toBe(true);
    expect(batches).toHaveLength(1);
  });

  it("[MSG-9] refuses more than may wait, and takes again when there is room", async () => {
    const { queue, commitAll } = setup();
    const all = Promise.all(Array.from({ length: 4_096 }, () => queue.append(aMessage(inLane(1), anna))));
    await expect(queue.append(aMessage(inLane(1), anna))).rejects.toMatchObject({ code: "unavailable" });
    await commitAll(all);
    await all;
    const again = queue.append(aMessage(inLane(1), anna));
    await commitAll(again);
    await expect(again).resolves.toBeDefined();
  });
});
