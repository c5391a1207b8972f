import "./no-eval";
import * as z from "zod";
import { defineCommand, defineEvent } from "./define";
import { UserId } from "./ids";
import { WATCH_MAX } from "./limits";

/** States a person or the server can be in, as shown. `unknown` carries no number: it is the absence of knowledge. */
export const PRESENCE_STATES = ["available", "inactive", "busy", "busy-inactive", "dnd", "brb", "away", "offline", "unknown"] as const;
export const PresenceState = z.enum(PRESENCE_STATES);
export type PresenceState = z.infer<typeof PresenceState>;

/** States a person may choose. */
export const ManualState = z.enum(["available", "busy", "dnd", "brb", "away"]);
export type ManualState = z.infer<typeof ManualState>;

/** Words beside the state, as a code the reader's client turns into a sentence. */
export const ActivityCode = z.enum(["in-a-call", "in-a-conference", "in-a-meeting", "presenting", "out-of-office", "urgent-interruptions-only"]);
export type ActivityCode = z.infer<typeof ActivityCode>;

export const Device = z.enum(["desktop", "mobile", "phone"]);
export type Device = z.infer<typeof Device>;

/**
 * Presence of one person as one access level sees it. Fields the level may not see are absent.
 * `blocked` viewers get exactly what an offline person's viewers get.
 */
export const PresenceView = z.object({
  userId: UserId,
  state: PresenceState,
  /** Aggregated availability (MS-PRES); absent when unknown. 3000..18500, see the state table. */
  availability: z.number().int().min(3_000).max(18_500).optional(),
  activity: ActivityCode.optional(),
  /** The device the person is most available on. */
  device: Device.optional(),
  /** Since when nobody is at the keys, ISO 8601 UTC; only with inactive, busy-inactive and away by idleness. */
  idleSince: z.iso.datetime().optional(),
});
export type PresenceView = z.infer<typeof PresenceView>;

/** My own presence, with what decided it. */
export const SelfPresence = z.object({
  view: PresenceView,
  /** My choice, if one is in force. */
  manual: ManualState.nullable(),
});
export type SelfPresence = z.infer<typeof SelfPresence>;

/** Chooses a state, or `null` to return to the automatic one. In force on all my endpoints until changed. */
export const presenceSet = defineCommand({
  name: "presence:set",
  input: z.strictObject({ state: ManualState.nullable() }),
  output: SelfPresence,
});

/** This endpoint's input: sent when it goes idle or comes back, and never more often than once a second. */
export const presenceActivity = defineCommand({
  name: "presence:activity",
  input: z.strictObject({
    active: z.boolean(),
    /** How long ago the last input was, in ms; 0 when active. */
    idleForMs: z.number().int().min(0).max(86_400_000),
  }),
  output: z.object({}),
});

/** Starts watching people; repeats do no harm. Those already watched stay watched. Unknown ids are left out of the answer. */
export const presenceWatch = defineCommand({
  name: "presence:watch",
  input: z.strictObject({ userIds: z.array(UserId).max(WATCH_MAX) }),
  output: z.object({ views: z.array(PresenceView) }),
});

export const presenceUnwatch = defineCommand({
  name: "presence:unwatch",
  input: z.strictObject({ userIds: z.array(UserId).max(WATCH_MAX) }),
  output: z.object({}),
});

/** Emitted once per access level and change, to that level's watchers. The newest one holds. */
export const presenceChanged = defineEvent({ name: "presence:changed", payload: PresenceView });

/** To all endpoints of the person. */
export const presenceSelf = defineEvent({ name: "presence:self", payload: SelfPresence });

/** A person's card as this viewer sees it has changed: the owner changed their profile or this viewer's level. */
export const personChanged = defineEvent({ name: "person:changed", payload: z.object({ userId: UserId }) });
