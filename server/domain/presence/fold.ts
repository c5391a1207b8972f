import type { ActivityCode, CustomStateId, Device, PresenceState } from "@/lib/protocol";
import type { Publication } from "./publication";
import { noteOf, placeOf, type Said, type ShownNote, type ShownPlace } from "./said";

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

type Of<K extends Publication["kind"]> = Extract<Publication, { kind: K }>;

/** How long without input until Inactive and Away; the person's own setting. */
export type IdleLimits = { inactiveAfterMs: number; awayAfterMs: number };

export type FoldInput = {
  publications: readonly Publication[];
  limits: IdleLimits;
  said: Said;
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
  /** The custom state that decided. */
  readonly customStateId: CustomStateId | null;
  /** With who may see it. Outlives the endpoints: somebody who is not here may say until when. */
  readonly note: ShownNote | null;
  readonly location: ShownPlace | null;
};

const NOT_HERE = { activity: null, device: null, idleSinceMs: null, customStateId: null, note: null, location: null } as const;
export const OFFLINE: Aggregate = { state: "offline", availability: PUBLISHED.offline, ...NOT_HERE };
export const UNKNOWN: Aggregate = { state: "unknown", availability: null, ...NOT_HERE };

/** A person's presence from all its sources. A pure function; the order of rules is SPEC.md's. */
export function fold({ publications, limits, said, nowMs, settled }: FoldInput): Aggregate {
  const live = publications.filter((publication) => publication.expiresAtMs > nowMs);
  const machines = ofKind(live, "machine");
  const note = noteOf(live, said, nowMs);
  if (machines.length === 0) return { ...(settled ? OFFLINE : UNKNOWN), note }; // [PRES-1], [PRES-53]

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
    customStateId: decided.customStateId ?? null,
    note,
    location: placeOf(said, machine.network),
  };
}

/**
 * The next moment at which `fold` may give something else though nothing is published: an expiry, or an idle limit.
 * Infinity when there is none.
 */
export function nextChangeAtMs({ publications, limits, said, nowMs }: Omit<FoldInput, "settled">): number {
  let next = Infinity;
  const at = (ms: number): void => {
    if (ms > nowMs && ms < next) next = ms;
  };
  if (said.note) at(said.note.expiresAtMs);
  for (const publication of publications) {
    at(publication.expiresAtMs);
    if (publication.kind !== "machine" || publication.idleSinceMs === null) continue;
    at(publication.idleSinceMs + limits.inactiveAfterMs);
    at(publication.idleSinceMs + limits.awayAfterMs);
  }
  return next;
}

export function sameAggregate(a: Aggregate, b: Aggregate): boolean {
  return (
    a.state === b.state &&
    a.availability === b.availability &&
    a.activity === b.activity &&
    a.device === b.device &&
    a.idleSinceMs === b.idleSinceMs &&
    a.customStateId === b.customStateId &&
    a.note?.text === b.note?.text &&
    a.note?.audience === b.note?.audience &&
    a.location?.place === b.location?.place &&
    a.location?.audience === b.location?.audience &&
    a.location?.from === b.location?.from
  );
}

type Machine = { availability: number; device: Device; idleSinceMs: number | null; network: string | null; owner: string };
type Decision = { availability: number; activity?: ActivityCode; customStateId?: CustomStateId | null; byMachine: boolean; busyWithoutCall: boolean };

/** [PRES-3], [PRES-4]: a manual state, else the highest of call and sharing, else out of office, else a meeting, else the machine. */
function decide(live: readonly Publication[], call: Of<"call"> | undefined, machine: Machine): Decision {
  const manual = newest(ofKind(live, "manual"));
  if (manual) return { availability: PUBLISHED[manual.state], customStateId: manual.customStateId, byMachine: false, busyWithoutCall: manual.state === "busy" && !call };
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

/** The endpoint with the lowest number; of equal ones that with the latest input, then the larger device, then the latest id. */
function mostAvailable(machines: readonly Of<"machine">[], limits: IdleLimits, nowMs: number, inCall: boolean): Machine {
  const seen = machines.map(({ device, idleSinceMs, network, owner }): Machine => {
    const idleMs = idleSinceMs === null || inCall ? 0 : nowMs - idleSinceMs; // A live call counts as input.
    const availability = idleMs >= limits.awayAfterMs ? PUBLISHED.away : idleMs >= limits.inactiveAfterMs ? PUBLISHED.inactive : PUBLISHED.available;
    return { availability, device, idleSinceMs, network, owner };
  });
  const latest = (machine: Machine): number => machine.idleSinceMs ?? Infinity;
  // `Infinity - Infinity` is NaN, which falls through to the next criterion like 0.
  return seen.reduce((best, next) => {
    const order = next.availability - best.availability || latest(best) - latest(next) || DEVICE_ORDER.indexOf(next.device) - DEVICE_ORDER.indexOf(best.device);
    return order < 0 || (order === 0 && next.owner > best.owner) ? next : best;
  });
}

const ofKind = <K extends Publication["kind"]>(live: readonly Publication[], kind: K): Of<K>[] => live.filter((publication): publication is Of<K> => publication.kind === kind);

const newest = <P extends Publication>(publications: readonly P[]): P | undefined =>
  publications.reduce<P | undefined>((best, next) => (best && best.sequence > next.sequence ? best : next), undefined);
