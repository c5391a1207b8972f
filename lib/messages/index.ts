import { addressBooks as addressBooksDe } from "./de/address-books";
import { admin as adminDe } from "./de/admin";
import { alerts as alertsDe } from "./de/alerts";
import { auth as authDe } from "./de/auth";
import { calendars as calendarsDe } from "./de/calendars";
import { contacts as contactsDe } from "./de/contacts";
import { conversation as conversationDe } from "./de/conversation";
import { people as peopleDe } from "./de/people";
import { privacy as privacyDe } from "./de/privacy";
import { settings as settingsDe } from "./de/settings";
import { shell as shellDe } from "./de/shell";
import { sources as sourcesDe } from "./de/sources";
import { timeline as timelineDe } from "./de/timeline";
import { ui as uiDe } from "./de/ui";
import { addressBooks } from "./en/address-books";
import { admin } from "./en/admin";
import { alerts } from "./en/alerts";
import { auth } from "./en/auth";
import { calendars } from "./en/calendars";
import { contacts } from "./en/contacts";
import { conversation } from "./en/conversation";
import { people } from "./en/people";
import { privacy } from "./en/privacy";
import { settings } from "./en/settings";
import { shell } from "./en/shell";
import { sources } from "./en/sources";
import { timeline } from "./en/timeline";
import { ui } from "./en/ui";
import type { Translated } from "./translated";

/** One file per namespace and language; English is written first and gives the keys. */
const en = { ui, auth, settings, admin, shell, people, timeline, contacts, conversation, alerts, privacy, sources, calendars, addressBooks } as const;

export type Messages = typeof en;

const de: Translated<Messages> = {
  ui: uiDe,
  auth: authDe,
  settings: settingsDe,
  admin: adminDe,
  shell: shellDe,
  people: peopleDe,
  timeline: timelineDe,
  contacts: contactsDe,
  conversation: conversationDe,
  privacy: privacyDe,
  sources: sourcesDe,
  calendars: calendarsDe,
  addressBooks: addressBooksDe,
  alerts: alertsDe,
};

/** Languages with a catalogue, the fallback first. */
export const LOCALES = ["en", "de"] as const;
export type Locale = (typeof LOCALES)[number];

const CATALOGUES: Record<Locale, Translated<Messages>> = { en, de };

/** All texts in one language. For the server, mail and tests; a browser gets them with its page. */
export function messagesOf(locale: Locale): Messages {
  // The keys are the same by type; the words differ, which the literal types of English do not know.
  return CATALOGUES[locale] as Messages;
}

/**
 * The best of our languages for an `Accept-Language` header (RFC 9110 §12.5.4): by quality, then by order.
 * `de-AT` is served by `de`. English when nothing fits.
 */
export function localeFromAcceptLanguage(header: string | null): Locale {
  const wanted = (header ?? "")
    .split(",")
    .map((part) => {
      const [range = "", ...parameters] = part.trim().split(";");
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/u.exec(parameter)?.[1]).find((value) => value !== undefined);
      return { language: range.toLowerCase().split("-")[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality);
  for (const { language } of wanted) {
    const locale = LOCALES.find((candidate) => candidate === language);
    if (locale) return locale;
  }
  return "en";
}
