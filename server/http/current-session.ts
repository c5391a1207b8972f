import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Me } from "@/lib/protocol";
import { safePath } from "@/lib/shared/safe-path";
import { type Authenticated, authenticate } from "./authenticate";
import { printCookieHeader } from "./cookies";
import { runtime } from "./runtime";

/**
 * Who asks for this page, by cookie and session row; null for nobody. Reading the cookie makes the page dynamic: it is
 * rendered for each request and never cached.
 */
export async function currentSession(): Promise<Authenticated | null> {
  // First of all: while pages are built there is no runtime, and asking for a cookie tells the builder to leave this page alone.
  const all = (await cookies()).getAll();
  const rt = runtime();
  return authenticate({ identity: rt.identity, sessionSecret: rt.auth.sessionSecret, secureCookies: rt.secureCookies }, printCookieHeader(all));
}

/** The caller's own data, for the first rendering of a page; a stranger is sent to sign in and then to `path`. */
export async function requireMe(path: string): Promise<Me> {
  const session = await currentSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(safePath(path))}`);
  return runtime().identity.me(session);
}

/** The same for administrators; anybody else goes to the workspace. */
export async function requireAdministrator(path: string): Promise<Me> {
  const me = await requireMe(path);
  if (me.role !== "admin") redirect("/");
  return me;
}

/** The browser's languages, best first, as it said them. */
export async function acceptedLanguages(): Promise<string> {
  return (await headers()).get("accept-language") ?? "";
}
