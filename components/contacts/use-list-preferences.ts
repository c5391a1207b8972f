"use client";
import { useState } from "react";
import { type Settings } from "@/lib/protocol";
import { useClient, useStore } from "@/components/people/client-context";
import { useReport } from "@/components/people/report-context";
import { DEFAULT_PREFERENCES, type ListPreferences } from "./list-rows";

const KEY = "parley.list";

/** What is folded and hidden, here. */
type Local = Omit<ListPreferences, "view" | "sort">;

/**
 * How the list is arranged. View and order are settings and go with their owner; what is folded is remembered in this
 * browser, but never on a public computer [F107].
 */
export function useListPreferences(): readonly [ListPreferences, (change: Partial<ListPreferences>) => void] {
  const client = useClient();
  const report = useReport();
  const { settings, session } = useStore(client.session);
  const { publicComputer } = session;
  const [local, setLocal] = useState<Local>(() => (publicComputer ? DEFAULT_PREFERENCES : read()));
  const change = ({ view, sort, ...patch }: Partial<ListPreferences>): void => {
    const settingsPatch: Partial<Settings> = { ...(view && { listView: view }), ...(sort && { listSort: sort }) };
    if (view !== undefined || sort !== undefined) report(client.session.updateSettings(settingsPatch));
    const next = { ...local, ...patch };
    setLocal(next);
    if (!publicComputer) write(next);
  };
  return [{ ...local, view: settings.listView, sort: settings.listSort }, change];
}

function read(): Local {
  if (typeof window === "undefined") return DEFAULT_PREFERENCES;
  try {
    const held = JSON.parse(window.localStorage.getItem(KEY) ?? "{}") as Partial<Record<keyof Local, unknown>>;
    return { collapsed: textsOf(held.collapsed), expanded: textsOf(held.expanded), hideOffline: held.hideOffline === true };
  } catch {
    // Storage is switched off, or what lies there is not ours.
    return DEFAULT_PREFERENCES;
  }
}

const textsOf = (held: unknown): readonly string[] => (Array.isArray(held) ? held.filter((key): key is string => typeof key === "string") : []);

function write({ collapsed, expanded, hideOffline }: Local): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify({ collapsed, expanded, hideOffline }));
  } catch {
    // Storage is full or switched off: the choice holds as long as the page.
    return;
  }
}
