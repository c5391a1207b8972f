import type { ErrorCode } from "@/lib/protocol";
import type { Logger } from "@/server/telemetry";
import type { Clock } from "../clock";
import { AppError, isAppError } from "../errors";
import type { CalendarBlock, CalendarExpander, CalendarOwner, CalendarReader, CalendarReading, CalendarSource, ReadCalendar, RemoteCalendar } from "./ports";
import { isStale, nextPollMs, windowAt } from "./times";

export type ReadDeps = {
  reader: CalendarReader;
  expander: CalendarExpander;
  clock: Clock;
  log: Logger;
  /** In [0, 1). */
  random: () => number;
};

export type FirstReading = { at: Date; nextPollAt: Date; validator: string | null; blocks: readonly CalendarBlock[]; expandedUntil: Date };

/** Reads a calendar that is not kept yet. @throws AppError with what is wrong with it. */
export async function readFirst(deps: ReadDeps, calendar: { remote: RemoteCalendar } | { content: string }, owner: CalendarOwner, signal: AbortSignal): Promise<FirstReading> {
  const at = deps.clock.now();
  const window = windowAt(at.getTime());
  const read: ReadCalendar = "remote" in calendar ? await deps.reader.read(calendar.remote, { validator: null, window, signal }) : { unchanged: false, texts: [calendar.content], validator: null };
  const { texts, validator } = read.unchanged ? { texts: [], validator: null } : read;
  const blocks = await deps.expander.expand(texts, window, owner);
  const nextPollAt = new Date(nextPollMs({ nowMs: at.getTime(), file: "content" in calendar, failures: 0, random: deps.random() }));
  return { at, nextPollAt, validator, blocks, expandedUntil: new Date(window.untilMs) };
}

/**
 * Reads a kept calendar again. What fails becomes part of the reading, and leaves the blocks as they were: the last thing known
 * is better than nothing until it ends by itself.
 *
 * @throws AppError `stopping` when the signal ended it: that says nothing about the calendar.
 */
export async function readSource(deps: ReadDeps, source: CalendarSource, signal: AbortSignal): Promise<CalendarReading> {
  const at = deps.clock.now();
  const nextPollAt = (failures: number): Date => new Date(nextPollMs({ nowMs: at.getTime(), file: source.kind === "ics-file", failures, random: deps.random() }));
  try {
    const stale = isStale(source.expandedUntil, at.getTime());
    const window = windowAt(at.getTime());
    const read = await readTexts(deps, source, { validator: stale ? null : source.validator, window, signal });
    const common = { at, nextPollAt: nextPollAt(0), error: null };
    if (read.unchanged) return { ...common, validator: source.validator, blocks: null, expandedUntil: null };
    return { ...common, validator: read.validator, blocks: await deps.expander.expand(read.texts, window, source.owner), expandedUntil: new Date(window.untilMs) };
  } catch (error) {
    if (isAppError(error) && error.code === "stopping") throw error;
    return { at, nextPollAt: nextPollAt(source.failures + 1), error: codeOf(deps, source, error) };
  }
}

async function readTexts({ reader }: ReadDeps, { kind, remote, content }: CalendarSource, options: Parameters<CalendarReader["read"]>[1]): Promise<ReadCalendar> {
  if (remote) return reader.read(remote, options);
  if (kind !== "ics-file") throw new AppError("remote_refused", { reason: "sealed under another key" }); // To be connected anew.
  return { unchanged: false, texts: [content ?? ""], validator: null };
}

function codeOf({ log }: ReadDeps, { id, userId, kind }: CalendarSource, error: unknown): ErrorCode {
  if (isAppError(error)) {
    log.info({ event: "calendar.not-read", calendarId: id, userId, kind, code: error.code, detail: error.detail }, "calendar not read");
    return error.code;
  }
  log.error({ event: "calendar.failed", calendarId: id, userId, kind, err: error }, "reading a calendar failed");
  return "internal";
}
