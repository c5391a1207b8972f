import {
  type CustomState,
  LEASE_MS,
  presenceChanged,
  presenceLocation,
  presenceNote,
  presenceSelf,
  presenceSet,
  presenceStates,
  presenceStatesChanged,
  presenceUnwatch,
  type PresenceView,
  presenceWatch,
  type SelfPresence,
  type UserId,
  WATCH_MAX,
} from "@/lib/protocol";
import type { Link } from "../link";
import type { Platform } from "../platform";
import { createCell, createView, type Store, type View } from "../store";
import { createFetched } from "./fetched";
import type { PresenceStore } from "./types";

const NO_STATES: readonly CustomState[] = [];

/** How long a person nobody looks at any more stays watched, in ms: lists are scrolled back and forth. */
const LINGER_MS = 10_000;

type Watched = { count: number; view: PresenceView; readonly shown: View<PresenceView>; lingering: unknown };

/**
 * Presence of the people somebody looks at. When nothing was heard of the server for longer than a lease, everybody
 * reads `unknown`: their state may have changed without a word [F18].
 */
export function createPresenceStore(deps: { link: Link; platform: Platform; meId: UserId }): PresenceStore & { dispose(): void } {
  const { link, platform, meId } = deps;
  const watched = new Map<UserId, Watched>();
  const viewsOf = new Map<UserId, Store<PresenceView>>();
  const toWatch = new Set<UserId>();
  const toUnwatch = new Set<UserId>();
  let batching = false;
  let blind = false;
  let blindTimer: unknown;
  const self = createCell<SelfPresence>({ view: unknownView(meId), manual: null, manualUntil: null, automatic: "unknown", note: null, location: null });
  const selfView: Store<PresenceView> = { getSnapshot: () => self.getSnapshot().view, subscribe: self.subscribe };
  let toldSelf = self.getSnapshot();
  let choosing = 0;
  const states = createFetched<readonly CustomState[]>({ link, platform }, async () => (await link.call(presenceStates, {})).states);

  const isOnline = (): boolean => link.state.getSnapshot().name === "online";
  const batch = (): void => {
    if (batching) return;
    batching = true;
    queueMicrotask(() => {
      batching = false;
      if (isOnline()) flush();
    });
  };
  const flush = (): void => {
    for (const userIds of chunks(toWatch)) {
      link.call(presenceWatch, { userIds }).then(
        ({ views }) => {
          const missing = new Set(userIds);
          for (const view of views) {
            missing.delete(view.userId);
            learn(view);
          }
          for (const userId of missing) learn(unknownView(userId));
        },
        () => {
          // Without a link, all are watched anew with the next; a refusal is asked again then, too.
        },
      );
    }
    for (const userIds of chunks(toUnwatch)) {
      link.call(presenceUnwatch, { userIds }).catch(() => {
        // The server forgets its watchers with the link.
      });
    }
    toWatch.clear();
    toUnwatch.clear();
  };
  const learn = (view: PresenceView): void => {
    if (view.userId === meId) return;
    const one = watched.get(view.userId);
    if (!one) return;
    one.view = view;
    one.shown.touch();
  };

  const hold = (userId: UserId): void => {
    const known = watched.get(userId);
    if (known) {
      known.count += 1;
      if (known.lingering !== undefined) platform.clearTimer(known.lingering);
      known.lingering = undefined;
      return;
    }
    const fresh: Watched = { count: 1, view: unknownView(userId), shown: createView(() => (blind ? unknownView(userId) : fresh.view)), lingering: undefined };
    watched.set(userId, fresh);
    // Already on the server's list when it is only about to be taken off.
    toUnwatch.delete(userId);
    toWatch.add(userId);
    batch();
  };
  const release = (userId: UserId): void => {
    const one = watched.get(userId);
    if (!one) return;
    one.count -= 1;
    if (one.count > 0) return;
    one.lingering = platform.setTimer(() => {
      watched.delete(userId);
      toWatch.delete(userId);
      toUnwatch.add(userId);
      batch();
    }, LINGER_MS);
  };
  const watch = (userIds: readonly UserId[]): (() => void) => {
    const ids = userIds.filter((userId) => userId !== meId);
    for (const userId of ids) hold(userId);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      for (const userId of ids) release(userId);
    };
  };

  /** Looks whether the last sign of life is older than a lease, and when it will be. */
  const lookAtLink = (): void => {
    if (blindTimer !== undefined) platform.clearTimer(blindTimer);
    const silentMs = platform.now() - link.lastHeardAtMs();
    const nowBlind = silentMs > LEASE_MS;
    blindTimer = nowBlind && !isOnline() ? undefined : platform.setTimer(lookAtLink, Math.max(1_000, LEASE_MS - silentMs + 1));
    if (nowBlind === blind) return;
    blind = nowBlind;
    for (const one of watched.values()) one.shown.touch();
    showSelf();
  };
  const showSelf = (): void => {
    if (choosing === 0) self.set(blind ? { ...toldSelf, view: unknownView(meId) } : toldSelf);
  };

  /** Shows what I chose until the server has said what holds. */
  const choose = async (shown: SelfPresence, ask: () => Promise<SelfPresence>): Promise<void> => {
    choosing += 1;
    self.set(shown);
    try {
      toldSelf = await ask();
    } finally {
      choosing -= 1;
      showSelf();
    }
  };

  const stops = [
    link.on(presenceChanged, learn),
    link.on(presenceStatesChanged, ({ states: told }) => states.put(told)),
    link.on(presenceSelf, (told) => {
      toldSelf = told;
      showSelf();
    }),
    link.state.subscribe(() => {
      if (isOnline()) {
        // Those lost for longer than a lease are unknown until the server says them again.
        if (blind) for (const [userId, one] of watched) one.view = unknownView(userId);
        toUnwatch.clear();
        for (const userId of watched.keys()) toWatch.add(userId);
        flush();
      }
      lookAtLink();
    }),
    platform.page.onChange(lookAtLink),
  ];

  return {
    of(userId) {
      if (userId === meId) return selfView;
      const known = viewsOf.get(userId);
      if (known) return known;
      const unknown = unknownView(userId);
      const store: Store<PresenceView> = {
        getSnapshot: () => watched.get(userId)?.shown.getSnapshot() ?? unknown,
        subscribe(listener) {
          const stop = watch([userId]);
          const unsubscribe = watched.get(userId)?.shown.subscribe(listener);
          return () => {
            unsubscribe?.();
            stop();
          };
        },
      };
      viewsOf.set(userId, store);
      return store;
    },
    watch,
    self,
    states: { getSnapshot: () => states.getSnapshot().value ?? NO_STATES, subscribe: states.subscribe },
    setManual(state, { customStateId, until } = {}) {
      const before = self.getSnapshot();
      const { customStateId: _left, ...view } = before.view;
      return choose({ ...before, view: { ...view, ...(state && { state }), ...(customStateId && { customStateId }) }, manual: state, manualUntil: until ?? null }, () =>
        link.call(presenceSet, { state, ...(customStateId && { customStateId }), ...(until !== undefined && { until }) }),
      );
    },
    setNote({ text, audience, until }) {
      const before = self.getSnapshot();
      const { note: _left, ...view } = before.view;
      const note = text === "" ? null : { text, audience, expiresAt: until ?? null };
      return choose({ ...before, view: { ...view, ...(note && { note: text }) }, note }, () => link.call(presenceNote, { text, audience, ...(until !== undefined && { until }) }));
    },
    setLocation({ place, audience, remember = false }) {
      const before = self.getSnapshot();
      const { location: _left, ...view } = before.view;
      const location = place === "" ? null : { place, audience, from: remember ? ("network" as const) : ("hand" as const) };
      return choose({ ...before, view: { ...view, ...(location && { location: place }) }, location }, () => link.call(presenceLocation, { place, audience, remember }));
    },
    dispose() {
      for (const stop of stops) stop();
      states.dispose();
      if (blindTimer !== undefined) platform.clearTimer(blindTimer);
      for (const one of watched.values()) if (one.lingering !== undefined) platform.clearTimer(one.lingering);
      watched.clear();
    },
  };
}

function unknownView(userId: UserId): PresenceView {
  return { userId, state: "unknown" };
}

function* chunks(ids: ReadonlySet<UserId>): Generator<UserId[]> {
  const all = [...ids];
  for (let from = 0; from < all.length; from += WATCH_MAX) yield all.slice(from, from + WATCH_MAX);
}
