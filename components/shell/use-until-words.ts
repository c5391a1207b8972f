"use client";
import { useTranslations } from "next-intl";
import { useTimes } from "@/components/people/use-times";
import { dayNumberOf } from "@/components/people/day-number";
import { useMinute } from "@/components/people/use-minute";

/** "until 15:00", with the day when it is another one. */
export function useUntilWords(): (until: string) => string {
  const t = useTranslations("shell.until");
  const times = useTimes();
  const nowMs = useMinute();
  return (until) => {
    const atMs = Date.parse(until);
    // Midnight belongs to the day that it ends.
    if (dayNumberOf(atMs - 1) === dayNumberOf(nowMs)) return dayNumberOf(atMs) === dayNumberOf(nowMs) ? t("time", { time: times.time(atMs) }) : t("midnight");
    return t("day", { day: times.day(atMs), time: times.time(atMs) });
  };
}
