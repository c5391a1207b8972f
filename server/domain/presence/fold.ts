import type { ActivityCode, Device, ManualState, PresenceState, SessionId } from "@/lib/protocol";

/** What is published for each state; MS-PRES availability numbers. */
export const PUBLISHED = {
  available: 3_500,
  inactive: 5_000,
  busy: 6_500,
  "busy-inactive": 7_750,
  dnd: 9_500,
  brb: 12_500,
  away: 15_500,
  offline: 18_500,
} as const satisfies Record<Exclude<PresenceState, "unknown">, number>;

/** Lowest number of each range, highest range first; a number belongs to the first range it reaches. */
const RANGES = [
  [18_000, "offline"],
  [15_000, "away"],
  [12_000, "brb"],
  [9_000, "dnd"],
  [7_500, "busy-inactive"],
  [6_000, "busy"],
  [4_500, "inactive"],
  [0, "available"],
] as const satisfies readonly (readonly [number, PresenceState])[];

export const stateOf = (availability: number): PresenceState => RANGES.find(([from]) => availability >= from)![1];

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
    }
  | { readonly kind: "manual"; readonly state: ManualState }
  | { readonly kind: "call"; readonly activity: Extract<ActivityCode, "in-a-call" | "in-a-conference"> }
  | { readonly kind: "sharing" }
  | {
      readonly kind: "calendar";
      readonly activity: Extract<ActivityCode, "in-a-meeting" | "out-of-office">;
      /** What the calendar says of being out of office; shown as the note of a person who has none of their own. */
      readonly note?: string;
    }
);
type Of<K extends Publication["kind"]> = Extract<Publication, { kind: K }>;

/** How long without input until Inactive and Away; the person's own setting. */
export type IdleLimits = { inactiveAfterMs: number; awayAfterMs: number };

export type FoldInput = {
  publications: readonly Publication[];
  limits: IdleLimits;
  nowMs: number;
  /** False shortly after a server start, while endpoints are still coming back: who is not here may only be late. */
  settled: boolean;
};

/** A person's presence before anybody's access level was asked. */
export type Aggregate = {
  readonly state: PresenceState;
  /** Null when unknown. */
  readonly availability: number | null;
  readonly activity: ActivityCode | null;
  /** The device the person is most available on. */
  readonly device: Device | null;
  /** Only with inactive, busy-inactive and away by idleness. */
  readonly idleSinceMs: number | null;
};

export const OFFLINE: Aggregate = { state: "offline", availability: PUBLISHED.offline, activity: null, device: null, idleSinceMs: null };
export const UNKNOWN: Aggregate = { state: "unknown", availability: null, activity: null, device: null, idleSinceMs: null };

/** A person's presence from all its sources. A pure function; the order of rules is SPEC.md's. */
export function fold({ publications, limits, nowMs, settled }: FoldInput): Aggregate {
  const live = publications.filter((publication) => publication.expiresAtMs > nowMs);
  const machines = ofKind(live, "machine");
  if (machines.length === 0) return settled ? OFFLINE : UNKNOWN; // [PRES-1]

  const call = callOf(live);
  const machine = mostAvailable(machines, limits, nowMs, call !== undefined); // [PRES-2]
  const decided = decide(live, call, machine);
  const availability = decided.busyWithoutCall && machine.availability >= PUBLISHED.away ? PUBLISHED["busy-inactive"] : decided.availability; // [PRES-5]
  const idle = decided.byMachine ? availability > PUBLISHED.available : availability === PUBLISHED["busy-inactive"];
  return {
    state: stateOf(availability),
    availability,
    activity: decided.activity ?? call?.activity ?? null, // [PRES-6]
    device: machine.device,
    idleSinceMs: idle ? machine.idleSinceMs : null,
  };
}

/**
 * The next moment at which `fold` may give something else though nothing is published: an expiry, or an idle limit.
 * Infinity when there is none.
 */
