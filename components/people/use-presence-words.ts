"use client";
import { useLocale, useTranslations } from "next-intl";
import { useCallback } from "react";
import { type PresenceView } from "@/lib/protocol";
import { useClient, useStore } from "./client-context";
import { customLabelOf } from "./custom-label";
import { useMinute } from "./use-minute";
import { type Duration, presenceLineOf } from "./presence-line";

/** Words a presence in the reader's language: "In a call", "Inactive for 7 min", "Available, mobile", "In court". */
export function usePresenceWords(): (view: PresenceView) => string {
  const t = useTranslations("people");
  const locale = useLocale();
  const nowMs = useMinute();
  const states = useStore(useClient().presence.states);
  return useCallback(
    (view) => {
      const duration = ({ unit, count }: Duration): string =>
        unit === "days" ? t("duration.days", { count }) : t(`duration.${unit}`, { count: String(count) });
      const custom = view.customStateId === undefined ? undefined : states.find(({ id }) => id === view.customStateId);
      const state = (custom && customLabelOf(custom, locale)) ?? t(`state.${view.state}`);
      const activity = view.activity === undefined ? state : t(`activity.${view.activity}`);
      const line = presenceLineOf(view, nowMs);
      switch (line.kind) {
        case "state":
          return state;
        case "activity":
          return activity;
        case "mobile":
          return t("line.onMobile", { state });
        case "phone":
          return t("line.onPhone", { state });
        case "idle":
          return t("line.idleFor", { state, duration: duration(line.idle) });
        case "activity-idle":
          return t("line.activityIdle", { activity, duration: duration(line.idle) });
      }
    },
    [t, locale, states, nowMs],
  );
}
