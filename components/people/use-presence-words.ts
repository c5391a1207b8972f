"use client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { type PresenceView } from "@/lib/protocol";
import { useMinute } from "./use-minute";
import { type Duration, presenceLineOf } from "./presence-line";

/** Words a presence in the reader's language: "In a call", "Inactive for 7 min", "Available, mobile". */
export function usePresenceWords(): (view: PresenceView) => string {
  const t = useTranslations("people");
  const nowMs = useMinute();
  return useCallback(
    (view) => {
      const duration = ({ unit, count }: Duration): string =>
        unit === "days" ? t("duration.days", { count }) : t(`duration.${unit}`, { count: String(count) });
      const state = t(`state.${view.state}`);
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
    [t, nowMs],
  );
}
