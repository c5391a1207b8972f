"use client";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { dayNumberOf } from "./day-number";
import { clockOf, regionalOf } from "./regional";
import { useMinute } from "./use-minute";

/** Times in the reader's format and zone. */
export type Times = {
  /** "14:32" */
  time(atMs: number): string;
  /** "Today", "Yesterday", "Monday 13 October", with the year when it is another one. */
  day(atMs: number): string;
  /** For a list: the time today, the weekday in the last week, else the date. */
  short(atMs: number): string;
  /** Everything, for a tooltip. */
  full(atMs: number): string;
};

export function useTimes(): Times {
  const locale = useLocale();
  const t = useTranslations("timeline");
  const nowMs = useMinute();
  return useMemo(() => {
    const format = formatsOf(locale);
    const today = dayNumberOf(nowMs);
    const sameYear = (atMs: number): boolean => new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
    return {
      time: (atMs) => format.time.format(atMs),
      full: (atMs) => format.full.format(atMs),
      day(atMs) {
        const age = today - dayNumberOf(atMs);
        if (age === 0) return t("today");
        if (age === 1) return t("yesterday");
        return (sameYear(atMs) ? format.day : format.dayAndYear).format(atMs);
      },
      short(atMs) {
        const age = today - dayNumberOf(atMs);
        if (age <= 0) return format.time.format(atMs);
        if (age === 1) return t("yesterday");
        if (age < 7) return format.weekday.format(atMs);
        return (sameYear(atMs) ? format.date : format.dateAndYear).format(atMs);
      },
    };
  }, [locale, t, nowMs]);
}

function formatsOf(locale: string) {
  const of = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(regionalOf(locale), options);
  return {
    time: clockOf(locale),
    day: of({ weekday: "long", day: "numeric", month: "long" }),
    dayAndYear: of({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    weekday: of({ weekday: "short" }),
    date: of({ day: "numeric", month: "short" }),
    dateAndYear: of({ day: "numeric", month: "numeric", year: "2-digit" }),
    full: of({ dateStyle: "full", timeStyle: "medium" }),
  };
}
