"use client";
import { useTranslations } from "next-intl";
import { useCallback, useSyncExternalStore } from "react";
import { type UserId } from "@/lib/protocol";
import { useClient } from "./client-context";
import { type GlyphState } from "./presence-glyph";
import { usePresence } from "./use-presence";
import { usePresenceWords } from "./use-presence-words";

/** How a person stands with me, for the glyph and for the line beside it. */
export type Standing = {
  readonly state: GlyphState | undefined;
  /** "In a call", "Blocked by you"; `null` before anything is known. */
  readonly words: string | null;
  /** The words with what the person says beside them, or where they are: "Away · “Lunch, back 15:00”". */
  readonly line: string | null;
};

/** The same everywhere a person is shown: their presence, or that I blocked them. `null`: nobody is asked for. */
export function useStanding(userId: UserId | null): Standing {
  const t = useTranslations("people");
  const view = usePresence(userId);
  const words = usePresenceWords();
  if (useIsBlocked(userId)) return { state: "blocked", words: t("state.blocked"), line: t("state.blocked") };
  if (!view) return { state: undefined, words: null, line: null };
  const said = words(view);
  const beside = view.note === undefined ? view.location : t("line.note", { note: view.note.replace(/\s+/gu, " ") });
  return { state: view.state, words: said, line: beside === undefined ? said : `${said} · ${beside}` };
}

/** Only the glyph's part, for pictures without words. */
export function useGlyphState(userId: UserId | null): GlyphState | undefined {
  const view = usePresence(userId);
  return useIsBlocked(userId) ? "blocked" : view?.state;
}

function useIsBlocked(userId: UserId | null): boolean {
  const { contacts, people } = useClient();
  const isBlocked = useCallback(
    () => userId !== null && (contacts.find(userId)?.seesMeAs ?? people.of(userId).getSnapshot().seesMeAs) === "blocked",
    [contacts, people, userId],
  );
  return useSyncExternalStore(contacts.subscribe, isBlocked, isBlocked);
}
