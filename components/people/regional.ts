/** The browser's own regional form of the language, so that `en-GB` keeps its 24 hours. */
export function regionalOf(locale: string): string {
  return (typeof navigator === "undefined" ? [] : navigator.languages).find((candidate) => candidate.split("-")[0] === locale) ?? locale;
}
