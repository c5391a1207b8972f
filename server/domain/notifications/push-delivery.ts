import { createDeadlines, type DeadlineClock } from "@/lib/shared/deadlines";
import type { Logger, Metrics } from "@/server/telemetry";
import type { PushEnvelope, PushOutcome, PushStore, WebPush } from "./ports";

/** Messages that wait, for a turn or for their next attempt. The oldest give way. */
export const PUSH_QUEUE_MAX = 5_000;
/** Attempts under way at once. */
export const PUSH_IN_FLIGHT_MAX = 8;
/** Attempts for one message. */
export const PUSH_ATTEMPTS_MAX = 4;
/** Waits before the second attempt and those after it, in ms, where the push service says nothing (RFC 8030 §8.4). */
const WAITS_MS = [5_000, 30_000, 120_000] as const;
/** Refusals in a row that end a subscription: nobody will ever take anything there. */
const FAILURES_MAX = 5;

export type PushDeliveryDeps = { store: Pick<PushStore, "findTarget" | "remove" | "noteDelivered" | "noteFailed">; webPush: WebPush; clock: DeadlineClock; log: Logger; metrics: Pick<Metrics, "pushes"> };

type Job = { subscriptionId: string; envelope: PushEnvelope; untilMs: number; attempts: number };

export type PushDelivery = {
  enqueue(subscriptionId: string, envelope: PushEnvelope): void;
  readonly waiting: number;
  /** Settles when no attempt is under way. For tests. */
  idle(): Promise<void>;
  dispose(): void;
};

/**
 * Hands messages to push services: a few at once, a bounded number in wait. A service that is busy is asked again, later
 * each time, as long as the message is of use; a subscription that is gone goes from the store too.
 */
export function createPushDelivery({ store, webPush, clock, log, metrics }: PushDeliveryDeps): PushDelivery {
  const ready: Job[] = [];
  const later = new Set<Job>();
  const underWay = new Set<Promise<void>>();
  let isOver = false;
  const deadlines = createDeadlines<Job>((due) => {
    for (const job of due) if (later.delete(job)) ready.push(job);
    pump();
  }, clock);

  function pump(): void {
    while (!isOver && underWay.size < PUSH_IN_FLIGHT_MAX) {
      const job = ready.shift();
      if (!job) return;
      if (job.untilMs <= clock.now()) {
        metrics.pushes.inc({ outcome: "late" });
        continue;
      }
      const attempt = deliver(job).finally(() => {
        underWay.delete(attempt);
        pump();
      });
      underWay.add(attempt);
    }
  }

  async function deliver(job: Job): Promise<void> {
    try {
      job.attempts += 1;
      // Signed out since: what waited for this browser is no longer meant for who sits there.
      const target = await store.findTarget(job.subscriptionId, new Date(clock.now()));
      if (!target) return metrics.pushes.inc({ outcome: "ended" });
      const ttlS = Math.ceil((job.untilMs - clock.now()) / 1_000);
      await settle(job, await webPush.send(target, { ...job.envelope, ttlS }));
    } catch (error) {
      log.error({ event: "push.failed", err: error, subscriptionId: job.subscriptionId }, "web push message failed");
    }
  }

  async function settle(job: Job, outcome: PushOutcome): Promise<void> {
    const { subscriptionId } = job;
    metrics.pushes.inc({ outcome: outcome.kind });
    if (outcome.kind === "delivered") return store.noteDelivered(subscriptionId, new Date(clock.now()));
    if (outcome.kind === "gone") return store.remove(subscriptionId);
    log.warn({ event: "push.refused", subscriptionId, reason: outcome.reason, attempts: job.attempts }, "web push message not taken");
    if (outcome.kind === "refused") return store.noteFailed(subscriptionId, FAILURES_MAX);
    const waitMs = Math.max(outcome.afterMs ?? 0, WAITS_MS[job.attempts - 1] ?? Infinity);
    const atMs = clock.now() + waitMs;
    if (isOver || job.attempts >= PUSH_ATTEMPTS_MAX || atMs >= job.untilMs) return;
    later.add(job);
    deadlines.set(job, atMs);
    makeRoom();
  }

  function makeRoom(): void {
    while (ready.length + later.size > PUSH_QUEUE_MAX) {
      metrics.pushes.inc({ outcome: "dropped" });
      if (ready.shift()) continue;
      const oldest = later.values().next();
      if (oldest.done) return;
      later.delete(oldest.value);
      deadlines.clear(oldest.value);
    }
  }

  return {
    enqueue(subscriptionId, envelope) {
      if (isOver) return;
      ready.push({ subscriptionId, envelope, untilMs: clock.now() + envelope.ttlS * 1_000, attempts: 0 });
      makeRoom();
      pump();
    },
    get waiting() {
      return ready.length + later.size;
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    dispose() {
      isOver = true;
      deadlines.dispose();
      ready.length = 0;
      later.clear();
    },
  };
}
