/** People for tests. The demo's five behave; the others have names that break careless code. */
export type CastMember = { email: string; givenName: string; familyName: string };

const person = (local: string, givenName: string, familyName: string): CastMember => ({ email: `${local}@example.com`, givenName, familyName });

export const anna = person("anna", "Anna", "Keller");
export const bob = person("bob", "Bob", "Okafor");
export const carol = person("carol", "Carol", "Lindqvist");
export const dave = person("dave", "Dave", "Moreau");
export const erin = person("erin", "Erin", "Walsh");

/** A zero-width space inside: looks like Bob, is not. */
export const bobZeroWidthSpace = person("bob.zero", "Bo\u200bb", "Okafor");
/** Written right to left, with an override that would turn the rest of a line. */
export const daveRightToLeft = person("dave.rtl", "\u202eevaD", "\u05de\u05d5\u05e8\u05d5");
export const markup = person("markup", "<img src=x onerror=alert(1)>", "</script><b>");
export const quotes = person("quotes", "O'Brien\"; DROP TABLE \"user\"; --", "\\");
/** One person, many code points: a family emoji and stacked accents. */
export const graphemes = person("graphemes", "👩‍👩‍👧‍👦", "Z̸͕̈́a̷͇̽l̶̰̇g̵̱̓o̸͙̽");
/** Differs from Anna by normalisation form only. */
export const decomposed = person("decomposed", "A\u030anna", "Kellér".normalize("NFD"));
export const wide = person("wide", "安娜", "克勒");
export const percent = person("percent", "100%_", "%s %d {0} ${1}");
export const veryLong = person("very.long", "N".repeat(200), "L".repeat(200));

export const hostileCast: readonly CastMember[] = [bobZeroWidthSpace, daveRightToLeft, markup, quotes, graphemes, decomposed, wide, percent, veryLong];
/** PostgreSQL's text cannot hold U+0000: the edge must refuse it. */
export const nullByte = person("null.byte", "Nul\u0000l", "Byte");
