import { contactsRecent } from "@/lib/protocol";
import type { Link } from "../link";
import type { Platform } from "../platform";
import { createFetched } from "./fetched";
import type { RecentPeople, RecentStore } from "./types";

/** What happens in quick succession is asked about once, in ms. */
const REST_MS = 1_000;

/** The people I dealt with last [F27]: fetched while shown, and again when a conversation moved. */
export function createRecentStore(deps: { link: Link; platform: Platform }): RecentStore & { noteActivity(): void; dispose(): void } {
  const { link, platform } = deps;
  const fetched = createFetched<RecentPeople>(deps, async () => (await link.call(contactsRecent, {})).people);
  let timer: unknown;
  return {
    getSnapshot: fetched.getSnapshot,
    subscribe: fetched.subscribe,
    noteActivity() {
      timer ??= platform.setTimer(() => {
        timer = undefined;
        fetched.refresh();
      }, REST_MS);
    },
    dispose() {
      fetched.dispose();
      if (timer !== undefined) platform.clearTimer(timer);
    },
  };
}
