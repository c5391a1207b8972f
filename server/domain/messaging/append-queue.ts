import { setTimeout as delay } from "node:timers/promises";
import { AppError, isAppError } from "../errors";
import type { Clock } from "../clock";
import type { Metrics } from "@/server/telemetry";
import type { AppendOutcome, AppendResult, MessageStore, NewMessage, StoredMessage } from "./ports";

/** Most messages one commit carries: keeps the longest lock, and so the slowest answer, short. */
const BATCH_MAX = 256;
/** Most messages that wait or are in flight; beyond it senders are told to come back. */
const WAITING_MAX = 4_096;
/** Batches in flight. A conversation always takes the same lane, so that its messages are told in the order of their numbers. */
const LANES = 2;

/**
 * A lane that has just told a commit rests for so many times what the telling took for each conversation, within these
 * bounds in ms, and gathers meanwhile: where telling a conversation is dear (a crowd hears it), ten messages told
 * together cost nearly as little as one. A lane that was idle for longer commits at once.
 */
const REST_FACTOR = 2;
const REST_MIN_MS = 2;
const REST_MAX_MS = 10;

export type AppendQueue = {
  /**
   * Resolves once the message is committed.
   * @throws AppError `unavailable` when too many wait, or the store cannot be reached.
   */
  append(item: NewMessage): Promise<StoredMessage>;
};

type Waiting = { item: NewMessage; key: string; resolve(stored: StoredMessage): void; reject(error: unknown): void };
type Lane = { waiting: Waiting[]; busy: boolean; restMs: number };

type Deps = {
  store: Pick<MessageStore, "append">;
  clock: Clock;
  metrics: Pick<Metrics, "messageBatch">;
  /** Called once for each commit, before the senders are answered. */
  tell(outcome: AppendOutcome): void;
};

/**
 * Group commit: what arrives while a commit is under way, or while its lane rests after it, is committed together by the
 * next. An idle lane commits at once, so a lone message pays one round trip and a crowd shares it.
 */
export function createAppendQueue(deps: Deps): AppendQueue {
  const lanes: Lane[] = Array.from({ length: LANES }, () => ({ waiting: [], busy: false, restMs: 0 }));
  let held = 0;

  async function run(lane: Lane): Promise<void> {
    lane.busy = true;
    try {
      while (lane.waiting.length > 0) {
        lane.restMs = REST_MIN_MS;
        await commit(lane, takeBatch(lane));
        if (lane.waiting.length < BATCH_MAX) await delay(lane.restMs);
      }
    } finally {
      lane.busy = false;
    }
  }

  /** Never rejects: every item of the batch is settled here. */
  async function commit(lane: Lane, batch: readonly Waiting[]): Promise<void> {
    let outcome: AppendOutcome;
    try {
      outcome = await deps.store.append(batch.map(({ item }) => item), deps.clock.now());
    } catch (error) {
      // Unreachable is everybody's trouble. Anything else is one item's: halve until it stands alone.
      if (batch.length === 1 || (isAppError(error) && error.code === "unavailable")) for (const one of batch) one.reject(error);
      else {
        const middle = batch.length >> 1;
        await commit(lane, batch.slice(0, middle));
        await commit(lane, batch.slice(middle));
      }
      return;
    }
    deps.metrics.messageBatch.observe(batch.length);
    const startedAtMs = performance.now();
    try {
      deps.tell(outcome);
      lane.restMs = restAfter(performance.now() - startedAtMs, outcome.audiences.size);
    } catch (error) {
      // Stored but told to nobody: the senders hear of the bug, their retries tell again.
      for (const one of batch) one.reject(error);
      return;
    }
    batch.forEach((one, index) => settle(one, outcome.results[index]));
  }

  return {
    append(item) {
      if (held >= WAITING_MAX) return Promise.reject(new AppError("unavailable", { waiting: held }, { retryAfterMs: 1_000 }));
      held += 1;
      const lane = lanes[laneOf(item.conversationId)]!;
      return new Promise<StoredMessage>((resolve, reject) => {
        lane.waiting.push({ item, key: `${item.conversationId} ${item.authorId} ${item.clientKey}`, resolve, reject });
        // One turn later, so that what came in with the same read of the sockets goes into the same commit.
        if (!lane.busy) {
          lane.busy = true;
          setImmediate(() => void run(lane));
        }
      }).finally(() => {
        held -= 1;
      });
    },
  };
}

const restAfter = (toldForMs: number, conversations: number): number =>
  Math.min(REST_MAX_MS, Math.max(REST_MIN_MS, (REST_FACTOR * toldForMs) / Math.max(1, conversations)));

function settle(one: Waiting, result: AppendResult | undefined): void {
  if (!result) one.reject(new Error("The store gave no result for an item"));
  else if ("code" in result) one.reject(new AppError(result.code, { conversationId: one.item.conversationId }));
  else one.resolve(result);
}

/** The oldest items; a key comes once, its retry waits for the next batch and so finds the first one stored. */
function takeBatch(lane: Lane): Waiting[] {
  const keys = new Set<string>();
  const batch: Waiting[] = [];
  const later: Waiting[] = [];
  let index = 0;
  for (; index < lane.waiting.length && batch.length < BATCH_MAX; index += 1) {
    const one = lane.waiting[index]!;
    if (keys.has(one.key)) later.push(one);
    else batch.push(one);
    keys.add(one.key);
  }
  lane.waiting = [...later, ...lane.waiting.slice(index)];
  return batch;
}

/** Ids end in random bits, so their last digit spreads them evenly. */
const laneOf = (id: string): number => Number.parseInt(id.at(-1)!, 16) % LANES;
