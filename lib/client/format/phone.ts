import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";

/** ISO 3166-1 alpha-2. */
export type PhoneCountry = CountryCode;

/**
 * What a person typed as a phone number, in E.164; null when it is none. `00` and `+` begin an international number
 * anywhere; what begins otherwise belongs to `country`.
 */
export function phoneToE164(typed: string, country: PhoneCountry): string | null {
  const international = typed.trim().replace(/^00(?=[1-9])/u, "+");
  const parsed = parsePhoneNumberFromString(international, country);
  // Possible, not valid: the tables of valid numbers age, and a number of a film or a lab is one too.
  return parsed && !parsed.ext && parsed.isPossible() ? parsed.number : null;
}

/** For a reader in `country`: their own country's numbers without the country code, others international. */
export function phoneForReader(e164: string, country: PhoneCountry): string {
  const parsed = parsePhoneNumberFromString(e164);
  if (!parsed) return e164;
  return parsed.country === country ? parsed.formatNational() : parsed.formatInternational();
}

/** Always with the country code, in groups: for a field that is to be edited. */
export function phoneInternational(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}

/**
 * Which country's numbers a person means when they leave the country code out: that of a number they have already,
 * else that of their browser's languages (`en-GB`, `de-CH`), else the United States.
 */
export function phoneCountryOf(knownNumbers: readonly (string | null)[], languages: readonly string[]): PhoneCountry {
  for (const number of knownNumbers) {
    const parsed = number ? parsePhoneNumberFromString(number) : undefined;
    if (parsed?.country) return parsed.country;
    // Numbers kept free for examples belong to no country of the table; their code still says where.
    if (parsed?.countryCallingCode === "1") return "US";
  }
  for (const language of languages) {
    const region = regionOf(language);
    if (region && isSupportedCountry(region)) return region;
  }
  return "US";
}

function regionOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language).maximize().region;
  } catch (error) {
    // A browser may be told any text as its language.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
