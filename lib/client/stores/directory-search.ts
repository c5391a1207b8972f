import { addressSearch, directorySearch, NAME_MAX, type PersonCard } from "@/lib/protocol";
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

const NOTHING: DirectorySnapshot = { query: "", status: "idle", people: [], entries: [], groups: [], code: null };

/**
 * A search as one types. Answers to anything but the last query are dropped; until its own is there, those found before
 * stay as long as they fit: Enter, pressed at once after the last letter, must not take somebody else.
 *
 * @param deps.more Searches own address books and groups of the organisation, too; their answer may come later, and its
 *   failure only leaves them out.
 */
export function createDirectorySearch(deps: { link: Link; platform: Platform; more: boolean; onCards(cards: readonly PersonCard[]): void }): DirectorySearch {
  const { link, platform, more } = deps;
  const cell = createCell<DirectorySnapshot>(NOTHING);
  let timer: unknown;
  let asked = 0;

  const cancel = (): void => {
    asked += 1;
    if (timer !== undefined) platform.clearTimer(timer);
    timer = undefined;
  };
  const search = (query: string): void => {
    const mine = asked;
    const text = query.slice(0, NAME_MAX);
    if (more) {
      link.call(addressSearch, { query: text }).then(
        ({ entries, groups }) => {
          if (mine === asked) cell.set({ ...cell.getSnapshot(), entries, groups });
        },
        () => {
          if (mine === asked) cell.set({ ...cell.getSnapshot(), entries: [], groups: [] });
        },
      );
    }
    link.call(directorySearch, { query: text }).then(
      ({ people }) => {
        if (mine !== asked) return;
        deps.onCards(people);
        cell.set({ ...cell.getSnapshot(), query, status: "ready", people, code: null });
      },
      (error: unknown) => {
        if (mine === asked) cell.set({ ...cell.getSnapshot(), query, status: "failed", people: [], code: codeOf(error) });
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
        cell.set(NOTHING);
        return;
      }
      const { people, entries, groups } = before;
      cell.set({
        query,
        status: "searching",
        people: people.filter((person) => stillFits(person, query)),
        entries: entries.filter((entry) => fits([entry.displayName, ...entry.emails].join(" "), query)),
        groups: groups.filter((group) => fits(`${group.name} ${group.email ?? ""}`, query)),
        code: null,
      });
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
