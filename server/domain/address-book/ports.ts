import type { AddressBook, AddressBookId, AddressEntry, ErrorCode, UserId } from "@/lib/protocol";

/** What a card or a line says, before it is cleaned. */
export type RawEntry = {
  uid: string | null;
  displayName: string;
  company: string;
  title: string;
  /** Preferred ones first. */
  emails: readonly string[];
  phones: readonly { kind: PhoneKind; number: string }[];
};
export type PhoneKind = AddressEntry["phones"][number]["kind"];

/** An entry ready to be stored. */
export type NewEntry = Omit<AddressEntry, "bookId"> & { /** One entry for each in a book. */ uid: string };

/** Where a CardDAV address book is read. */
export type RemoteBook = { address: string; username: string; password: string };

/** A connected book as stored, with what is needed to read it. */
export type BookSource = { id: AddressBookId; ownerId: UserId; remote: RemoteBook; validator: string | null; failures: number; /** E.164, or null. */ workPhone: string | null };

export type ReadBook = { unchanged: true } | { unchanged: false; /** vCards (RFC 6350, RFC 2426). */ cards: readonly string[]; validator: string | null };

export type AddressBookReader = {
  /**
   * @param validator What the last reading gave; null reads whatever there is.
   * @throws AppError `address_refused`, `remote_unreachable`, `remote_refused`, `remote_invalid`, `address_entry_limit`, `stopping`.
   */
  read(remote: RemoteBook, options: { validator: string | null; signal: AbortSignal }): Promise<ReadBook>;
};

/** What a reading leaves behind. `entries` null: they stay as they are. */
export type BookReading = { at: Date; nextPollAt: Date } & ({ error: ErrorCode } | { error: null; validator: string | null; entries: readonly NewEntry[] | null });

export type BookRefusal = { refused: "address_book_limit" | "address_entry_limit" };

/** Everybody's own address books. Whatever is asked for names the owner: nobody finds another person's. Limits hold exactly. */
export type AddressBookStore = {
  list(ownerId: UserId): Promise<AddressBook[]>;
  /** E.164, or null. */
  workPhoneOf(ownerId: UserId): Promise<string | null>;
  /**
   * Into the imported book of that name, made when there is none. Entries with the same uid give way, and those with the same
   * name and first address (or number, where there is none). All or nothing.
   */
  import(ownerId: UserId, input: { bookId: AddressBookId; name: string; at: Date; entries: readonly NewEntry[] }): Promise<{ book: AddressBook } | BookRefusal>;
  /** Keeps a connected book with its first reading. */
  connect(ownerId: UserId, input: { bookId: AddressBookId; name: string; remote: RemoteBook; at: Date; nextPollAt: Date; validator: string | null; entries: readonly NewEntry[] }): Promise<{ book: AddressBook } | BookRefusal>;
  /** False when this person has none of that id. */
  remove(ownerId: UserId, bookId: AddressBookId): Promise<boolean>;
  /** Null for what is not this person's, or was imported. */
  findConnected(ownerId: UserId, bookId: AddressBookId): Promise<BookSource | null>;
  /** Books whose time has come, the longest overdue first; each is put off to `until`, so that no other server takes it too. */
  takeDue(now: Date, until: Date, limit: number): Promise<BookSource[]>;
  /** The book as it is now; null when it was removed meanwhile. */
  putReading(bookId: AddressBookId, reading: BookReading): Promise<{ book: AddressBook } | BookRefusal | null>;
  /** By the start of words of name, company and addresses, or by digits of a number; by name. One query. */
  search(ownerId: UserId, query: { text: string; phoneDigits: string | null; limit: number }): Promise<AddressEntry[]>;
};

