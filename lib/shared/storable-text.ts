/**
 * Where in a parsed value there is text that PostgreSQL cannot hold: U+0000, or half of a surrogate pair.
 *
 * @returns The dotted path of the first one, or null.
 */
export function findUnstorableText(value: unknown, path = ""): string | null {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0") ? null : path;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = findUnstorableText(inner, path === "" ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
