import type { TimeWindow } from "./ports";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How much of a calendar is worked out: from yesterday to five weeks from now. */
export const windowAt = (nowMs: number): TimeWindow => ({ fromMs: nowMs - DAY_MS, untilMs: nowMs + 35 * DAY_MS });

/** Blocks that reach less far are worked out anew though nothing changed. */
export const isStale = (expandedUntil: Date | null, nowMs: number): boolean => expandedUntil === null || expandedUntil.getTime() < nowMs + 34 * DAY_MS;

/** Between two readings; the longest pause after failures. A file is only worked out anew, so that its blocks reach on. */
const POLL_MS = 10 * MINUTE_MS;
const POLL_MAX_MS = 6 * HOUR_MS;
const FILE_MS = 12 * HOUR_MS;
/** Readings of many calendars shall not fall together. */
const JITTER = 0.2;

/** @param random In [0, 1). */
export function nextPollMs(options: { nowMs: number; file: boolean; failures: number; random: number }): number {
  const { nowMs, file, failures, random } = options;
  const pauseMs = file && failures === 0 ? FILE_MS : Math.min(POLL_MAX_MS, POLL_MS * 2 ** Math.min(failures, 10));
  return Math.round(nowMs + pauseMs * (1 - JITTER + 2 * JITTER * random));
}
