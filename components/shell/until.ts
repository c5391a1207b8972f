/** How long something one says of oneself holds, as one chooses it. */
export const UNTIL_CHOICES = ["half-hour", "hour", "four-hours", "day-end", "changed"] as const;
export type UntilChoice = (typeof UNTIL_CHOICES)[number];

const MINUTE_MS = 60_000;
const MINUTES = { "half-hour": 30, hour: 60, "four-hours": 240 } as const;

/** The instant, ISO 8601; undefined: until changed. The day ends at midnight of the clock on the wall. */
export function untilOf(choice: UntilChoice, nowMs: number): string | undefined {
  if (choice === "changed") return undefined;
  if (choice !== "day-end") return new Date(nowMs + MINUTES[choice] * MINUTE_MS).toISOString();
  const day = new Date(nowMs);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).toISOString();
}
