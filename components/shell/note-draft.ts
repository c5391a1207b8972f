import { type Audience } from "@/lib/protocol";
import { type UntilChoice, untilOf } from "./until";

/** A note that is being written. `kept`: ends when the one before would have ended. */
export type NoteDraft = { readonly text: string; readonly audience: Audience; readonly until: UntilChoice | "kept" };

/** When it ends, ISO 8601; undefined: when it is changed. */
export function untilOfDraft(draft: NoteDraft, expiresAt: string | null, nowMs: number): string | undefined {
  if (draft.until !== "kept") return untilOf(draft.until, nowMs);
  // The one before has ended while this was written.
  return expiresAt !== null && Date.parse(expiresAt) > nowMs ? expiresAt : undefined;
}
