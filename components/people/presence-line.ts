import { type PresenceView } from "@/lib/protocol";

/** A presence in words, as a choice of message and its parts; the hook words it in the reader's language. */
export type PresenceLine =
  | { kind: "state" }
  | { kind: "activity" }
  | { kind: "mobile" }
  | { kind: "phone" }
  | { kind: "idle"; idle: Duration }
  | { kind: "activity-idle"; idle: Duration };

export type Duration = { unit: "minutes" | "hours" | "days"; count: number };

const MINUTE_MS = 60_000;

/** Which words answer "can I reach them?" best: an activity over a state, then since when, then on what. */
export function presenceLineOf(view: PresenceView, nowMs: number): PresenceLine {
  const idle = view.idleSince === undefined ? null : durationOf(nowMs - Date.parse(view.idleSince));
  if (view.activity !== undefined) return idle ? { kind: "activity-idle", idle } : { kind: "activity" };
  if (idle) return { kind: "idle", idle };
  if (view.state === "available" && view.device === "mobile") return { kind: "mobile" };
  // Only a telephone on a desk: it rings, but nobody reads there [F20].
  if (view.device === "phone" && view.state !== "offline") return { kind: "phone" };
  return { kind: "state" };
}

/** Rounded down to what a person would say; null below one minute. */
export function durationOf(ms: number): Duration | null {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 1) return null;
  if (minutes < 60) return { unit: "minutes", count: minutes };
  if (minutes < 48 * 60) return { unit: "hours", count: Math.floor(minutes / 60) };
  return { unit: "days", count: Math.floor(minutes / (24 * 60)) };
}
