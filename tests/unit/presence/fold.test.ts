import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Audience, CustomStateId, Device, ManualState, type SessionId } from "@/lib/protocol";
import { type Aggregate, fold, type FoldInput, nextChangeAtMs, OFFLINE, PUBLISHED, sameAggregate, stateOf, UNKNOWN } from "@/server/domain/presence/fold";
import { NOTHING_SAID, type Publication, type Said } from "@/server/domain/presence";

const NOW = 1_900_000_000_000;
const MIN = 60_000;
const CUSTOM = CustomStateId.parse("01900000-0000-7000-b000-000000000001");
const limits = { inactiveAfterMs: 5 * MIN, awayAfterMs: 15 * MIN };

const owner = fc.constantFrom("one", "two", "three", "four");
const base = { owner, sequence: fc.nat(5), expiresAtMs: fc.constantFrom(NOW - 1, NOW, NOW + 1, NOW + 20_000, Infinity) };
const machine = fc.record({
  ...base,
  kind: fc.constant("machine" as const),
  sessionId: fc.constant("session" as SessionId),
  device: fc.constantFrom(...Device.options),
  idleSinceMs: fc.option(fc.integer({ min: 0, max: 20 * MIN }).map((agoMs) => NOW - agoMs)),
  network: fc.constantFrom(null, "office", "home"),
});
const manual = fc.record({ ...base, owner: fc.constant("self"), kind: fc.constant("manual" as const), state: fc.constantFrom(...ManualState.options), customStateId: fc.constantFrom(null, CUSTOM) });
const call = fc.record({ ...base, kind: fc.constant("call" as const), activity: fc.constantFrom("in-a-call" as const, "in-a-conference" as const) });
const sharing = fc.record({ ...base, kind: fc.constant("sharing" as const) });
const calendar = fc.record({
  ...base,
  kind: fc.constant("calendar" as const),
  activity: fc.constantFrom("in-a-meeting" as const, "out-of-office" as const),
  note: fc.constantFrom("Back on Monday", "Fortbildung", ""),
});
const place = fc.record({ place: fc.constantFrom("Office", "Home", "Train"), audience: fc.constantFrom(...Audience.options) });
const said: fc.Arbitrary<Said> = fc.record({
  note: fc.option(fc.record({ text: fc.constantFrom("one", "two"), audience: fc.constantFrom(...Audience.options), expiresAtMs: base.expiresAtMs })),
  place: fc.option(place),
  networks: fc.uniqueArray(fc.tuple(fc.constantFrom("office", "home"), place), { selector: ([network]) => network }).map((list) => new Map(list)),
});
/** As the registry holds them: one for each kind and owner. */
const publications = fc.uniqueArray(fc.oneof({ weight: 3, arbitrary: machine }, manual, call, sharing, calendar), {
  selector: ({ kind, owner: of }) => `${kind} ${of}`,
  maxLength: 8,
});

const at = (list: readonly Publication[], more: Partial<FoldInput> = {}): Aggregate => fold({ publications: list, limits, said: NOTHING_SAID, nowMs: NOW, settled: true, ...more });
const here = (idleForMs: number | null = null, more: { owner?: string; device?: Device; network?: string } = {}): Publication => ({
  kind: "machine",
  owner: "tab",
  sequence: 0,
  expiresAtMs: NOW + 30_000,
  sessionId: "session" as SessionId,
  device: "desktop",
  idleSinceMs: idleForMs === null ? null : NOW - idleForMs,
  network: null,
  ...more,
});
const chosen = (state: ManualState, expiresAtMs = Infinity, customStateId: CustomStateId | null = null): Publication => ({ kind: "manual", owner: "self", sequence: 0, expiresAtMs, state, customStateId });
const inCall: Publication = { kind: "call", owner: "leg", sequence: 0, expiresAtMs: Infinity, activity: "in-a-call" };
const presenting: Publication = { kind: "sharing", owner: "leg", sequence: 0, expiresAtMs: Infinity };
const meeting: Publication = { kind: "calendar", owner: "cal", sequence: 0, expiresAtMs: Infinity, activity: "in-a-meeting" };
const outOfOffice: Publication = { ...meeting, owner: "cal2", activity: "out-of-office" };

