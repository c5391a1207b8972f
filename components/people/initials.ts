/** The six quiet colour pairs of initials. */
export const AVATAR_HUES = ["blue", "teal", "green", "sand", "rose", "plum"] as const;
export type AvatarHue = (typeof AVATAR_HUES)[number];

/**
 * The colour of a person's initials: a hash of the identity (FNV-1a, 32 bit), never of the name, so that it
 * stays when somebody marries and differs between two namesakes.
 */
export function avatarHueOf(id: string): AvatarHue {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash ^= id.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return AVATAR_HUES[hash % AVATAR_HUES.length] ?? "blue";
}

/** First letters of the first and the last word; one letter for one word; a question mark for none. Grapheme-aware. */
export function initialsOf(name: string): string {
  const words = name
    .normalize("NFC")
    .split(/[\s,]+/u)
    .filter((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word));
  const first = words[0];
  if (first === undefined) return "?";
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last].map((word) => (word === undefined ? "" : firstGrapheme(word))).join("");
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function firstGrapheme(word: string): string {
  for (const { segment } of graphemes.segment(word)) {
    // Skips an opening bracket or quote; an emoji or a letter of any script stands as it is.
    if (/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(segment)) return segment.toLocaleUpperCase();
  }
  return "";
}
