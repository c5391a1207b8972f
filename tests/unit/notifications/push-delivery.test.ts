import { describe, expect, it } from "vitest";
import { createPushDelivery, PUSH_ATTEMPTS_MAX, PUSH_IN_FLIGHT_MAX, PUSH_QUEUE_MAX, type PushEnvelope, type PushOutcome } from "@/server/domain/notifications";
import { createMetrics, silentLogger } from "@/server/telemetry";
import { virtualClock } from "@/tests/support/virtual-clock";

const ENVELOPE: PushEnvelope = { payload: "{}", ttlS: 600, urgency: "normal", topic: "t" };
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

function setup() {
  const clock = virtualClock();
  const gone = new Set<string>();
  const calls: string[] = [];
  const attempts: { id: string; ttlS: number; finish(outcome: PushOutcome): void }[] = [];
  const delivery = createPushDelivery({
    store: {
      findTarget: async (id) => (gone.has(id) ? null : { endpoint: id, p256dh: "", auth: "" }),
      remove: async (id) => void calls.push(`remove ${id}`),
      noteDelivered: async (id) => void calls.push(`delivered ${id}`),
      noteFailed: async (id) => void calls.push(`failed ${id}`),
    },
    webPush: { publicKey: "", send: ({ endpoint }, { ttlS }) => new Promise((finish) => void attempts.push({ id: endpoint, ttlS, finish })) },
    clock,
    log: silentLogger,
    metrics: createMetrics({ processMetrics: false }),
  });
  const finish = async (outcome: PushOutcome): Promise<void> => {
    attempts.at(-1)!.finish(outcome);
    await turn();
  };
  return { clock, gone, calls, attempts, delivery, finish };
}
const LATER: PushOutcome = { kind: "later", afterMs: null, reason: "status 503" };

describe("delivery of web push messages", () => {
  it("[NOT-23] has a few under way at once and a bounded number in wait; the oldest give way", async () => {
    const { attempts, delivery } = setup();
    for (let number = 0; number < PUSH_QUEUE_MAX + 100; number += 1) delivery.enqueue(`s${number}`, ENVELOPE);
    await turn();
    expect(attempts).toHaveLength(PUSH_IN_FLIGHT_MAX);
    expect(delivery.waiting).toBe(PUSH_QUEUE_MAX);
    attempts[0]!.finish({ kind: "delivered" });
    await turn();
    expect(attempts).toHaveLength(PUSH_IN_FLIGHT_MAX + 1);
    // Eight were under way; of the rest the first 92 gave way.
    expect(attempts.at(-1)!.id).toBe("s100");
    delivery.dispose();
  });

  it("[NOT-24] asks a busy service again, later each time and no sooner than it says, a bounded number of times", async () => {
    const { clock, calls, attempts, delivery, finish } = setup();
    delivery.enqueue("s", ENVELOPE);
    await turn();
    await finish({ kind: "later", afterMs: 20_000, reason: "status 429" });
    clock.advance(19_999);
    await turn();
    expect(attempts).toHaveLength(1);
    clock.advance(1);
    await turn();
    expect(attempts.map(({ ttlS }) => ttlS)).toEqual([600, 580]);
    await finish(LATER);
    clock.advance(30_000);
    await turn();
    expect(attempts).toHaveLength(3);
    await finish(LATER);
    clock.advance(120_000);
    await turn();
    expect(attempts).toHaveLength(PUSH_ATTEMPTS_MAX);
    await finish(LATER);
    expect([delivery.waiting, clock.timers, calls]).toEqual([0, 0, []]);
  });

  it("[NOT-24] gives up when the message would come too late to be of use", async () => {
    const { attempts, delivery, finish } = setup();
    delivery.enqueue("s", { ...ENVELOPE, ttlS: 60 });
    await turn();
    await finish({ kind: "later", afterMs: 60_000, reason: "status 429" });
    expect([delivery.waiting, attempts.length]).toEqual([0, 1]);
  });

  it("[NOT-22] removes what is gone, counts what is refused, notes what is delivered", async () => {
    const { calls, delivery, finish } = setup();
    for (const outcome of [{ kind: "gone" }, { kind: "refused", reason: "status 403" }, { kind: "delivered" }] as const) {
      delivery.enqueue(outcome.kind, ENVELOPE);
      await turn();
      await finish(outcome);
    }
    expect(calls).toEqual(["remove gone", "failed refused", "delivered delivered"]);
  });

  it("[NOT-12] sends nothing more to a browser whose sign-in ended while the message waited", async () => {
    const { clock, gone, attempts, delivery, finish } = setup();
    delivery.enqueue("s", ENVELOPE);
    await turn();
    await finish(LATER);
    gone.add("s");
    clock.advance(5_000);
    await turn();
    expect([attempts.length, delivery.waiting]).toEqual([1, 0]);
  });
});
