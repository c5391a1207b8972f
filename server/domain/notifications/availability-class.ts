import type { PresenceState } from "@/lib/protocol";

/** What a tag tells apart: being idle for a while, or on another device, is no news to who waits for somebody. */
export type AvailabilityClass = "available" | "busy" | "dnd" | "away" | "offline";

const CLASSES: Readonly<Record<PresenceState, AvailabilityClass | null>> = {
  available: "available",
  inactive: "available",
  busy: "busy",
  "busy-inactive": "busy",
  dnd: "dnd",
  brb: "away",
  away: "away",
  offline: "offline",
  unknown: null,
};

/** Null: nothing is known, of which nobody is told [NOT-4]. */
export const classOf = (state: PresenceState): AvailabilityClass | null => CLASSES[state];
