"use client";
import { FolderPlus, LogOut, Palette, RotateCcw, Rows3, ShieldCheck, SlidersHorizontal, SquarePen, UserPlus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { type ReactNode, useMemo } from "react";
import { type AddressEntry, ManualState, type OrganisationGroup, type Settings, Theme } from "@/lib/protocol";
import { useClient, useStore } from "@/components/people/client-context";
import { customLabelOf } from "@/components/people/custom-label";
import { PresenceGlyph } from "@/components/people/presence-glyph";
import { useReport } from "@/components/people/report-context";
import { stateChoices } from "./state-choices";

export type Action = { readonly id: string; readonly label: string; readonly icon: ReactNode; readonly isCommon: boolean; run(): void };

/** What the palette found that the contact list has a dialog for. */
export type Found =
  | { readonly kind: "add-number"; readonly number: string }
  | { readonly kind: "address-entry"; readonly entry: AddressEntry }
  | { readonly kind: "organisation-group"; readonly group: OrganisationGroup };

export type ShellActions = { ask(about: Found): void; newConversation(): void; addPerson(): void; newGroup(): void; signOut(): void };

/** Everything the palette can do, in the reader's words. */
export function useActions(on: ShellActions): readonly Action[] {
  const t = useTranslations("shell.palette");
  const states = useTranslations("people.state");
  const locale = useLocale();
  const router = useRouter();
  const client = useClient();
  const report = useReport();
  const me = useStore(client.session);
  const isAdmin = me.role === "admin";
  const customStates = useStore(client.presence.states);

  return useMemo(() => {
    const look = { "aria-hidden": true, size: 16, strokeWidth: 1.75 } as const;
    const set = (patch: Partial<Settings>): void => report(client.session.updateSettings(patch));
    const themes = { system: t("themeSystem"), light: t("themeLight"), dark: t("themeDark"), contrast: t("themeContrast") };
    const all: Action[] = [
      { id: "new", label: t("doNew"), icon: <SquarePen {...look} />, isCommon: true, run: on.newConversation },
      { id: "add", label: t("doAddPerson"), icon: <UserPlus {...look} />, isCommon: true, run: on.addPerson },
      { id: "group", label: t("doNewGroup"), icon: <FolderPlus {...look} />, isCommon: false, run: on.newGroup },
      { id: "settings", label: t("doSettings"), icon: <SlidersHorizontal {...look} />, isCommon: true, run: () => router.push("/settings") },
    ];
    if (isAdmin) all.push({ id: "admin", label: t("doAdmin"), icon: <ShieldCheck {...look} />, isCommon: true, run: () => router.push("/admin") });
    for (const { key, state, custom } of stateChoices(ManualState.options, customStates)) {
      const words = (custom && customLabelOf(custom, locale)) ?? states(state);
      all.push({ id: `state:${key}`, label: t("doState", { state: words }), icon: <PresenceGlyph state={state} />, isCommon: false, run: () => report(client.presence.setManual(state, custom ? { customStateId: custom.id } : {})) });
    }
    all.push({ id: "reset", label: t("doReset"), icon: <RotateCcw {...look} />, isCommon: false, run: () => report(client.presence.setManual(null)) });
    for (const theme of Theme.options) all.push({ id: `theme:${theme}`, label: t("doTheme", { theme: themes[theme] }), icon: <Palette {...look} />, isCommon: false, run: () => set({ theme }) });
    for (const density of ["comfortable", "compact"] as const) {
      all.push({ id: `density:${density}`, label: t("doDensity", { density: density === "compact" ? t("densityCompact") : t("densityComfortable") }), icon: <Rows3 {...look} />, isCommon: false, run: () => set({ density }) });
    }
    all.push({ id: "out", label: t("doSignOut"), icon: <LogOut {...look} />, isCommon: false, run: on.signOut });
    return all;
  }, [t, states, locale, router, client, report, isAdmin, customStates, on]);
}
