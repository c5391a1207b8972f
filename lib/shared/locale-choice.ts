/** The language chosen on a page before anybody is signed in; kept until the browser closes. */
export const LOCALE_COOKIE = "parley-locale";

/** Languages in their own words. */
export const LOCALE_NAMES = { en: "English", de: "Deutsch" } as const;
