/** The cookies of a request (RFC 6265 §5.4): the first of a name counts, malformed pairs are left out. */
export function parseCookies(header: string | null | undefined): Record<string, string> {
  const cookies = Object.create(null) as Record<string, string>;
  for (const pair of (header ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at < 1) continue;
    const name = pair.slice(0, at).trim();
    const value = decoded(pair.slice(at + 1).trim());
    if (name !== "" && value !== null && !(name in cookies)) cookies[name] = value;
  }
  return cookies;
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null; // Not of our making.
  }
}

export type CookieOptions = {
  secure: boolean;
  /** In seconds; absent: until the browser is closed. */
  maxAgeS?: number;
};

/** One Set-Cookie line. No script reads it, and no other site's form sends it. */
export function printCookie(name: string, value: string, { secure, maxAgeS }: CookieOptions): string {
  const age = maxAgeS === undefined ? "" : `; Max-Age=${maxAgeS}`;
  return `${name}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}${age}`;
}

export const sessionCookieName = (secure: boolean): string => `${secure ? "__Secure-" : ""}parley.session`;

/** A Cookie header from pairs that a framework has taken apart. */
export const printCookieHeader = (pairs: readonly { name: string; value: string }[]): string => pairs.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join("; ");
