import { ADDRESS_BOOKS_MAX, type AddressBook, type AddressBookId, addressBooksChanged, type AddressEntry, type UserId } from "@/lib/protocol";
import { type DeadlineClock, systemDeadlineClock } from "@/lib/shared/deadlines";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Logger } from "@/server/telemetry";
import { type Clock, systemClock } from "../clock";
import { phoneDigitsOf } from "../directory";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import { createPoller } from "./poller";
import type { AddressBookReader, AddressBookStore, BookRefusal } from "./ports";
import { readAddressCsv } from "./read-address-csv";
import { failed, nextPollAt, readAgain, readFirst } from "./read-book";
import { readVCards } from "./read-vcards";
import { toEntries } from "./to-entries";

export type * from "./ports";

export type AddressBooksDeps = {
  store: AddressBookStore;
  reader: AddressBookReader;
  fanout: Fanout;
  log: Logger;
  clock?: Clock;
  timers?: DeadlineClock;
  random?: () => number;
};

/**
 * People outside the directory whom somebody keeps: from files, or from a CardDAV server. Nobody but the owner ever sees an
 * entry; ids of another person's books answer like ids that never were. Rules: SPEC.md.
 */
export type AddressBooks = {
  list(ownerId: UserId): Promise<AddressBook[]>;
  /**
   * All or nothing; importing the same again changes nothing.
   * @throws AppError `invalid_input` (fields: text), `address_book_limit` (ADDRESS_BOOKS_MAX), `address_entry_limit` (ADDRESS_ENTRIES_MAX, all books together).
   */
  import(ownerId: UserId, input: { name: string; format: "vcard" | "csv"; text: string }): Promise<{ book: AddressBook; imported: number; skipped: number }>;
  /**
   * Connects a CardDAV address book, once it could be read.
   * @throws AppError `address_book_limit`, `address_entry_limit`, `address_refused`, `remote_unreachable`, `remote_refused`, `remote_invalid`, `too_large`: then nothing is kept.
   */
  connect(ownerId: UserId, input: { name: string; address: string; username: string; password: string }): Promise<AddressBook>;
  /** With all its entries. @throws AppError `address_book_not_found`. */
  remove(ownerId: UserId, bookId: AddressBookId): Promise<void>;
  /** Reads a connected book now. A failure is in the answer, not thrown. @throws AppError `address_book_not_found`, also for an imported one. */
  refresh(ownerId: UserId, bookId: AddressBookId): Promise<AddressBook>;
  /** Entries of all books by the start of words of name, company and addresses, or by three digits or more of a number. */
  search(ownerId: UserId, input: { query: string; limit: number }): Promise<AddressEntry[]>;
  /** Begins to read books when they are due. */
  start(): void;
  /** Reads what is due now, for tests. */
  poll(): Promise<void>;
  /** Ends what is being read, and waits for it. */
  stop(): Promise<void>;
};

export function createAddressBooks({ store, reader, fanout, log, clock = systemClock, timers = systemDeadlineClock, random = Math.random }: AddressBooksDeps): AddressBooks {
  const stopping = new AbortController();
  const { signal } = stopping;
  const reading = { reader, clock, log, random };
  const poller = createPoller({ ...reading, store, fanout, timers, signal });

  const told = (ownerId: UserId): void => fanout.toUsers([ownerId], addressBooksChanged, {});
  const kept = (ownerId: UserId, outcome: { book: AddressBook } | BookRefusal): AddressBook => {
    if ("refused" in outcome) throw new AppError(outcome.refused, { ownerId });
    told(ownerId);
    return outcome.book;
  };
  const newId = (): AddressBookId => uuidV7() as AddressBookId;

  return {
    list: (ownerId) => store.list(ownerId),

    async import(ownerId, { name, format, text }) {
      const raw = format === "vcard" ? readVCards(text) : readAddressCsv(text);
      const { entries, skipped } = await toEntries(raw, await store.workPhoneOf(ownerId));
      const book = kept(ownerId, await store.import(ownerId, { bookId: newId(), name, at: clock.now(), entries }));
      return { book, imported: entries.length, skipped };
    },

    async connect(ownerId, { name, ...remote }) {
      // Asked before the other server is, and once more by the store, which two endpoints cannot pass at once.
      if ((await store.list(ownerId)).length >= ADDRESS_BOOKS_MAX) throw new AppError("address_book_limit", { ownerId });
      const first = await readFirst(reading, remote, await store.workPhoneOf(ownerId), signal);
      return kept(ownerId, await store.connect(ownerId, { bookId: newId(), name, remote, at: clock.now(), nextPollAt: nextPollAt(reading, 0), ...first }));
    },

    async remove(ownerId, bookId) {
      if (!(await store.remove(ownerId, bookId))) throw new AppError("address_book_not_found", { bookId });
      told(ownerId);
    },

    async refresh(ownerId, bookId) {
      const source = await store.findConnected(ownerId, bookId);
      if (!source) throw new AppError("address_book_not_found", { bookId });
      const put = await store.putReading(bookId, await readAgain(reading, source, signal));
      const outcome = put && "refused" in put ? await store.putReading(bookId, failed(reading, source, put.refused)) : put;
      if (!outcome) throw new AppError("address_book_not_found", { bookId });
      return kept(ownerId, outcome);
    },

    search: (ownerId, { query, limit }) => store.search(ownerId, { text: query, phoneDigits: phoneDigitsOf(query), limit }),

    start: () => poller.start(),
    poll: () => poller.settle(),
    async stop() {
      stopping.abort();
      await poller.stop();
    },
  };
}
