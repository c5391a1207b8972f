/** Where a signed-in person goes when the page was not told. */
export const HOME = "/";

/**
 * The place a person wanted to reach, if it is one of ours: an absolute path of this site. Anything else, above all
 * another site's address, is home, so that a link to the sign-in page cannot lead a person astray (OWASP: open redirect).
 */
export function safeReturnPath(wanted: string | null | undefined): string {
  if (!wanted || !wanted.startsWith("/")) return HOME;
  // A browser drops tabs and line ends, and reads a backslash as a slash: "/\t/evil" is another site's address.
  if (/[\u0000-\u001f\u007f\\]/u.test(wanted)) return HOME;
  const parsed = URL.parse(wanted, "http://site.invalid");
  if (!parsed || parsed.origin !== "http://site.invalid" || /^\/\//u.test(wanted)) return HOME;
  const path = parsed.pathname;
  if (/^\/(sign-in|signed-out|setup|invitation|api)(\/|$)/u.test(path)) return HOME;
  return `${path}${parsed.search}${parsed.hash}`;
}

export type Destination = "none" | "conversation" | "settings" | "admin" | "other";

/** What kind of place it is, to say it in words; the place itself tells nobody its name before they are signed in. */
export function destinationOf(path: string): Destination {
  if (path === HOME) return "none";
  const first = path.split(/[/?#]/u)[1];
  if (first === "c" || first === "p") return "conversation";
  if (first === "settings") return "settings";
  if (first === "admin") return "admin";
  return "other";
}
