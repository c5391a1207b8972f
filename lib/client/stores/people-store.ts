import { accessChanged, accessSet, type PersonCard, personChanged, personGet, type UserId } from "@/lib/protocol";
import { codeOf } from "../call-error";
import type { Link } from "../link";
import { type Cell, createCell, type Store } from "../store";
import type { PeopleStore, PersonSnapshot } from "./types";

/** Cards kept of people nobody looks at now. */
const KEPT_MAX = 500;

type Entry = { readonly cell: Cell<PersonSnapshot>; fetched: boolean; fetching: boolean };

/** Cards by person: given by lists and searches, fetched whole when somebody looks, refreshed when they change. */
export function createPeopleStore(deps: { link: Link; onCard(card: PersonCard, seesMeAs: PersonSnapshot["seesMeAs"]): void }): PeopleStore & { put(card: PersonCard): void; dispose(): void } {
  const { link } = deps;
  const entries = new Map<UserId, Entry>();
  const views = new Map<UserId, Store<PersonSnapshot>>();

  const entryOf = (userId: UserId): Entry => {
    const known = entries.get(userId);
    if (known) return known;
    const fresh: Entry = { cell: createCell<PersonSnapshot>({ status: "loading", card: null, seesMeAs: null }), fetched: false, fetching: false };
    entries.set(userId, fresh);
    for (const [oldest, entry] of entries) {
      if (entries.size <= KEPT_MAX) break;
      if (entry.cell.listenerCount > 0 || entry === fresh) continue;
      entries.delete(oldest);
      views.delete(oldest);
    }
    return fresh;
  };
  const fetchCard = (userId: UserId): void => {
    const entry = entryOf(userId);
    if (entry.fetching || link.state.getSnapshot().name !== "online") return;
    entry.fetching = true;
    entry.fetched = true;
    link.call(personGet, { userId }).then(
      ({ card, seesMeAs }) => {
        entry.fetching = false;
        entry.cell.set({ status: "ready", card, seesMeAs });
        deps.onCard(card, seesMeAs);
        // Changed again while this was on its way.
        if (!entry.fetched && entry.cell.listenerCount > 0) fetchCard(userId);
      },
      (error: unknown) => {
        entry.fetching = false;
        entry.fetched = false;
        const before = entry.cell.getSnapshot();
        if (codeOf(error) === "person_not_found") entry.cell.set({ status: "absent", card: null, seesMeAs: null });
        else if (before.card === null) entry.cell.set({ ...before, status: "failed" });
      },
    );
  };
  const refreshWatched = (): void => {
    for (const [userId, entry] of entries) {
      entry.fetched = false;
      if (entry.cell.listenerCount > 0) fetchCard(userId);
    }
  };

  const stops = [
    link.on(personChanged, ({ userId }) => {
      const entry = entryOf(userId);
      entry.fetched = false;
      fetchCard(userId);
    }),
    // Of many people at once only this is told: what those on the screen see of me is asked again.
    link.on(accessChanged, refreshWatched),
    link.state.subscribe(() => {
      // Changes told while there was no link were not heard.
      if (link.state.getSnapshot().name === "online") refreshWatched();
    }),
  ];

  return {
    of(userId) {
      const known = views.get(userId);
      if (known) return known;
      const store: Store<PersonSnapshot> = {
        getSnapshot: () => entryOf(userId).cell.getSnapshot(),
        subscribe(listener) {
          const entry = entryOf(userId);
          const stop = entry.cell.subscribe(listener);
          if (!entry.fetched) fetchCard(userId);
          return stop;
        },
      };
      views.set(userId, store);
      return store;
    },
    async setAccess(userId, level) {
      const told = await link.call(accessSet, { userId, level });
      const entry = entryOf(userId);
      const before = entry.cell.getSnapshot();
      entry.cell.set({ ...before, seesMeAs: told.level });
      if (before.card) deps.onCard(before.card, told.level);
    },
    put(card) {
      const entry = entryOf(card.userId);
      const before = entry.cell.getSnapshot();
      if (before.card === null) entry.cell.set({ status: "ready", card, seesMeAs: before.seesMeAs });
    },
    dispose() {
      for (const stop of stops) stop();
    },
  };
}
