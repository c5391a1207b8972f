import { describe, expect, test } from "vitest";
import { type TimelineEntry } from "@/lib/client";
import { type Message, richTextFromPlain, type SystemLine } from "@/lib/protocol";
import { RUN_GAP_MS, timelineRowsOf } from "@/components/timeline/timeline-rows";

const NOON_MS = new Date(2026, 9, 13, 12).getTime();

function message(seq: number, author: string, atMs: number, more: { mine?: boolean; state?: "received" | "sent" | "delivered" } = {}): TimelineEntry {
  const body = {
    kind: "message",
    id: `id-${seq}`,
    conversationId: "c",
    authorId: author,
    clientKey: `key-${seq}`,
    seq,
    createdRev: seq,
    rev: seq,
    body: richTextFromPlain(`text ${seq}`),
    importance: "normal",
    sentAt: new Date(atMs).toISOString(),
    editedAt: null,
    deletedAt: null,
  } as unknown as Message;
  return { kind: "message", key: `key-${seq}`, message: body, mine: more.mine ?? false, state: more.state ?? "received", changing: false };
}

function system(key: string, atMs: number): TimelineEntry {
  return { kind: "system", key, line: { kind: "system", id: key, code: "started", actorId: "anna", params: {}, createdRev: 1, rev: 1, sentAt: new Date(atMs).toISOString() } as unknown as SystemLine };
}

const outgoing = (key: string, atMs: number): TimelineEntry => ({ kind: "outgoing", key, clientKey: key, body: richTextFromPlain("hello"), importance: "normal", writtenAtMs: atMs, state: "sending", code: null });

const rowsOf = (entries: readonly TimelineEntry[], unreadFromSeq: number | null = null) => timelineRowsOf({ entries, earlier: "none", unreadFromSeq, status: "live" });
const shapeOf = (entries: readonly TimelineEntry[], unreadFromSeq: number | null = null): string[] => rowsOf(entries, unreadFromSeq).map((row) => (row.kind === "message" ? `${row.key}${row.head ? " head" : ""}${row.lastOwn ? " last-own" : ""}` : row.kind));

describe("timeline rows", () => {
  test("messages of one person within five minutes are one block", () => {
    expect(shapeOf([message(1, "bob", NOON_MS), message(2, "bob", NOON_MS + RUN_GAP_MS - 1), message(3, "bob", NOON_MS + 2 * RUN_GAP_MS - 1)])).toEqual(["start", "day", "key-1 head", "key-2", "key-3 head"]);
  });

  test("another author starts a new block, and so does what follows a system line", () => {
    expect(shapeOf([message(1, "bob", NOON_MS), message(2, "carol", NOON_MS), system("s", NOON_MS), message(3, "carol", NOON_MS)])).toEqual(["start", "day", "key-1 head", "key-2 head", "system", "key-3 head"]);
  });

  test("a day separator stands before the first message of each local day, and parts a block", () => {
    const midnightMs = new Date(2026, 9, 14).getTime();
    expect(shapeOf([message(1, "bob", midnightMs - 1_000), message(2, "bob", midnightMs + 1_000)])).toEqual(["start", "day", "key-1 head", "day", "key-2 head"]);
  });

  test("the unread line has no place while its message is not held", () => {
    const entries = [message(8, "bob", NOON_MS), message(9, "bob", NOON_MS)];
    const kindsAt = (earlier: "available" | "none"): string[] => timelineRowsOf({ entries, earlier, unreadFromSeq: 5, status: "live" }).map(({ kind }) => kind);
    expect(kindsAt("available")).not.toContain("unread");
    expect(kindsAt("none")).toContain("unread");
  });

  test("the unread line stands once, before the first unread message, and parts a block", () => {
    expect(shapeOf([message(1, "bob", NOON_MS), message(2, "bob", NOON_MS), message(3, "bob", NOON_MS)], 2)).toEqual(["start", "day", "key-1 head", "unread", "key-2 head", "key-3"]);
  });

  test("only the last of my own says whether it arrived, and one not yet stored continues the block", () => {
    const mine = { mine: true, state: "delivered" } as const;
    expect(shapeOf([message(1, "anna", NOON_MS, mine), message(2, "anna", NOON_MS, mine), message(3, "bob", NOON_MS)])).toEqual(["start", "day", "key-1 head", "key-2 last-own", "key-3 head"]);
    expect(shapeOf([message(1, "anna", NOON_MS, mine), outgoing("out", NOON_MS + 1_000)])).toEqual(["start", "day", "key-1 head", "out last-own"]);
  });

  test("a row keeps its key from sending to sent", () => {
    const before = rowsOf([outgoing("key-1", NOON_MS)]).at(-1)?.key;
    expect(rowsOf([message(1, "anna", NOON_MS, { mine: true, state: "sent" })]).at(-1)?.key).toBe(before);
  });

  test("what can still be loaded is said instead of the beginning", () => {
    expect(timelineRowsOf({ entries: [], earlier: "available", unreadFromSeq: null, status: "live" })[0]).toMatchObject({ kind: "earlier", state: "available" });
    expect(timelineRowsOf({ entries: [], earlier: "none", unreadFromSeq: null, status: "loading" })).toEqual([]);
  });
});
