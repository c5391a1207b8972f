/**
 * Many deadlines, one timer. A set of keys with a time each; `onDue` is called with the keys whose time has come.
 *
 * Nothing is done for a key that waits: setting, moving and clearing cost O(log n), and there is one
 * operating-system timer whatever n is. A key has one deadline; setting it again replaces the earlier.
 */
export type Deadlines<K> = {
  /** Sets or moves the deadline of `key`, in ms of the clock given. */
  set(key: K, atMs: number): void;
  clear(key: K): void;
  readonly size: number;
  /** Stops the timer and forgets all keys. */
  dispose(): void;
};

export type DeadlineClock = {
  now(): number;
  setTimer(run: () => void, afterMs: number): unknown;
  clearTimer(timer: unknown): void;
};

export const systemDeadlineClock: DeadlineClock = {
  now: () => Date.now(),
  setTimer: (run, afterMs) => {
    const timer = setTimeout(run, Math.min(afterMs, MAX_TIMER_MS));
    // A deadline never keeps the process alive by itself.
    if (typeof timer === "object") timer.unref();
    return timer;
  },
  clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

/** Longest timer that platforms accept (2^31 - 1 ms); a later deadline is simply looked at again then. */
const MAX_TIMER_MS = 2_147_483_647;

type Entry<K> = { key: K; atMs: number; live: boolean };

export function createDeadlines<K>(onDue: (keys: readonly K[]) => void, clock: DeadlineClock = systemDeadlineClock): Deadlines<K> {
  const heap: Entry<K>[] = [];
  const entries = new Map<K, Entry<K>>();
  let timer: unknown;
  let timerAtMs = Infinity;

  const swap = (a: number, b: number): void => {
    const held = heap[a]!;
    heap[a] = heap[b]!;
    heap[b] = held;
  };
  const push = (entry: Entry<K>): void => {
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (heap[parent]!.atMs <= entry.atMs) break;
      swap(index, parent);
      index = parent;
    }
  };
  const pop = (): Entry<K> | undefined => {
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last || heap.length === 0) return top;
    heap[0] = last;
    for (let index = 0; ; ) {
      const left = 2 * index + 1;
      const right = left + 1;
      let least = index;
      if (left < heap.length && heap[left]!.atMs < heap[least]!.atMs) least = left;
      if (right < heap.length && heap[right]!.atMs < heap[least]!.atMs) least = right;
      if (least === index) return top;
      swap(index, least);
      index = least;
    }
  };
  const dropDead = (): void => {
    while (heap[0] && !heap[0].live) pop();
  };
  const rebuildIfMostlyDead = (): void => {
    if (heap.length < 64 || heap.length < 2 * entries.size) return;
    heap.length = 0;
    for (const entry of entries.values()) push(entry);
  };
  const arm = (): void => {
    dropDead();
    const nextAtMs = heap[0]?.atMs ?? Infinity;
    if (nextAtMs === timerAtMs) return;
    if (timer !== undefined) clock.clearTimer(timer);
    timer = undefined;
    timerAtMs = nextAtMs;
    if (nextAtMs === Infinity) return;
    timer = clock.setTimer(fire, Math.max(0, nextAtMs - clock.now()));
  };
  const fire = (): void => {
    timer = undefined;
    timerAtMs = Infinity;
    const now = clock.now();
    const due: K[] = [];
    for (dropDead(); heap[0] && heap[0].atMs <= now; dropDead()) {
      const entry = pop()!;
      entry.live = false;
      entries.delete(entry.key);
      due.push(entry.key);
    }
    try {
      if (due.length > 0) onDue(due);
    } finally {
      arm();
    }
  };

  return {
    set(key, atMs) {
      const earlier = entries.get(key);
      if (earlier?.atMs === atMs) return;
      if (earlier) earlier.live = false;
      const entry = { key, atMs, live: true };
      entries.set(key, entry);
      push(entry);
      rebuildIfMostlyDead();
      arm();
    },
    clear(key) {
      const entry = entries.get(key);
      if (!entry) return;
      entry.live = false;
      entries.delete(key);
      rebuildIfMostlyDead();
      arm();
    },
    get size() {
      return entries.size;
    },
    dispose() {
      if (timer !== undefined) clock.clearTimer(timer);
      timer = undefined;
      timerAtMs = Infinity;
      heap.length = 0;
      entries.clear();
    },
  };
}
