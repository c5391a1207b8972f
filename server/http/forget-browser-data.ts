import { printCookie, sessionCookieName } from "./cookies";
import type { Runtime } from "./runtime";

/**
 * Tells a browser to forget what it holds of this site: the session's cookie, and by Clear-Site-Data (W3C) caches, all
 * cookies and storage. Browsers obey the latter on https and loopback only, so the cookie is also taken by name.
 */
export function forgetBrowserData(rt: Pick<Runtime, "secureCookies">, headers: Headers): void {
  headers.append("set-cookie", printCookie(sessionCookieName(rt.secureCookies), "", { secure: rt.secureCookies, maxAgeS: 0 }));
  headers.set("clear-site-data", '"cache", "cookies", "storage"');
}
