/** Without case and accents: what comparing words is done with. */
export const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** The words of a query, folded. */
export const wordsOf = (query: string): readonly string[] => fold(query).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Whether every word of the query starts a word of the text. An empty query fits everything. */
export function fits(text: string, query: string): boolean {
  const starts = wordsOf(text);
  return wordsOf(query).every((word) => starts.some((start) => start.startsWith(word)));
}
