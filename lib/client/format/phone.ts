import type { CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/min";

type Parse = typeof parsePhoneNumberFromString;
let parse: Parse | undefined;

/** Brings the numbering plans (25 KB compressed); before that, numbers show as stored. Call it where numbers are shown. */
export async function loadPhoneFormat(): Promise<void> {
  parse ??= (await import("libphonenumber-js/min")).parsePhoneNumberFromString;
}

/**
 * A stored number (E.164) as its reader knows it: national for their own country, else international.
 * @param region ISO 3166 code of the reader's country, as in `en-US`; left out: always international.
 */
export function formatPhone(e164: string, region?: string): string {
  const number = parse?.(e164);
  if (!number) return e164;
  return region !== undefined && number.country === region ? number.formatNational() : number.formatInternational();
}

/**
 * What somebody typed as E.164, or null when it is no number.
 * @param region Country whose national form is meant where there is no `+`.
 */
export async function toE164(typed: string, region?: string): Promise<string | null> {
  await loadPhoneFormat();
  const number = parse?.(typed, region as CountryCode | undefined);
  return number?.isPossible() ? number.number : null;
}
