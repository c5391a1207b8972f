import { type GlyphState } from "./presence-glyph";

/** The colour family of a state's words, where words are coloured at all. */
export function toneOf(state: GlyphState): "available" | "busy" | "away" | "none" {
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
    case "blocked":
      return "none";
  }
}
