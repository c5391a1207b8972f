import type { DeadlineClock } from "@/lib/shared/deadlines";

/** Time that stands until it is moved. Timers fire in order, each at its own moment. */
export type VirtualClock = DeadlineClock & {
  advance(ms: number): void;
  /** Moves the time without firing what came due, as for a process that was stopped; the timers fire afterwards, late. */
  jump(ms: number): void;
  readonly timers: number;
};

export function virtualClock(startMs = 1_900_000_000_000): VirtualClock {
  type Timer = { atMs: number; run: () => void };
  const timers = new Set<Timer>();
  let nowMs = startMs;
  const fireUntil = (limitMs: number): void => {
    for (;;) {
      let next: Timer | undefined;
      for (const timer of timers) if (timer.atMs <= limitMs && (!next || timer.atMs < next.atMs)) next = timer;
      if (!next) return;
      timers.delete(next);
      nowMs = Math.max(nowMs, next.atMs);
      next.run();
    }
  };
  return {
    now: () => nowMs,
    setTimer(run, afterMs) {
      const timer = { atMs: nowMs + afterMs, run };
      timers.add(timer);
      return timer;
    },
    clearTimer: (timer) => void timers.delete(timer as Timer),
    advance(ms) {
      const limitMs = nowMs + ms;
      fireUntil(limitMs);
      nowMs = limitMs;
    },
    jump(ms) {
      nowMs += ms;
      fireUntil(nowMs);
    },
    get timers() {
      return timers.size;
    },
  };
}
