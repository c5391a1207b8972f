import "./no-eval";
import * as z from "zod";
import { defineCommand, defineEvent, defineRoute } from "./define";
import { AccessLevel, PersonCard } from "./people";
import { CustomStateId, UserId } from "./ids";
import { CUSTOM_STATES_MAX, LABELS_MAX, NAME_MAX, NOTE_MAX, PLACE_MAX, WATCH_MAX } from "./limits";

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

/** Who sees a note or a place: this level and those above it. */
export const Audience = z.enum(["personal", "team", "company"]);
export type Audience = z.infer<typeof Audience>;

/** Whose range and colour a custom state has. */
export const CustomBase = ManualState;

/** A state an administrator made for everybody to choose: "In court". */
export const CustomState = z.object({
  id: CustomStateId,
  base: CustomBase,
  /** What it says, by language (BCP 47); a language that is not here gets the first one. Never empty. */
  labels: z.record(z.string(), z.string()),
});
export type CustomState = z.infer<typeof CustomState>;

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
  /** The custom state the person chose; `presence:states` says its words. */
  customStateId: CustomStateId.optional(),
  /** What the person says beside it, or their out-of-office text. */
  note: z.string().optional(),
  /** Where the person is, in their own word. */
  location: z.string().optional(),
});
export type PresenceView = z.infer<typeof PresenceView>;

/** My own presence, with what decided it. */
export const SelfPresence = z.object({
  view: PresenceView,
  /** My choice, if one is in force. */
  manual: ManualState.nullable(),
  /** When that choice ends by itself. */
  manualUntil: z.iso.datetime().nullable(),
  /** The state without my choice. */
  automatic: PresenceState,
  note: z.object({ text: z.string(), audience: Audience, expiresAt: z.iso.datetime().nullable() }).nullable(),
  /** `network`: remembered for the network this person is on; `hand`: said until changed. */
  location: z.object({ place: z.string(), audience: Audience, from: z.enum(["hand", "network"]) }).nullable(),
});
export type SelfPresence = z.infer<typeof SelfPresence>;

/**
 * Chooses a state, or `null` to return to the automatic one. In force on all my endpoints until changed.
 * @errors custom_state_not_found; invalid_input for an `until` that has passed
 */
export const presenceSet = defineCommand({
  name: "presence:set",
  input: z.strictObject({
    state: ManualState.nullable(),
    /** A custom state; `state` must be its base. @errors custom_state_not_found */
    customStateId: CustomStateId.optional(),
    /** Returns to the automatic state then. Left out: until changed. */
    until: z.iso.datetime().optional(),
  }),
  output: SelfPresence,
});

/** Says something beside the state; an empty text takes it back. @errors invalid_input for an `until` that has passed */
export const presenceNote = defineCommand({
  name: "presence:note",
  input: z.strictObject({ text: z.string().trim().max(NOTE_MAX), audience: Audience.default("company"), until: z.iso.datetime().optional() }),
  output: SelfPresence,
});

/**
 * Says where I am. `remember` keeps it for the network this endpoint is on, in place of what I said by hand: whenever I am
 * most available there, it is shown, unless I say another by hand later. Without it, it holds until I change it.
 * An empty place takes back what was said by hand; with `remember`, what was said of this network too.
 */
export const presenceLocation = defineCommand({
  name: "presence:location",
  input: z.strictObject({ place: z.string().trim().max(PLACE_MAX), audience: Audience.default("company"), remember: z.boolean().default(false) }),
  output: SelfPresence,
});

/**
 * This endpoint shows something to others: a page in full screen, a shared screen. Ends with `active: false` or the
 * endpoint. Said again after each reconnect: what is not ends with the lease that was running (LEASE_MS).
 */
export const presencePresenting = defineCommand({
  name: "presence:presenting",
  input: z.strictObject({ active: z.boolean() }),
  output: z.object({}),
});

/** My own presence and card as one level sees them. */
export const PresencePreview = z.object({
  level: AccessLevel,
  card: PersonCard,
  view: PresenceView,
  /** How much of my calendar they see. */
  schedule: z.enum(["details", "times", "none"]),
  /** Whether their messages and calls reach me. */
  reachable: z.boolean(),
});
export type PresencePreview = z.infer<typeof PresencePreview>;

/** Myself as each level sees me, most to least. */
export const presencePreview = defineCommand({
  name: "presence:preview",
  input: z.strictObject({}),
  output: z.object({ levels: z.array(PresencePreview) }),
});

/** The organisation's custom states, in the order in which they are offered. */
export const presenceStates = defineCommand({ name: "presence:states", input: z.strictObject({}), output: z.object({ states: z.array(CustomState).max(CUSTOM_STATES_MAX) }) });

/** They changed: these are all of them now. To everybody who is signed in. */
export const presenceStatesChanged = defineEvent({ name: "presence:states-changed", payload: z.object({ states: z.array(CustomState) }) });

/** At least one; the first stands in for languages that are not there. */
const Labels = z.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.string().trim().min(1).max(NAME_MAX)).refine(hasFewLabels);
const CustomStateInput = { base: CustomBase, labels: Labels };

function hasFewLabels(labels: Readonly<Record<string, string>>): boolean {
  const count = Object.keys(labels).length;
  return count >= 1 && count <= LABELS_MAX;
}

export const adminCustomStatesRoute = defineRoute({ method: "GET", path: "/admin/custom-states", access: "admin", summary: "Custom presence states, in order", input: z.strictObject({}), output: z.object({ states: z.array(CustomState) }) });
export const adminCustomStateCreateRoute = defineRoute({ method: "POST", path: "/admin/custom-states", access: "admin", summary: "Make a custom presence state; it comes last", input: z.strictObject(CustomStateInput), output: CustomState });
export const adminCustomStateUpdateRoute = defineRoute({ method: "PATCH", path: "/admin/custom-states/{customStateId}", access: "admin", summary: "Change a custom presence state, or its place in the order", input: z.strictObject({ customStateId: CustomStateId, base: CustomBase.optional(), labels: Labels.optional(), /** From 0. */ position: z.number().int().min(0).optional() }), output: CustomState });
export const adminCustomStateDeleteRoute = defineRoute({ method: "DELETE", path: "/admin/custom-states/{customStateId}", access: "admin", summary: "Delete a custom presence state; who is in it keeps its base", input: z.strictObject({ customStateId: CustomStateId }), output: z.object({}) });

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
