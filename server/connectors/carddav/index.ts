import { createHash } from "node:crypto";
import { ADDRESS_ENTRIES_MAX } from "@/lib/protocol";
import { CARDDAV, createDav, type Dav, escapeXml, findCollections, textAt } from "@/server/connectors/dav";
import type { AddressBookReader, ReadBook, RemoteBook } from "@/server/domain/address-book";
import { AppError, isAppError } from "@/server/domain/errors";
import type { GuardedFetch } from "@/server/domain/guarded-fetch";

/** Cards asked for at once: few enough that their pictures fit into an answer, as a rule. */
const BATCH = 100;
/** Text of all cards together, in UTF-16 code units. Pictures are taken out of each before it counts. */
const CARDS_TEXT_MAX = 20_000_000;

const LIST = `<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><getetag/></prop></propfind>`;

/** Reads address books of CardDAV servers (RFC 6352) over the guarded way out. */
export function createAddressBookReader(fetch: GuardedFetch): AddressBookReader {
  return { read: (remote, options) => readCardDav(fetch, remote, options) };
}

/**
 * All address books that the address leads to. The validator is a digest of their marks, or of the entity tags of all cards where
 * a server has no marks: then the list is asked for each time, and the cards only when it is another one.
 */
async function readCardDav(fetch: GuardedFetch, remote: RemoteBook, { validator, signal }: Parameters<AddressBookReader["read"]>[1]): Promise<ReadBook> {
  const dav = createDav(fetch, remote, signal);
  const books = await findCollections(dav, remote.address, CARDDAV);
  if (books.length === 0) throw new AppError("remote_invalid", { host: new URL(remote.address).host, reason: "no address book" });
  const marked = books.every(({ mark }) => mark !== null);
  const marks = marked ? digest(books.map(({ url, mark }) => [url, mark])) : null;
  if (marks !== null && marks === validator) return { unchanged: true };

  const listed = await Promise.all(books.map(({ url }) => listCards(dav, url)));
  const count = listed.reduce((sum, cards) => sum + cards.length, 0);
  if (count > ADDRESS_ENTRIES_MAX) throw new AppError("address_entry_limit", { count });
  const next = marks ?? digest(listed.flat().map(({ url, etag }) => [url, etag]));
  if (next === validator) return { unchanged: true };

  const cards: string[] = [];
  let size = 0;
  for (const [index, { url }] of books.entries()) {
    for (let from = 0; from < listed[index]!.length; from += BATCH) {
      for (const card of await readCards(dav, url, listed[index]!.slice(from, from + BATCH).map((one) => one.url))) {
        size += card.length;
        if (size > CARDS_TEXT_MAX) throw new AppError("too_large", { host: new URL(url).host });
        cards.push(card);
      }
    }
  }
  return { unchanged: false, cards, validator: next };
}

const digest = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("base64url");

/** Of one book, without the collection itself and what has no entity tag: a collection inside it. */
async function listCards(dav: Dav, book: string): Promise<{ url: string; etag: string }[]> {
  const found = await dav.propfind(book, 1, LIST);
  return found
    .flatMap(({ url, props }) => {
      const etag = textAt(props, "getetag");
      return etag === null || samePlace(url, book) ? [] : [{ url, etag }];
    })
    .sort((a, b) => (a.url < b.url ? -1 : 1));
}

const samePlace = (a: string, b: string): boolean => a.replace(/\/$/, "") === b.replace(/\/$/, "");

/** addressbook-multiget, RFC 6352 §8.7. Too long an answer is asked for in halves; one card that is too long by itself is left out. */
async function readCards(dav: Dav, book: string, urls: readonly string[]): Promise<string[]> {
  try {
    const hrefs = urls.map((url) => `<href>${escapeXml(new URL(url).pathname)}</href>`).join("");
    const body = `<?xml version="1.0" encoding="utf-8"?><K:addressbook-multiget xmlns="DAV:" xmlns:K="${CARDDAV.namespace}"><prop><getetag/><K:address-data/></prop>${hrefs}</K:addressbook-multiget>`;
    const found = await dav.report(book, 1, body);
    return found.flatMap(({ props }) => withoutPictures(textAt(props, "address-data") ?? ""));
  } catch (error) {
    if (!isAppError(error) || error.code !== "too_large") throw error;
    if (urls.length <= 1) return [];
    const half = Math.ceil(urls.length / 2);
    return [...(await readCards(dav, book, urls.slice(0, half))), ...(await readCards(dav, book, urls.slice(half)))];
  }
}

/** Nobody looks at them here, and they are most of a card. */
function withoutPictures(card: string): string[] {
  if (card.trim() === "") return [];
  const lines: string[] = [];
  let inPicture = false;
  for (const line of card.split(/\r\n|\r|\n/)) {
    if (!/^[ \t]/.test(line)) inPicture = /^([\w-]+\.)?(PHOTO|LOGO|SOUND|KEY)[;:]/i.test(line);
    if (!inPicture) lines.push(line);
  }
  return [lines.join("\n")];
}
