import type { PresenceState, PushMessage, UserId } from "@/lib/protocol";
import { LOCALES, type Locale, messagesOf } from "@/lib/messages";
import { classOf } from "./availability-class";

/** The best of our languages for a tag such as `de-AT`; English when there is none. */
function localeOf(language: string | null): Locale {
  const primary = language?.toLowerCase().split("-")[0];
  return LOCALES.find((locale) => locale === primary) ?? "en";
}

/** What a notification says about a tagged person, in its reader's language. */
export function tagMessage(person: { userId: UserId; displayName: string }, state: PresenceState, language: string | null): PushMessage {
  const { push } = messagesOf(localeOf(language)).alerts;
  return { kind: "tag", title: person.displayName, body: push[classOf(state) ?? "offline"], tag: `tag:${person.userId}`, path: `/p/${person.userId}` };
}
