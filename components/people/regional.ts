/** A browser may be told any text as its language: WebKit on a machine without one says "C", and `Intl` throws at that. */
const languages = (): readonly string[] => (typeof navigator === "undefined" ? [] : navigator.languages.filter(isLanguageTag));

function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The browser's own regional form of the language, so that `en-GB` keeps its 24 hours. */
export function regionalOf(locale: string): string {
  return languages().find((candidate) => candidate.split("-")[0] === locale) ?? locale;
}

/** "14:05" or "2:05 PM": as the reader's region has it, also when they read in the language of another one. */
export function clockOf(locale: string, timeZone?: string): Intl.DateTimeFormat {
  const regional = regionalOf(locale);
  const home = regional === locale ? (languages()[0] ?? locale) : regional;
  const { hourCycle = "h23" } = new Intl.DateTimeFormat(home, { hour: "numeric" }).resolvedOptions();
  const hour = hourCycle === "h23" || hourCycle === "h24" ? "2-digit" : "numeric";
  return new Intl.DateTimeFormat(regional, { hour, minute: "2-digit", hourCycle, ...(timeZone === undefined ? {} : { timeZone }) });
}
