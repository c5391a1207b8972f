import type { PresenceState, PresenceView } from "@/lib/protocol";

/**
 * What to say beside a presence shape, as codes of the catalogue: the activity if there is one, else the state. With
 * `idleSinceMs`, the words say for how long nobody was at the keys.
 */
export type PresenceWords = { readonly state: PresenceState; readonly code: PresenceState | NonNullable<PresenceView["activity"]>; readonly idleSinceMs: number | null; readonly mobile: boolean };

export function presenceWords(view: PresenceView): PresenceWords {
  return {
    state: view.state,
    code: view.activity ?? view.state,
    idleSinceMs: view.idleSince === undefined ? null : Date.parse(view.idleSince),
    mobile: view.device === "mobile",
  };
}
