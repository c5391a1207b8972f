import type { Audience } from "@/lib/protocol";
import type { Publication } from "./publication";

/** A sentence beside the state. Infinity: until changed. */
export type Note = { readonly text: string; readonly audience: Audience; readonly expiresAtMs: number };

/** Where a person is, in their own word. */
export type Place = { readonly place: string; readonly audience: Audience };

/** What a person says beside their state. */
export type Said = {
  readonly note: Note | null;
  /** Said by hand, in force until changed. */
  readonly place: Place | null;
  /** By network: what they said of it. */
  readonly networks: ReadonlyMap<string, Place>;
};

export const NOTHING_SAID: Said = { note: null, place: null, networks: new Map() };

export type ShownNote = { readonly text: string; readonly audience: Audience };
export type ShownPlace = Place & { readonly from: "hand" | "network" };

/** [PRES-51], [PRES-52]: the person's own note, else what a calendar says of their being out of office. */
export function noteOf(live: readonly Publication[], said: Said, nowMs: number): ShownNote | null {
  if (said.note && said.note.expiresAtMs > nowMs) return { text: said.note.text, audience: said.note.audience };
  let first: { owner: string; note: string } | undefined;
  for (const publication of live) {
    if (publication.kind !== "calendar" || publication.activity !== "out-of-office" || !publication.note) continue;
    // Of several calendars always the same one, whatever the order in which they spoke.
    if (!first || publication.owner < first.owner) first = { owner: publication.owner, note: publication.note };
  }
  return first ? { text: first.note, audience: "company" } : null;
}

/** [PRES-54]: a place said by hand, else the one remembered for the network. */
export function placeOf(said: Said, network: string | null): ShownPlace | null {
  if (said.place) return { ...said.place, from: "hand" };
  const remembered = network === null ? undefined : said.networks.get(network);
  return remembered ? { ...remembered, from: "network" } : null;
}
