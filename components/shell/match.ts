import { fold, wordsOf } from "@/lib/shared/fits";

/** Where the words of a query start in a text: the parts to show, those that match marked. Ignores case and accents. */
export function markedParts(text: string, query: string): readonly { readonly text: string; readonly isMatch: boolean }[] {
  const words = wordsOf(query);
  const folded = fold(text);
  // Folding may change the length ("ß", "ﬁ"); then marks would be wrong, and none are better.
  if (words.length === 0 || folded.length !== text.length) return [{ text, isMatch: false }];
  const parts: { text: string; isMatch: boolean }[] = [];
  let plainFrom = 0;
  for (const match of folded.matchAll(/[\p{L}\p{N}]+/gu)) {
    const word = words.find((candidate) => match[0].startsWith(candidate));
    if (word === undefined) continue;
    if (match.index > plainFrom) parts.push({ text: text.slice(plainFrom, match.index), isMatch: false });
    parts.push({ text: text.slice(match.index, match.index + word.length), isMatch: true });
    plainFrom = match.index + word.length;
  }
  if (plainFrom < text.length) parts.push({ text: text.slice(plainFrom), isMatch: false });
  return parts;
}
