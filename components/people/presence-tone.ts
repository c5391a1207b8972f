import { type PresenceState } from "@/lib/protocol";

/** The colour family of a state's words, where words are coloured at all. */
export function toneOf(state: PresenceState): "available" | "busy" | "away" | "none" {
  switch (state) {
    case "available":
      return "available";
    case "busy":
    case "busy-inactive":
    case "dnd":
      return "busy";
    case "inactive":
    case "brb":
    case "away":
      return "away";
    case "offline":
    case "unknown":
      return "none";
  }
}
