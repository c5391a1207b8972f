const DAY_MS = 86_400_000;

/** Formats of one reader. Making them is slow, using them is not: make one per locale and zone, and keep it. */
export type TimeFormat = {
  /** "14:05" */
  clock(atMs: number): string;
  /** For a list, ever coarser: the time today, "Yesterday", the weekday this week, else the date. */
  listTime(atMs: number, nowMs: number): string;
  /** For the line between two days: "Today", "Yesterday", else the date with its weekday. */
  dayLabel(atMs: number, nowMs: number): string;
  /** Everything, for a tooltip. */
  full(atMs: number): string;
  /** "12 min", "3 hr": how long something has lasted, in its largest unit, rounded down. */
  elapsed(forMs: number): string;
  /** Key that is alike for all times of one day of the reader. */
  dayKey(atMs: number): string;
};

/** @param timeZone IANA; left out: the device's. */
export function createTimeFormat(locale: string, timeZone?: string): TimeFormat {
  const zone = timeZone === undefined ? {} : { timeZone };
  const clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", ...zone });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "short", ...zone });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "short", ...zone });
  const longDate = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", ...zone });
  const longDateWithYear = new Intl.DateTimeFormat(locale, { dateStyle: "full", ...zone });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short", ...zone });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const ymd = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", ...zone });

  const dayKey = (atMs: number): string => ymd.format(atMs);
  /** Whole days of the reader's calendar, not of 24 h: a change of clocks makes a day shorter. */
  const daysAgo = (atMs: number, nowMs: number): number => Math.round((Date.parse(dayKey(nowMs)) - Date.parse(dayKey(atMs))) / DAY_MS);
  const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);

  return {
    clock: (atMs) => clock.format(atMs),
    listTime(atMs, nowMs) {
      const days = daysAgo(atMs, nowMs);
      if (days <= 0) return clock.format(atMs);
      if (days === 1) return capital(relative.format(-1, "day"));
      return days < 7 ? weekday.format(atMs) : date.format(atMs);
    },
    dayLabel(atMs, nowMs) {
      const days = daysAgo(atMs, nowMs);
      if (days === 0 || days === 1) return capital(relative.format(-days, "day"));
      return dayKey(atMs).slice(0, 4) === dayKey(nowMs).slice(0, 4) ? longDate.format(atMs) : longDateWithYear.format(atMs);
    },
    full: (atMs) => full.format(atMs),
    elapsed(forMs) {
      const minutes = Math.floor(forMs / 60_000);
      const [value, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 1_440 ? [Math.floor(minutes / 60), "hour"] : [Math.floor(minutes / 1_440), "day"];
      return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(value);
    },
    dayKey,
  };
}
