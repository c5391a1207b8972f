/**
 * Whether a request that changes something comes from our own pages. A browser names the Origin of every such request
 * (Fetch §3.2); a program that is no browser sends none, and holds no ambient cookie either.
 */
export function isFromOwnSite(headers: { get(name: string): string | null }, publicUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const origin = headers.get("origin");
  if (origin === null) return true;
  if (origin === publicUrl) return true;
  const parsed = URL.parse(origin);
  // A page that came without TLS may be anybody's on the way, whatever host it says (RFC 6454 §4: the scheme counts).
  if (publicUrl.startsWith("https:") && parsed?.protocol !== "https:") return false;
  // The same server under another of its names, such as localhost for 127.0.0.1: what the browser itself calls its own.
  return parsed !== null && parsed.host !== "" && parsed.host === (headers.get("x-forwarded-host") ?? headers.get("host"));
}
