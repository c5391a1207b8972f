import "./no-eval";
import * as z from "zod";
import { defineCommand, defineEvent, defineRoute } from "./define";
import { AddressBookId, AddressEntryId } from "./ids";
import { ADDRESS_TEXT_MAX, NAME_MAX, SEARCH_RESULTS_MAX } from "./limits";
import { ErrorCode } from "./errors";
import { OrganisationGroup } from "./contacts";

/** Somebody outside the directory, kept in an own address book. Only its owner ever sees it. */
export const AddressEntry = z.object({
  id: AddressEntryId,
  bookId: AddressBookId,
  displayName: z.string(),
  company: z.string().optional(),
  title: z.string().optional(),
  emails: z.array(z.string()),
  phones: z.array(z.object({ kind: z.enum(["work", "mobile", "home", "other"]), number: z.string() })),
});
export type AddressEntry = z.infer<typeof AddressEntry>;

/** Secrets go in and never come out. */
export const AddressBook = z.object({
  id: AddressBookId,
  kind: z.enum(["imported", "carddav"]),
  name: z.string(),
  host: z.string().nullable(),
  entryCount: z.number().int(),
  readAt: z.iso.datetime().nullable(),
  error: ErrorCode.nullable(),
});
export type AddressBook = z.infer<typeof AddressBook>;

/** Beside the directory: own address books and groups of the organisation, by the start of words. */
export const addressSearch = defineCommand({
  name: "contacts:search-more",
  input: z.strictObject({ query: z.string().trim().min(1).max(NAME_MAX), limit: z.number().int().min(1).max(SEARCH_RESULTS_MAX).default(20) }),
  output: z.object({ entries: z.array(AddressEntry), groups: z.array(OrganisationGroup) }),
});

const Name = z.string().trim().min(1).max(NAME_MAX);

export const addressBooksRoute = defineRoute({ method: "GET", path: "/me/address-books", access: "user", summary: "My address books", input: z.strictObject({}), output: z.object({ books: z.array(AddressBook) }) });

/** Into the book of that name, made when there is none; entries with the same UID, or the same name and first address, are replaced. */
export const addressImportRoute = defineRoute({
  method: "POST",
  path: "/me/address-books/import",
  access: "user",
  summary: "Import vCard (RFC 6350, 2426) or CSV (RFC 4180) into an address book; all or nothing",
  input: z.strictObject({ name: Name, format: z.enum(["vcard", "csv"]), text: z.string().max(ADDRESS_TEXT_MAX) }),
  output: z.object({ book: AddressBook, imported: z.number().int(), /** Lines or cards without a name, an address and a number. */ skipped: z.number().int() }),
  bodyBytesMax: ADDRESS_TEXT_MAX * 2,
});

/** Read once before it is kept. */
export const addressBookConnectRoute = defineRoute({
  method: "POST",
  path: "/me/address-books",
  access: "user",
  summary: "Connect a CardDAV address book (RFC 6352)",
  input: z.strictObject({ name: Name, address: z.string().trim().max(2_000).regex(/^https?:\/\//i), username: z.string().max(NAME_MAX).default(""), password: z.string().max(1_000).default("") }),
  output: AddressBook,
});

export const addressBookRemoveRoute = defineRoute({ method: "DELETE", path: "/me/address-books/{addressBookId}", access: "user", summary: "Remove an address book and its entries", input: z.strictObject({ addressBookId: AddressBookId }), output: z.object({}) });

export const addressBookRefreshRoute = defineRoute({ method: "POST", path: "/me/address-books/{addressBookId}/refresh", access: "user", summary: "Read a connected address book again now", input: z.strictObject({ addressBookId: AddressBookId }), output: AddressBook });

/** An address book of mine came, went or changed: fetch them again. */
export const addressBooksChanged = defineEvent({ name: "address-books:changed", payload: z.object({}) });
