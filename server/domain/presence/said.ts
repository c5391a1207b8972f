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
  const absence = absenceOf(live);
  return absence?.note ? { text: absence.note, audience: "company" } : null;
}

/** The publication whose note says of being out of office: of several always the same one, whatever the order in which they came. */
export function absenceOf(live: readonly Publication[]): Extract<Publication, { kind: "calendar" }> | undefined {
  let first: Extract<Publication, { kind: "calendar" }> | undefined;
  for (const publication of live) {
    if (publication.kind !== "calendar" || publication.activity !== "out-of-office" || !publication.note) continue;
    if (!first || publication.owner < first.owner) first = publication;
  }
  return first;
}

/** [PRES-54]: a place said by hand, else the one remembered for the network. */
export function placeOf(said: Said, network: string | null): ShownPlace | null {
  if (said.place) return { ...said.place, from: "hand" };
  const remembered = network === null ? undefined : said.networks.get(network);
  return remembered ? { ...remembered, from: "network" } : null;
}
