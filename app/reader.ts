import { cache } from "react";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { type Locale, localeFromAcceptLanguage, LOCALES } from "@/lib/messages";
import { DEFAULT_SETTINGS, type Me, type Settings } from "@/lib/protocol";
import { LOCALE_COOKIE } from "@/lib/shared/locale-choice";
import { currentSession } from "@/server/http/current-session";
import { runtime } from "@/server/http/runtime";

export type Reader = {
  /** Null: nobody is signed in. */
  me: Me | null;
  locale: Locale;
  look: Pick<Settings, "theme" | "density">;
};

/** For whom this request's page is: asked once per request, however many layouts and pages need it. */
export const reader = cache(async (): Promise<Reader> => {
  // Pages are made for a request, never at build time: then there is no running system to ask.
  await connection();
  const session = await currentSession();
  const me = session ? await runtime().identity.me(session) : null;
  return { me, locale: me?.settings.language ?? (await browserLocale()), look: me?.settings ?? DEFAULT_SETTINGS };
});

/** For pages of the signed-in: a stranger is sent to sign in, and then to `path`. */
export async function requireReader(path: string): Promise<Me> {
  const { me } = await reader();
  if (!me) redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
  return me;
}

async function browserLocale(): Promise<Locale> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  return LOCALES.find((locale) => locale === chosen) ?? localeFromAcceptLanguage((await headers()).get("accept-language"));
}
