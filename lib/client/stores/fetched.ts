import type { Link } from "../link";
import type { Platform } from "../platform";
import { createCell, type Store } from "../store";

/** Wait before a failed question is asked again while somebody looks, in ms. */
const RETRY_MS = 10_000;

export type FetchedSnapshot<T> = {
  /** `failed` only while there is nothing to show; it is asked again by itself. */
  readonly status: "loading" | "ready" | "failed";
  readonly value: T | null;
};

export type Fetched<T> = Store<FetchedSnapshot<T>> & {
  /** It may have changed: asked again at once while somebody looks, else when somebody does. */
  refresh(): void;
  /** It was told. */
  put(value: T): void;
  readonly isLookedAt: boolean;
  dispose(): void;
};

/**
 * An answer of the server that is held only where somebody looks at it: asked for at the first look, again when it may
 * have changed, and with each new link, since what changed without one was not heard.
 */
export function createFetched<T>({ link, platform }: { link: Link; platform: Platform }, ask: () => Promise<T>): Fetched<T> {
  const cell = createCell<FetchedSnapshot<T>>({ status: "loading", value: null });
  let isFresh = false;
  let asking = false;
  let retryTimer: unknown;

  const fetch = (): void => {
    if (isFresh || asking || cell.listenerCount === 0 || link.state.getSnapshot().name !== "online") return;
    asking = true;
    isFresh = true;
    ask().then(
      (value) => {
        asking = false;
        cell.set({ status: "ready", value });
        fetch();
      },
      () => {
        asking = false;
        isFresh = false;
        if (cell.getSnapshot().value === null) cell.set({ status: "failed", value: null });
        retryTimer ??= platform.setTimer(() => {
          retryTimer = undefined;
          fetch();
        }, RETRY_MS);
      },
    );
  };
  const refresh = (): void => {
    isFresh = false;
    fetch();
  };
  const stop = link.state.subscribe(() => {
    if (link.state.getSnapshot().name === "online") refresh();
  });

  return {
    getSnapshot: cell.getSnapshot,
    subscribe(listener) {
      const end = cell.subscribe(listener);
      fetch();
      return end;
    },
    refresh,
    put(value) {
      cell.set({ status: "ready", value });
    },
    get isLookedAt() {
      return cell.listenerCount > 0;
    },
    dispose() {
      stop();
      if (retryTimer !== undefined) platform.clearTimer(retryTimer);
    },
  };
}

export type FetchedBy<K, T> = {
  /** The same store for the same key while somebody looks. */
  of(key: K): Fetched<T>;
  /** Those held now. */
  held(): IterableIterator<[K, Fetched<T>]>;
  dispose(): void;
};

/** One such answer for each key. @param keptMax How many are kept that nobody looks at. */
export function createFetchedBy<K, T>(deps: { link: Link; platform: Platform }, keptMax: number, ask: (key: K) => Promise<T>): FetchedBy<K, T> {
  const entries = new Map<K, Fetched<T>>();
  return {
    of(key) {
      const known = entries.get(key);
      if (known) return known;
      const fresh = createFetched(deps, () => ask(key));
      entries.set(key, fresh);
      for (const [oldest, entry] of entries) {
        if (entries.size <= keptMax) break;
        if (entry.isLookedAt || entry === fresh) continue;
        entry.dispose();
        entries.delete(oldest);
      }
      return fresh;
    },
    held: () => entries.entries(),
    dispose() {
      for (const entry of entries.values()) entry.dispose();
      entries.clear();
    },
  };
}
