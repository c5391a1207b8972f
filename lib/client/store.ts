/**
 * Something a view can be a function of: read `getSnapshot()`, hear about the next one. A snapshot is never
 * changed in place, so that identity tells whether anything changed (React's `useSyncExternalStore` relies on it).
 */
export type Store<S> = {
  getSnapshot(): S;
  /** @returns What ends the subscription; calling it again does nothing. */
  subscribe(listener: () => void): () => void;
};

/** A store with its writer's end. */
export type Cell<S> = Store<S> & {
  /** Replaces the snapshot and tells the listeners; the same value is no change. */
  set(next: S): void;
  readonly listenerCount: number;
};

export function createCell<S>(initial: S): Cell<S> {
  let snapshot = initial;
  const listeners = new Set<() => void>();
  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      // Wrapped, so that one function subscribed twice is two subscriptions.
      const own = (): void => listener();
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    set(next) {
      if (Object.is(next, snapshot)) return;
      snapshot = next;
      for (const listener of [...listeners]) listener();
    },
    get listenerCount() {
      return listeners.size;
    },
  };
}

/** A store whose snapshot is computed from other state when somebody looks. */
export type View<S> = Store<S> & {
  /** What the snapshot is computed from has changed: listeners are told once, in the next microtask. */
  touch(): void;
  readonly listenerCount: number;
};

/**
 * Computes at most once per change, and only when read: a burst of hundred events in one frame of the socket costs
 * one computation and one telling.
 */
export function createView<S>(compute: () => S): View<S> {
  const told = createCell(0);
  let snapshot: { value: S } | undefined;
  let telling = false;
  return {
    getSnapshot() {
      snapshot ??= { value: compute() };
      return snapshot.value;
    },
    subscribe: told.subscribe,
    touch() {
      snapshot = undefined;
      if (telling) return;
      telling = true;
      queueMicrotask(() => {
        telling = false;
        told.set(told.getSnapshot() + 1);
      });
    },
    get listenerCount() {
      return told.listenerCount;
    },
  };
}
