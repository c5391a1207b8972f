import { type AddressBook, addressBooksChanged, addressBooksRoute, type AnyEvent, type Calendar, calendarsChanged, calendarsRoute } from "@/lib/protocol";
import type { Client } from "../client";
import type { Link } from "../link";
import type { Platform } from "../platform";
import { createFetched } from "./fetched";
import type { ConnectedStore } from "./types";

type Deps = { link: Link; platform: Platform; request: Client["request"] };

export function createCalendarsStore(deps: Deps): ConnectedStore<Calendar> & { dispose(): void } {
  return createConnectedStore(deps, calendarsChanged, async () => (await deps.request(calendarsRoute, {})).calendars);
}

export function createAddressBooksStore(deps: Deps): ConnectedStore<AddressBook> & { dispose(): void } {
  return createConnectedStore(deps, addressBooksChanged, async () => (await deps.request(addressBooksRoute, {})).books);
}

/** Fetched while a page shows it, and again when the server says that it changed. */
function createConnectedStore<T>({ link, platform }: Deps, changed: AnyEvent, ask: () => Promise<readonly T[]>): ConnectedStore<T> & { dispose(): void } {
  const fetched = createFetched({ link, platform }, ask);
  const stop = link.on(changed, () => fetched.refresh());
  return {
    getSnapshot: fetched.getSnapshot,
    subscribe: fetched.subscribe,
    refresh: () => fetched.refresh(),
    dispose() {
      stop();
      fetched.dispose();
    },
  };
}
