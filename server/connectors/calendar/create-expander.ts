import { Worker } from "node:worker_threads";
import type { CalendarBlock, CalendarExpander } from "@/server/domain/calendars";
import { AppError } from "@/server/domain/errors";
import type { Expanded } from "./expand";
import type { ExpandJob } from "./worker";

/** A calendar of 5 MB takes about a second; what takes this long is made to. */
const JOB_LIMIT_MS = 15_000;
const HEAP_MB = 256;
/** The thread ends when nothing came for so long. */
const IDLE_MS = 60_000;
/** Beyond these, who comes is to try again. */
const WAITING_MAX = 100;

type Waiting = { job: ExpandJob; resolve: (blocks: CalendarBlock[]) => void; reject: (error: Error) => void };

/**
 * Works calendars out in a thread of their own, one after another: a large one must not hold up everybody's presence, and one that
 * was written to take for ever, or all memory, ends with its thread.
 */
export function createExpander({ jobLimitMs = JOB_LIMIT_MS }: { jobLimitMs?: number } = {}): CalendarExpander & { close(): Promise<void> } {
  const waiting: Waiting[] = [];
  let worker: Worker | undefined;
  let current: Waiting | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const after = (ms: number, run: () => void): void => {
    clearTimeout(timer);
    timer = setTimeout(run, ms).unref();
  };
  const end = (): Promise<unknown> => {
    clearTimeout(timer);
    const ended = worker;
    worker = undefined;
    ended?.removeAllListeners();
    return ended?.terminate() ?? Promise.resolve();
  };
  const settle = (finish: (waiting: Waiting) => void): void => {
    const done = current;
    current = undefined;
    after(IDLE_MS, () => void end());
    next();
    if (done) finish(done);
  };
  const fail = (error: Error): void => {
    void end();
    settle(({ reject }) => reject(error));
  };
  const begin = (): Worker => {
    const started = openWorker();
    started.on("message", (result: Expanded) => settle(({ resolve, reject }) => (result.ok ? resolve(result.blocks) : reject(new AppError(result.code)))));
    started.on("error", (error: Error) => fail("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY" ? new AppError("too_large") : error));
    started.unref();
    return started;
  };
  function next(): void {
    if (current || closed) return;
    current = waiting.shift();
    if (!current) return;
    worker ??= begin();
    after(jobLimitMs, () => fail(new AppError("calendar_invalid", { reason: "takes too long" })));
    worker.postMessage(current.job);
  }

  return {
    expand: (texts, window, owner) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new AppError("stopping"));
        if (waiting.length >= WAITING_MAX) return reject(new AppError("unavailable"));
        waiting.push({ job: { texts, window, owner }, resolve, reject });
        next();
      }),
    async close() {
      closed = true;
      for (const { reject } of [...(current ? [current] : []), ...waiting.splice(0)]) reject(new AppError("stopping"));
      current = undefined;
      await end();
    },
  };
}

/** From the sources by tsx, as tests and `npm run dev` run; else the file beside the built server. */
function openWorker(): Worker {
  const fromSource = import.meta.url.endsWith(".ts");
  const file = new URL(fromSource ? "./worker.ts" : "./calendar-worker.mjs", import.meta.url);
  return new Worker(file, { execArgv: fromSource ? ["--import", "tsx"] : [], resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
}
