import type { ScheduleBlock } from "@/lib/protocol";

/** Time taken, before anybody's level was asked. */
export type TimeBlock = { startMs: number; endMs: number; kind: ScheduleBlock["kind"]; subject: string | null; place: string | null };

type Window = { fromMs: number; untilMs: number };

/** What says most of a moment comes first. */
const KINDS: readonly ScheduleBlock["kind"][] = ["out-of-office", "busy", "tentative"];

const iso = (ms: number): string => new Date(ms).toISOString();

/** Each block with its details, cut to the window; ascending by start. */
export function clippedBlocks(blocks: readonly TimeBlock[], window: Window): ScheduleBlock[] {
  return within(blocks, window).map(({ startMs, endMs, kind, subject, place }) => ({
    from: iso(startMs),
    to: iso(endMs),
    kind,
    ...(subject === null ? {} : { subject }),
    ...(place === null ? {} : { place }),
  }));
}

/**
 * Only when, and as what: of overlapping blocks the kind that says most, and what touches is one. So neither the number of meetings
 * nor where one ends and the next begins is told.
 */
export function mergedBlocks(blocks: readonly TimeBlock[], window: Window): ScheduleBlock[] {
  const taken = within(blocks, window);
  const edges = [...taken.flatMap((block) => [{ atMs: block.startMs, by: 1, kind: block.kind }, { atMs: block.endMs, by: -1, kind: block.kind }])].sort((a, b) => a.atMs - b.atMs);
  const open = new Map<ScheduleBlock["kind"], number>();
  const merged: { startMs: number; endMs: number; kind: ScheduleBlock["kind"] }[] = [];
  edges.forEach(({ atMs, by, kind }, index) => {
    open.set(kind, (open.get(kind) ?? 0) + by);
    const nextMs = edges[index + 1]?.atMs ?? atMs;
    const shown = KINDS.find((one) => (open.get(one) ?? 0) > 0);
    if (shown === undefined || nextMs === atMs) return;
    const last = merged.at(-1);
    if (last && last.endMs === atMs && last.kind === shown) last.endMs = nextMs;
    else merged.push({ startMs: atMs, endMs: nextMs, kind: shown });
  });
  return merged.map(({ startMs, endMs, kind }) => ({ from: iso(startMs), to: iso(endMs), kind }));
}

function within(blocks: readonly TimeBlock[], { fromMs, untilMs }: Window): TimeBlock[] {
  return blocks
    .filter(({ startMs, endMs }) => startMs < untilMs && endMs > fromMs)
    .map((block) => ({ ...block, startMs: Math.max(block.startMs, fromMs), endMs: Math.min(block.endMs, untilMs) }))
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
}