export function nextChangeAtMs({ publications, limits, nowMs }: Omit<FoldInput, "settled">): number {
  let next = Infinity;
  const at = (ms: number): void => {
    if (ms > nowMs && ms < next) next = ms;
  };
  for (const publication of publications) {
    at(publication.expiresAtMs);
    if (publication.kind !== "machine" || publication.idleSinceMs === null) continue;
    at(publication.idleSinceMs + limits.inactiveAfterMs);
    at(publication.idleSinceMs + limits.awayAfterMs);
  }
  return next;
}

export function sameAggregate(a: Aggregate, b: Aggregate): boolean {
  return a.state === b.state && a.availability === b.availability && a.activity === b.activity && a.device === b.device && a.idleSinceMs === b.idleSinceMs;
}

type Machine = { availability: number; device: Device; idleSinceMs: number | null };
type Decision = { availability: number; activity?: ActivityCode; byMachine: boolean; busyWithoutCall: boolean };

/** [PRES-3], [PRES-4]: a manual state, else the highest of call and sharing, else out of office, else a meeting, else the machine. */
function decide(live: readonly Publication[], call: Of<"call"> | undefined, machine: Machine): Decision {
  const manual = newest(ofKind(live, "manual"));
  if (manual) return { availability: PUBLISHED[manual.state], byMachine: false, busyWithoutCall: manual.state === "busy" && !call };
  if (ofKind(live, "sharing").length > 0) return { availability: PUBLISHED.dnd, activity: "presenting", byMachine: false, busyWithoutCall: false };
  if (call) return { availability: PUBLISHED.busy, activity: call.activity, byMachine: false, busyWithoutCall: false };
  const calendar = ofKind(live, "calendar");
  if (calendar.some(({ activity }) => activity === "out-of-office")) return { availability: PUBLISHED.away, activity: "out-of-office", byMachine: false, busyWithoutCall: false };
  if (calendar.length > 0) return { availability: PUBLISHED.busy, activity: "in-a-meeting", byMachine: false, busyWithoutCall: true };
  return { availability: machine.availability, byMachine: true, busyWithoutCall: false };
}

/** Of several calls the conference is named: it is the one that keeps a person longer. */
function callOf(live: readonly Publication[]): Of<"call"> | undefined {
  const calls = ofKind(live, "call");
  return calls.find(({ activity }) => activity === "in-a-conference") ?? calls[0];
}

const DEVICE_ORDER: readonly Device[] = ["desktop", "mobile", "phone"];

/** The endpoint with the lowest number; of equal ones that with the latest input, then the larger device. */
function mostAvailable(machines: readonly Of<"machine">[], limits: IdleLimits, nowMs: number, inCall: boolean): Machine {
  const seen = machines.map(({ device, idleSinceMs }): Machine => {
    const idleMs = idleSinceMs === null || inCall ? 0 : nowMs - idleSinceMs; // A live call counts as input.
    const availability = idleMs >= limits.awayAfterMs ? PUBLISHED.away : idleMs >= limits.inactiveAfterMs ? PUBLISHED.inactive : PUBLISHED.available;
    return { availability, device, idleSinceMs };
  });
  const latest = (machine: Machine): number => machine.idleSinceMs ?? Infinity;
  // `Infinity - Infinity` is NaN, which falls through to the next criterion like 0.
  return seen.reduce((best, next) => {
    const order = next.availability - best.availability || latest(best) - latest(next) || DEVICE_ORDER.indexOf(next.device) - DEVICE_ORDER.indexOf(best.device);
    return order < 0 ? next : best;
  });
}

const ofKind = <K extends Publication["kind"]>(live: readonly Publication[], kind: K): Of<K>[] => live.filter((publication): publication is Of<K> => publication.kind === kind);

const newest = <P extends Publication>(publications: readonly P[]): P | undefined =>
  publications.reduce<P | undefined>((best, next) => (best && best.sequence > next.sequence ? best : next), undefined);
