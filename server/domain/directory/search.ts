import { ACCESS_LEVELS, type AccessLevel, type PersonCard, type UserId } from "@/lib/protocol";
import { type PhoneField, phonesSeenBy, viewPerson } from "../presence";
import type { Viewed } from "../viewed";
import type { DirectoryStore } from "./ports";

const PHONES_SEEN_BY = Object.fromEntries(ACCESS_LEVELS.map((level) => [level, phonesSeenBy(level)])) as Record<AccessLevel, readonly PhoneField[]>;

/** Fewer digits would find half of the organisation. */
const PHONE_DIGITS_MIN = 3;

/**
 * Finds people by the start of any word of their name or of their mail alias, or by digits of a number. Every word of
 * the query must be found. Case and accents make no difference. A number that the searcher may not see finds nobody.
 *
 * @returns Cards as the searcher may see them, contacts first.
 */
export async function search(deps: { store: DirectoryStore }, searcherId: UserId, input: { query: string; limit: number }): Promise<Viewed<PersonCard>[]> {
  const found = await deps.store.search(searcherId, {
    text: input.query,
    phoneDigits: phoneDigitsOf(input.query),
    phonesSeenBy: PHONES_SEEN_BY,
    limit: input.limit,
  });
  return found.map(({ person, level }) => viewPerson(person, level));
}

/**
 * Digits to look for in E.164 numbers: without separators, and without the zeros that a national or international
 * prefix begins with, so that "0202 555-0101" finds +12025550101.
 */
export function phoneDigitsOf(query: string): string | null {
  if (!/^\+?[\d\s().\/-]+$/.test(query)) return null;
  const digits = query.replace(/\D/g, "").replace(/^0+/, "");
  return digits.length >= PHONE_DIGITS_MIN ? digits : null;
}
