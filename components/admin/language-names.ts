/** Languages one is likely to want, the program's own first (BCP 47). */
export const OFFERED_LANGUAGES = ["en", "de", "ar", "cs", "da", "es", "fi", "fr", "he", "hu", "it", "ja", "nb", "nl", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "zh"] as const;

/** A language's name in the reader's own: "German". */
export function languageName(code: string, locale: string): string {
  return new Intl.DisplayNames(locale, { type: "language" }).of(code) ?? code;
}

/** All of them in one line. */
export function languageNames(codes: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { style: "narrow", type: "unit" }).format(codes.map((code) => languageName(code, locale)));
}

/** The labels that say something, without blanks around them. */
export function filledLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).flatMap(([code, label]) => (label.trim() === "" ? [] : [[code, label.trim()]])));
}
