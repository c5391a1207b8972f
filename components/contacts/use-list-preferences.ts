"use client";
import { useState } from "react";
import { DEFAULT_PREFERENCES, type ListPreferences } from "./list-rows";

const KEY = "parley.list";

/** How the list is folded and sorted; remembered in this browser, but never on a public computer [F107]. */
export function useListPreferences(publicComputer: boolean): readonly [ListPreferences, (change: Partial<ListPreferences>) => void] {
  const [preferences, setPreferences] = useState(() => (publicComputer ? DEFAULT_PREFERENCES : read()));
  const change = (patch: Partial<ListPreferences>): void => {
    const next = { ...preferences, ...patch };
    setPreferences(next);
    if (!publicComputer) write(next);
  };
  return [preferences, change];
}

function read(): ListPreferences {
  if (typeof window === "undefined") return DEFAULT_PREFERENCES;
  try {
    const held = JSON.parse(window.localStorage.getItem(KEY) ?? "{}") as Partial<Record<keyof ListPreferences, unknown>>;
    return {
      collapsed: Array.isArray(held.collapsed) ? held.collapsed.filter((key): key is string => typeof key === "string") : [],
      sort: held.sort === "availability" ? "availability" : "name",
      hideOffline: held.hideOffline === true,
    };
  } catch {
    // Storage is switched off, or what lies there is not ours.
    return DEFAULT_PREFERENCES;
  }
}

function write(preferences: ListPreferences): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Storage is full or switched off: the choice holds as long as the page.
    return;
  }
}
