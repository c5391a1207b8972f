import type { ActivityCode, CustomStateId, Device, ManualState, SessionId } from "@/lib/protocol";

/**
 * One source of a person's state, as its owner last published it. `owner` tells several publications of one kind
 * apart (one machine per endpoint, one call per leg); a publication with a lower `sequence` than the one held is late
 * and ignored; at `expiresAtMs` it ends by itself (Infinity: until withdrawn).
 */
export type Publication = { readonly owner: string; readonly sequence: number; expiresAtMs: number } & (
  | {
      readonly kind: "machine";
      /** The sign-in it belongs to, with which it ends. */
      readonly sessionId: SessionId;
      readonly device: Device;
      /** Time of the last input; null: there is input now. */
      readonly idleSinceMs: number | null;
      /** The network it is on, as a keyed hash; null: not known. */
      readonly network: string | null;
    }
  | {
      readonly kind: "manual";
      readonly state: ManualState;
      /** The state of an administrator's making that was chosen; `state` is its base. */
      readonly customStateId: CustomStateId | null;
    }
  | { readonly kind: "call"; readonly activity: Extract<ActivityCode, "in-a-call" | "in-a-conference"> }
  | {
      readonly kind: "sharing";
      /** Its owner is an endpoint, which shares by itself; each sign of life of that endpoint renews this too. */
      readonly leased?: boolean;
    }
  | {
      readonly kind: "calendar";
      readonly activity: Extract<ActivityCode, "in-a-meeting" | "out-of-office">;
      /** What the calendar says of being out of office; shown as the note of a person who has none of their own. */
      readonly note?: string;
    }
);

/**
 * Owner of what a calendar last said of somebody who is not here. The calendar itself speaks once the person is here; until
 * then this stands in for it, and keeps no record alive.
 */
export const ABSENCE_OWNER = "absence";
