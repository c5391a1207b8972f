import { directorySearch, NAME_MAX, type PersonCard } from "@/lib/protocol";
import { fits, wordsOf } from "@/lib/shared/fits";
import { codeOf } from "../call-error";
import type { Link } from "../link";
import type { Platform } from "../platform";
import { createCell } from "../store";
import type { DirectorySearch, DirectorySnapshot } from "./types";

/** How long the typist must rest before a search goes out, in ms. */
export const SEARCH_REST_MS = 60;

/** Fewer digits are searched for as a word only, as the server does. */
const DIGITS_MIN = 3;

/**
 * A search as one types. Answers to anything but the last query are dropped; until its own is there, those found before
 * stay as long as they fit: Enter, pressed at once after the last letter, must not take somebody else.
 */
export function createDirectorySearch(deps: { link: Link; platform: Platform; onCards(cards: readonly PersonCard[]): void }): DirectorySearch {
  const { link, platform } = deps;
  const cell = createCell<DirectorySnapshot>({ query: "", status: "idle", people: [], code: null });
  let timer: unknown;
  let asked = 0;

  const cancel = (): void => {
    asked += 1;
    if (timer !== undefined) platform.clearTimer(timer);
    timer = undefined;
  };
  const search = (query: string): void => {
    const mine = asked;
    link.call(directorySearch, { query: query.slice(0, NAME_MAX) }).then(
      ({ people }) => {
        if (mine !== asked) return;
        deps.onCards(people);
        cell.set({ query, status: "ready", people, code: null });
      },
      (error: unknown) => {
        if (mine === asked) cell.set({ query, status: "failed", people: [], code: codeOf(error) });
      },
    );
  };
  return {
    getSnapshot: cell.getSnapshot,
    subscribe: cell.subscribe,
    setQuery(raw) {
      const query = raw.trim();
      const before = cell.getSnapshot();
      if (query === before.query && before.status !== "failed") return;
      cancel();
      if (query === "") {
        cell.set({ query, status: "idle", people: [], code: null });
        return;
      }
      cell.set({ query, status: "searching", people: before.people.filter((person) => stillFits(person, query)), code: null });
      timer = platform.setTimer(() => search(query), SEARCH_REST_MS);
    },
    dispose: cancel,
  };
}

/** What the server would find, as far as a card shows it: by name, by mail alias or by digits of a number. */
function stillFits(person: PersonCard, query: string): boolean {
  if (wordsOf(query).length > 0 && fits(`${person.displayName} ${person.email?.split("@", 1)[0] ?? ""}`, query)) return true;
  // Without the zeros that a national or international prefix begins with.
  const digits = query.replace(/\D/gu, "").replace(/^0+/u, "");
  if (digits.length < DIGITS_MIN || /\p{L}/u.test(query)) return false;
  return [person.workPhone, person.mobilePhone, person.homePhone, person.otherPhone].some((number) => number?.includes(digits));
}
