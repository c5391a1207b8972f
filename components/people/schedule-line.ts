import { type Schedule, type ScheduleBlock } from "@/lib/protocol";

/** Free or busy in one line, as a choice of message and its times in ms; the hook words it. */
export type ScheduleLine =
  | { readonly kind: "free" }
  | { readonly kind: "freeUntil"; readonly atMs: number }
  | { readonly kind: "busyThenFree"; readonly atMs: number }
  | { readonly kind: "busyThenFreeUntil"; readonly atMs: number; readonly nextMs: number }
  /** At least until the end of the day. */
  | { readonly kind: "busyUntil"; readonly atMs: number }
  | { readonly kind: "outUntil"; readonly atMs: number };

export type Stretch = { readonly fromMs: number; readonly toMs: number; readonly kind: ScheduleBlock["kind"] };

/** When somebody can be reached again, or until when. Null: nothing is known. What is only tentative keeps nobody busy. */
export function scheduleLineOf({ known, blocks }: Pick<Schedule, "known" | "blocks">, nowMs: number, dayEndMs: number): ScheduleLine | null {
  if (!known) return null;
  const stretches = blocks.filter(({ kind }) => kind !== "tentative").map(stretchOf);
  const out = stretches.find(({ kind, fromMs, toMs }) => kind === "out-of-office" && fromMs <= nowMs && nowMs < toMs);
  if (out) return { kind: "outUntil", atMs: joined(stretches.filter(({ kind }) => kind === "out-of-office"), nowMs) ?? out.toMs };
  const untilMs = joined(stretches, nowMs);
  const nextMs = (afterMs: number): number | undefined => stretches.map(({ fromMs }) => fromMs).filter((fromMs) => fromMs > afterMs && fromMs < dayEndMs).toSorted((a, b) => a - b)[0];
  if (untilMs === null) {
    const next = nextMs(nowMs);
    return next === undefined ? { kind: "free" } : { kind: "freeUntil", atMs: next };
  }
  if (untilMs >= dayEndMs) return { kind: "busyUntil", atMs: untilMs };
  const next = nextMs(untilMs);
  return next === undefined ? { kind: "busyThenFree", atMs: untilMs } : { kind: "busyThenFreeUntil", atMs: untilMs, nextMs: next };
}

/** Until when what holds now goes on, back to back; null: nothing holds now. */
function joined(stretches: readonly Stretch[], nowMs: number): number | null {
  let untilMs = nowMs;
  for (const { fromMs, toMs } of stretches.toSorted((a, b) => a.fromMs - b.fromMs)) if (fromMs <= untilMs && toMs > untilMs) untilMs = toMs;
  return untilMs === nowMs ? null : untilMs;
}

const stretchOf = (block: ScheduleBlock): Stretch => ({ fromMs: Date.parse(block.from), toMs: Date.parse(block.to), kind: block.kind });

/** The hours of a day that are drawn: the usual ones, and now. */
export type DayWindow = { readonly fromMs: number; readonly toMs: number };

const HOUR_MS = 3_600_000;
const USUAL = { fromHour: 9, toHour: 18 };

/** In the reader's own time. */
export function dayWindowOf(nowMs: number): DayWindow {
  const at = (hour: number): number => new Date(nowMs).setHours(hour, 0, 0, 0);
  const hour = new Date(nowMs).getHours();
  return { fromMs: at(Math.min(USUAL.fromHour, hour)), toMs: at(Math.max(USUAL.toHour, hour + 1)) };
}

/** Four hours of the window, the first and the last among them. */
export function ticksOf({ fromMs, toMs }: DayWindow): readonly number[] {
  const hours = Math.round((toMs - fromMs) / HOUR_MS);
  return [0, 1, 2, 3].map((third) => fromMs + Math.round((third * hours) / 3) * HOUR_MS);
}

/** A block as a share of the window, from 0 to 1; null: outside of it. */
export function shareOf(block: ScheduleBlock, { fromMs, toMs }: DayWindow): { from: number; to: number } | null {
  const share = (ms: number): number => Math.max(0, Math.min(1, (ms - fromMs) / (toMs - fromMs)));
  const stretch = stretchOf(block);
  const [from, to] = [share(stretch.fromMs), share(stretch.toMs)];
  return from === to ? null : { from, to };
}
