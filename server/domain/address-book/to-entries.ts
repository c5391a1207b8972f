import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { ADDRESS_ENTRIES_MAX, type AddressEntryId, NAME_MAX } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { AppError } from "../errors";
import type { NewEntry, RawEntry } from "./ports";

/** Addresses, and numbers, kept of one entry; the others are left out. */
const VALUES_MAX = 20;
/** Longest mail address, RFC 5321 §4.5.3.1.3, and longest number that is kept as it was typed. */
const EMAIL_MAX = 254;
const NUMBER_MAX = 60;
const UID_MAX = 255;
/** After so many entries others get their turn: a large file is work for a second. */
const TURN = 100;

export type Entries = { entries: NewEntry[]; /** Without a name, an address and a number. */ skipped: number };

/**
 * Cleans what was read: texts without control characters and not too long, numbers in E.164 where they can be read as such, each
 * entry once. Of two with the same uid, or the same name and first address, the later one stays.
 *
 * @param workPhone The owner's: numbers without a country code are of its country.
 * @throws AppError `address_entry_limit` for more entries than any person may keep, and what `raw` throws.
 */
export async function toEntries(raw: Iterable<RawEntry | null> | AsyncIterable<RawEntry | null>, workPhone: string | null): Promise<Entries> {
  const country = countryOf(workPhone);
  const byUid = new Map<string, NewEntry>();
  const uidByLook = new Map<string, string>();
  let [read, skipped] = [0, 0];
  for await (const entry of raw) {
    read += 1;
    if (read % TURN === 0) await setImmediate();
    const cleaned = entry && toEntry(entry, country);
    if (!cleaned) {
      skipped += 1;
      continue;
    }
    const look = lookOf(cleaned);
    const earlier = byUid.get(cleaned.uid);
    if (earlier) uidByLook.delete(lookOf(earlier));
    const alike = uidByLook.get(look);
    if (alike !== undefined) byUid.delete(alike);
    byUid.set(cleaned.uid, cleaned);
    uidByLook.set(look, cleaned.uid);
    if (byUid.size > ADDRESS_ENTRIES_MAX) throw new AppError("address_entry_limit", { read });
  }
  return { entries: [...byUid.values()], skipped };
}

/** What two entries share that are one: the store compares the same. */
const lookOf = ({ displayName, emails, phones }: Pick<NewEntry, "displayName" | "emails" | "phones">): string =>
  `${displayName.toLowerCase()}\0${emails[0]?.toLowerCase() ?? phones[0]?.number ?? ""}`;

function toEntry(raw: RawEntry, country: CountryCode | undefined): NewEntry | null {
  const emails = unique(raw.emails.map((email) => clean(email, EMAIL_MAX + 1)).filter((email) => email.length <= EMAIL_MAX && /^[^\s@]+@[^\s@]+$/.test(email)), (email) => email.toLowerCase());
  const phones = unique(
    raw.phones.map(({ kind, number }) => ({ kind, number: toNumber(clean(number, NUMBER_MAX), country) })).filter(({ number }) => /\d/.test(number)),
    ({ number }) => number,
  );
  const [company, title] = [clean(raw.company, NAME_MAX), clean(raw.title, NAME_MAX)];
  const displayName = clean(raw.displayName, NAME_MAX) || company || (emails[0] ?? phones[0]?.number ?? "");
  if (displayName === "") return null;
  const entry = { displayName, emails, phones };
  const given = clean(raw.uid ?? "", UID_MAX + 1);
  const uid = given !== "" && given.length <= UID_MAX ? given : `look:${createHash("sha256").update(given === "" ? lookOf(entry) : (raw.uid ?? "")).digest("base64url")}`;
  return { id: uuidV7() as AddressEntryId, uid, ...entry, ...(company === "" ? {} : { company }), ...(title === "" ? {} : { title }) };
}

/** One line without control characters, whole characters only. */
function clean(text: string, max: number): string {
  const line = text.toWellFormed().normalize("NFC").replace(/[\p{Cc}\s]+/gu, " ").trim();
  return (line.length <= max ? line : line.slice(0, max)).replace(/[\ud800-\udbff]$/, "").trim();
}

function unique<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  const seen = new Set<string>();
  return values.filter((value) => !seen.has(keyOf(value)) && seen.add(keyOf(value))).slice(0, VALUES_MAX);
}

function countryOf(workPhone: string | null): CountryCode | undefined {
  const parsed = workPhone === null ? undefined : parsePhoneNumberFromString(workPhone);
  // Where several countries share a code, a number need not tell which one it is of.
  return parsed?.country ?? parsed?.getPossibleCountries()[0];
}

/** E.164 where it can be read as such, also without a trunk prefix; else as it was typed. */
function toNumber(typed: string, country: CountryCode | undefined): string {
  if (/^\+[1-9]\d{6,14}$/.test(typed)) return typed;
  const parsed = parsePhoneNumberFromString(typed.replace(/^00\s?(?=[1-9])/, "+"), country === undefined ? {} : { defaultCountry: country });
  return parsed && !parsed.ext && parsed.isPossible() ? parsed.number : typed;
}
