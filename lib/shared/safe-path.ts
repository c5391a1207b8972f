/**
 * A path of this site from what somebody put into an address, such as `?next=`; anything that could lead elsewhere
 * gives the fallback. Browsers read a backslash as a slash and drop tabs and line feeds (WHATWG URL §4.4).
 */
export function safePath(unsafePath: string | null | undefined, fallback = "/"): string {
  if (!unsafePath?.startsWith("/") || /^\/[/\\]/.test(unsafePath) || /[\u0000-\u001f\u007f\\]/.test(unsafePath)) return fallback;
  const url = URL.parse(unsafePath, "http://site.invalid");
  if (url?.origin !== "http://site.invalid") return fallback;
  // Dot segments are gone now: "/.//elsewhere" has become "//elsewhere".
  return url.pathname.startsWith("//") ? fallback : `${url.pathname}${url.search}${url.hash}`;
}
