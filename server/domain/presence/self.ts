import type { ManualState, PresenceView, SelfPresence } from "@/lib/protocol";
import type { Viewed } from "../viewed";
import { type Aggregate, fold, type FoldInput } from "./fold";
import type { Publication } from "./publication";
import { sameView, viewPresence } from "./view";

/** A person's own presence, with what decided it. */
export type Self = Omit<SelfPresence, "view"> & { view: Viewed<PresenceView> };

type Choice = Extract<Publication, { kind: "manual" }>;

/** The choice that is in force. */
export function choiceOf(publications: readonly Publication[], nowMs: number): Choice | null {
  for (const publication of publications) if (publication.kind === "manual" && publication.expiresAtMs > nowMs) return publication;
  return null;
}

const instantOf = (ms: number): string | null => (ms === Infinity ? null : new Date(ms).toISOString());

/** @param aggregate What `input` folds to. */
export function viewSelf(userId: PresenceView["userId"], aggregate: Aggregate, input: FoldInput): Self {
  const { publications, said, nowMs, settled } = input;
  const choice = choiceOf(publications, nowMs);
  const note = said.note && said.note.expiresAtMs > nowMs ? said.note : null;
  const manual: ManualState | null = choice?.state ?? null;
  return {
    view: viewPresence(userId, aggregate, "personal", settled),
    manual,
    manualUntil: choice ? instantOf(choice.expiresAtMs) : null,
    automatic: choice ? fold({ ...input, publications: publications.filter(({ kind }) => kind !== "manual") }).state : aggregate.state,
    note: note && { text: note.text, audience: note.audience, expiresAt: instantOf(note.expiresAtMs) },
    location: aggregate.location && { ...aggregate.location },
  };
}

export function sameSelf(a: Self, b: Self): boolean {
  return (
    sameView(a.view, b.view) &&
    a.manual === b.manual &&
    a.manualUntil === b.manualUntil &&
    a.automatic === b.automatic &&
    a.note?.text === b.note?.text &&
    a.note?.audience === b.note?.audience &&
    a.note?.expiresAt === b.note?.expiresAt &&
    a.location?.place === b.location?.place &&
    a.location?.audience === b.location?.audience &&
    a.location?.from === b.location?.from
  );
}
