import { type SystemLine } from "@/lib/protocol";
import { type ConversationSnapshot, type TimelineEntry } from "@/lib/client";
import { dayNumberOf } from "@/components/people/day-number";

export type MessageEntry = Extract<TimelineEntry, { kind: "message" | "outgoing" }>;

/** One row of the list. `key` is stable while the row means the same thing. */
export type TimelineRow =
  | { readonly kind: "earlier"; readonly key: string; readonly state: "available" | "loading" | "failed" }
  | {
      readonly kind: "start";
      readonly key: string;
      /** The reader was added later: there is more before, which they may not read. */
      readonly isPartial: boolean;
    }
  | { readonly kind: "day"; readonly key: string; readonly atMs: number }
  | { readonly kind: "unread"; readonly key: string }
  | { readonly kind: "system"; readonly key: string; readonly line: SystemLine }
  | {
      readonly kind: "message";
      readonly key: string;
      readonly entry: MessageEntry;
      /** Starts a run of one person: with picture, name and time. */
      readonly head: boolean;
      /** The last of my own: it alone says whether it was sent or delivered. */
      readonly lastOwn: boolean;
    };

/** Messages of one person further apart than this start anew. */
export const RUN_GAP_MS = 5 * 60_000;

export const atOf = (entry: TimelineEntry): number => {
  switch (entry.kind) {
    case "system":
      return Date.parse(entry.line.sentAt);
    case "message":
      return Date.parse(entry.message.sentAt);
    case "outgoing":
      return entry.writtenAtMs;
  }
};

const isMine = (entry: TimelineEntry): boolean => entry.kind === "outgoing" || (entry.kind === "message" && entry.mine);
const authorOf = (entry: MessageEntry): string => (isMine(entry) ? "me" : entry.kind === "message" ? entry.message.authorId : "me");

/**
 * What the list shows, from top to bottom: a separator at each new day, the unread line before the first
 * unread message, runs of one person's messages within five minutes as one block.
 */
export function timelineRowsOf({ entries, earlier, unreadFromSeq, status }: Pick<ConversationSnapshot, "entries" | "earlier" | "unreadFromSeq" | "status">): readonly TimelineRow[] {
  const rows: TimelineRow[] = [];
  if (earlier !== "none") rows.push({ kind: "earlier", key: "earlier", state: earlier });
  else if (status !== "loading" && status !== "failed") rows.push({ kind: "start", key: "start", isPartial: entries[0]?.kind === "system" && entries[0].line.code === "joined" });

  const lastOwn = entries.findLastIndex(isMine);
  const lineFromSeq = isUnreadLineAbove({ entries, earlier, unreadFromSeq }) ? null : unreadFromSeq;
  let before: { entry: TimelineEntry; atMs: number } | null = null;
  let unreadShown = false;
  for (const [index, entry] of entries.entries()) {
    const atMs = atOf(entry);
    let parted = false;
    // Where older ones are to come, the day may have begun above; a row that then went would also take the reader's place with it.
    if (before === null ? earlier === "none" : dayNumberOf(before.atMs) !== dayNumberOf(atMs)) {
      rows.push({ kind: "day", key: `day:${dayNumberOf(atMs)}:${before === null ? "first" : before.entry.key}`, atMs });
      parted = true;
    }
    if (!unreadShown && lineFromSeq !== null && entry.kind === "message" && entry.message.seq >= lineFromSeq) {
      rows.push({ kind: "unread", key: "unread" });
      unreadShown = true;
      parted = true;
    }
    if (entry.kind === "system") {
      rows.push({ kind: "system", key: entry.key, line: entry.line });
    } else {
      rows.push({ kind: "message", key: entry.key, entry, head: parted || !continues(before, entry, atMs), lastOwn: index === lastOwn });
    }
    before = { entry, atMs };
  }
  return rows;
}

/** Whether the first unread message is older than what is held: its line has no place yet. */
export function isUnreadLineAbove({ entries, earlier, unreadFromSeq }: Pick<ConversationSnapshot, "entries" | "earlier" | "unreadFromSeq">): boolean {
  const first = entries.find((entry) => entry.kind === "message");
  return unreadFromSeq !== null && earlier !== "none" && first?.kind === "message" && first.message.seq > unreadFromSeq;
}

function continues(before: { entry: TimelineEntry; atMs: number } | null, entry: MessageEntry, atMs: number): boolean {
  if (before === null || before.entry.kind === "system") return false;
  return authorOf(before.entry) === authorOf(entry) && Math.abs(atMs - before.atMs) < RUN_GAP_MS;
}