const alive = (list: readonly Publication[]) => list.filter(({ expiresAtMs }) => expiresAtMs > NOW);
const has = (list: readonly Publication[], kind: Publication["kind"]) => alive(list).some((publication) => publication.kind === kind);

const machinesWithoutPlace = (list: readonly Publication[], spoken: Said): number => alive(list).filter((one) => one.kind === "machine" && (one.network === null || !spoken.networks.has(one.network))).length;

describe("fold, property by property", () => {
  const always = (check: (list: Publication[], aggregate: Aggregate) => void) => fc.assert(fc.property(publications, (list) => check(list, at(list))), { numRuns: 1_000 });

  it("[PRES-1] is Offline without a live endpoint, or Unknown before the server has settled", () => {
    always((list, aggregate) => {
      if (has(list, "machine")) expect(aggregate.state).not.toMatch(/offline|unknown/);
      else {
        expect({ ...aggregate, note: null }).toEqual(OFFLINE);
        expect({ ...at(list, { settled: false }), note: null }).toEqual(UNKNOWN);
      }
    });
  });

  it("[PRES-3] goes by a manual state, whatever else there is", () => {
    always((list, aggregate) => {
      const choice = alive(list).find(({ kind }) => kind === "manual");
      if (choice?.kind !== "manual" || !has(list, "machine")) return;
      if (choice.state === "busy") expect(["busy", "busy-inactive"]).toContain(aggregate.state);
      else expect(aggregate.state).toBe(choice.state);
    });
  });

  it("[PRES-4] without a choice goes by sharing, a call, out of office, a meeting, the machine, in this order", () => {
    always((list, aggregate) => {
      const live = alive(list);
      if (!has(list, "machine") || has(list, "manual")) return;
      const calendar = live.flatMap((publication) => (publication.kind === "calendar" ? [publication.activity] : []));
      if (has(list, "sharing")) expect(aggregate).toMatchObject({ state: "dnd", activity: "presenting" });
      else if (has(list, "call")) expect(aggregate).toMatchObject({ state: "busy", activity: live.some((one) => one.kind === "call" && one.activity === "in-a-conference") ? "in-a-conference" : "in-a-call" });
      else if (calendar.includes("out-of-office")) expect(aggregate).toMatchObject({ state: "away", activity: "out-of-office", idleSinceMs: null });
      else if (calendar.length > 0) expect(aggregate.activity).toBe("in-a-meeting");
      else expect(aggregate).toEqual(at(live.filter(({ kind }) => kind === "machine")));
    });
  });

  it("[F23] [PRES-56] names a custom state exactly while it is the choice that decides", () => {
    always((list, aggregate) => {
      const choice = alive(list).find(({ kind }) => kind === "manual");
      expect(aggregate.customStateId).toBe(choice?.kind === "manual" && has(list, "machine") ? choice.customStateId : null);
    });
  });

  it("[F22] [PRES-51] [PRES-52] [PRES-53] carries a note that is no part of the state: one's own, else that of out of office", () => {
    fc.assert(
      fc.property(publications, said, (list, spoken) => {
        const aggregate = at(list, { said: spoken });
        const own = spoken.note && spoken.note.expiresAtMs > NOW ? spoken.note.text : null;
        const absences = alive(list).flatMap((one) => (one.kind === "calendar" && one.activity === "out-of-office" && one.note ? [one.note] : []));
        if (own !== null) expect(aggregate.note).toEqual({ text: own, audience: spoken.note?.audience });
        else if (absences.length > 0) expect(absences.map((text) => ({ text, audience: "company" }))).toContainEqual(aggregate.note);
        else expect(aggregate.note).toBeNull();
        expect({ ...aggregate, note: null, location: null }).toEqual({ ...at(list), note: null });
      }),
      { numRuns: 1_000 },
    );
  });

  it("[F24] [PRES-54] names the place said by hand, else that of the network of the endpoint whose device is named; of nobody who is not here", () => {
    fc.assert(
      fc.property(publications, said, (list, spoken) => {
        const { location, device } = at(list, { said: spoken });
        const networks = alive(list).flatMap((one) => (one.kind === "machine" && one.device === device && one.network !== null ? [one.network] : []));
        if (!has(list, "machine")) expect(location).toBeNull();
        else if (spoken.place) expect(location).toEqual({ ...spoken.place, from: "hand" });
        else if (location) expect(networks.map((network) => spoken.networks.get(network))).toContainEqual({ place: location.place, audience: location.audience });
        else expect(networks.length === 0 || machinesWithoutPlace(list, spoken) > 0).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it("[PRES-5] never shows Busy-Inactive in a call, and never plain Busy without one at an Away machine", () => {
    always((list, aggregate) => {
      if (has(list, "call")) expect(aggregate.state).not.toBe("busy-inactive");
      else if (aggregate.state === "busy") expect(at(alive(list).filter(({ kind }) => kind === "machine")).state).not.toBe("away");
    });
  });

  it("[PRES-6] always names a call, unless presenting is named", () => {
    always((list, aggregate) => {
      if (has(list, "call") && has(list, "machine")) expect(["in-a-call", "in-a-conference", "presenting"]).toContain(aggregate.activity);
    });
  });

  it("[PRES-7] keeps state, availability and idle time together", () => {
    always((_, aggregate) => {
      if (aggregate.availability !== null) expect(stateOf(aggregate.availability)).toBe(aggregate.state);
      if (aggregate.idleSinceMs !== null) expect(["inactive", "busy-inactive", "away"]).toContain(aggregate.state);
      if (aggregate.state === "inactive" || aggregate.state === "busy-inactive") expect(aggregate.idleSinceMs).not.toBeNull();
    });
  });

  it("[PRES-8] does not care for order, nor for what has expired", () => {
    fc.assert(
      fc.property(publications.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), said, ([list, shuffled], spoken) => {
        const words = { said: spoken };
        expect(at(shuffled, words)).toEqual(at(list, words));
        expect(at(alive(list), words)).toEqual(at(list, words));
      }),
      { numRuns: 1_000 },
    );
  });

  it("[PRES-2] is never made less available by one endpoint more", () => {
    fc.assert(
      fc.property(publications, machine, (list, more) => {
        const machines = list.filter(({ kind }) => kind === "machine");
        expect(at([...machines, { ...more, owner: "more" }]).availability).toBeLessThanOrEqual(at(machines).availability!);
      }),
    );
  });

  it("[PRES-20] changes only at the moments that nextChangeAtMs names", () => {
    fc.assert(
      fc.property(publications, said, fc.integer({ min: 0, max: 16 * MIN }), (list, spoken, laterMs) => {
        const next = nextChangeAtMs({ publications: list, limits, said: spoken, nowMs: NOW });
        expect(next).toBeGreaterThan(NOW);
        const beforeMs = Math.min(NOW + laterMs, next - 1);
        expect(sameAggregate(at(list, { said: spoken, nowMs: beforeMs }), at(list, { said: spoken }))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("fold, case by case", () => {
  const cases: [string, Publication[], Partial<Aggregate>][] = [
    ["[PRES-2] Available at the keys", [here()], { state: "available", availability: 3_500, device: "desktop", idleSinceMs: null }],
    ["[PRES-2] still Available a moment before the limit", [here(5 * MIN - 1)], { state: "available", idleSinceMs: null }],
    ["[PRES-2] Inactive at the limit", [here(5 * MIN)], { state: "inactive", availability: 5_000, idleSinceMs: NOW - 5 * MIN }],
    ["[PRES-2] Away at the limit", [here(15 * MIN)], { state: "away", availability: 15_500, idleSinceMs: NOW - 15 * MIN }],
    ["[PRES-2] the most available endpoint counts", [here(20 * MIN), here(6 * MIN, { owner: "phone", device: "mobile" })], { state: "inactive", device: "mobile" }],
    ["[PRES-2] a call is input", [here(20 * MIN), inCall], { state: "busy", activity: "in-a-call", idleSinceMs: null }],
    ["[PRES-3] a choice decides over idleness", [here(20 * MIN), chosen("available")], { state: "available", idleSinceMs: null }],
    ["[PRES-3] an expired choice is none", [here(), chosen("dnd", NOW)], { state: "available" }],
    ["[PRES-3] Away by choice says no idle time", [here(20 * MIN), chosen("away")], { state: "away", idleSinceMs: null }],
    ["[PRES-4] presenting is above a call", [here(), inCall, presenting], { state: "dnd", activity: "presenting" }],
    ["[PRES-4] a call is above out of office", [here(), inCall, outOfOffice], { state: "busy", activity: "in-a-call" }],
    ["[PRES-4] out of office is above a meeting", [here(), meeting, outOfOffice], { state: "away", availability: 15_500, activity: "out-of-office", idleSinceMs: null }],
    ["[PRES-4] a meeting is above the machine", [here(), meeting], { state: "busy", activity: "in-a-meeting" }],
    ["[PRES-5] a meeting without input", [here(15 * MIN), meeting], { state: "busy-inactive", availability: PUBLISHED["busy-inactive"], activity: "in-a-meeting", idleSinceMs: NOW - 15 * MIN }],
    ["[PRES-5] a manual Busy without input", [here(15 * MIN), chosen("busy")], { state: "busy-inactive", idleSinceMs: NOW - 15 * MIN }],
    ["[PRES-5] Inactive is not enough", [here(14 * MIN), chosen("busy")], { state: "busy" }],
    ["[PRES-6] a call beside a choice", [here(), chosen("dnd"), inCall], { state: "dnd", activity: "in-a-call" }],
    ["[F4] a call is In a call", [here(), inCall], { state: "busy", availability: 6_500, activity: "in-a-call" }],
    ["[F5] a conference beside a call is named", [here(), inCall, { ...inCall, owner: "leg2", activity: "in-a-conference" }], { state: "busy", activity: "in-a-conference" }],
    ["[F20] only a desk phone is told as such", [here(null, { device: "phone" })], { state: "available", device: "phone" }],
    ["[F19] a mobile that is used is named before a desk that is not", [here(6 * MIN), here(null, { owner: "m", device: "mobile" })], { state: "available", device: "mobile" }],
    ["[F8] a page in full screen is Presenting", [here(), { ...presenting, owner: "tab", leased: true }], { state: "dnd", activity: "presenting" }],
    ["[F21] a custom choice that has expired is none", [here(), chosen("dnd", NOW, CUSTOM)], { state: "available", customStateId: null }],
    ["[PRES-54] of two endpoints alike the later id says where", [here(null, { owner: "a", network: "office" }), here(null, { owner: "b", network: "home" })], { location: { place: "Home", audience: "team", from: "network" } }],
    ["[PRES-1] a choice without an endpoint", [chosen("available"), inCall], OFFLINE],
  ];
  const places: Said = { ...NOTHING_SAID, networks: new Map([["office", { place: "Office", audience: "company" }], ["home", { place: "Home", audience: "team" }]]) };
  it.each(cases)("%s", (_, list, expected) => expect(at(list, { said: places })).toMatchObject(expected));

  it("[F10] goes by the person's own limits", () => {
    const own = { inactiveAfterMs: MIN, awayAfterMs: 2 * MIN };
    expect(at([here(MIN)], { limits: own }).state).toBe("inactive");
    expect(at([here(2 * MIN)], { limits: own }).state).toBe("away");
  });
});
