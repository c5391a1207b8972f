import { type PresenceState } from "@/lib/protocol";

/** What a glyph can show: a state, or that I blocked this person. */
export type GlyphState = PresenceState | "blocked";

/**
 * Presence as a shape: round = may be rung, square = occupied, half open = nobody at the keys. The colour only
 * repeats it. `label` names it where no words stand beside; left out, it is hidden from screen readers.
 */
export function PresenceGlyph({ state, label }: { state: GlyphState; label?: string }) {
  return (
    <span className="presence" data-state={state} {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}>
      <svg viewBox="0 0 16 16" fill="none" aria-hidden="true">
        {shapeOf(state)}
      </svg>
    </span>
  );
}

/** On a grid of 16, drawn for 10 px. The bar and the hands are holes, so that any ground shows through. */
function shapeOf(state: GlyphState) {
  switch (state) {
    case "available":
      return <circle cx="8" cy="8" r="7" fill="var(--presence-available)" />;
    case "inactive":
      return (
        <>
          <circle cx="8" cy="8" r="5.9" stroke="var(--presence-away)" strokeWidth="2.2" />
          <path d="M8 1a7 7 0 0 0 0 14Z" fill="var(--presence-available)" />
        </>
      );
    case "busy":
      return <rect x="1.25" y="1.25" width="13.5" height="13.5" rx="2.8" fill="var(--presence-busy)" />;
    case "busy-inactive":
      return (
        <>
          <rect x="2.35" y="2.35" width="11.3" height="11.3" rx="1.9" stroke="var(--presence-away)" strokeWidth="2.2" />
          <path d="M8 1.25H4.05a2.8 2.8 0 0 0-2.8 2.8v7.9a2.8 2.8 0 0 0 2.8 2.8H8Z" fill="var(--presence-busy)" />
        </>
      );
    case "dnd":
      return (
        <path
          fillRule="evenodd"
          d="M8 .75a7.25 7.25 0 1 0 0 14.5A7.25 7.25 0 0 0 8 .75ZM4.6 6.6h6.8c.5 0 .9.4.9.9v1c0 .5-.4.9-.9.9H4.6a.9.9 0 0 1-.9-.9v-1c0-.5.4-.9.9-.9Z"
          fill="var(--presence-dnd)"
        />
      );
    case "brb":
      return <path d="M3 1h10c1 0 1.5 1.1.8 1.9L9.9 7.3a1 1 0 0 0 0 1.4l3.9 4.4c.7.8.2 1.9-.8 1.9H3c-1 0-1.5-1.1-.8-1.9l3.9-4.4a1 1 0 0 0 0-1.4L2.2 2.9C1.5 2.1 2 1 3 1Z" fill="var(--presence-away)" />;
    case "away":
      return <path fillRule="evenodd" d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1ZM6.7 3.7h2.2v3.7h3v2.2H6.7Z" fill="var(--presence-away)" />;
    case "offline":
      return <circle cx="8" cy="8" r="5.9" stroke="var(--presence-offline)" strokeWidth="2.2" />;
    case "unknown":
      return (
        <>
          <circle cx="8" cy="8" r="6" stroke="var(--presence-unknown)" strokeWidth="2" strokeDasharray="4.2 2.083" transform="rotate(-20 8 8)" />
          <circle cx="8" cy="8" r="1.7" fill="var(--presence-unknown)" />
        </>
      );
    case "blocked":
      return (
        <>
          <circle cx="8" cy="8" r="5.9" stroke="var(--presence-offline)" strokeWidth="2.2" />
          <path d="m4 4 8 8" stroke="var(--presence-offline)" strokeWidth="2.2" />
        </>
      );
  }
}
