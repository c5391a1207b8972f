import { expect } from "vitest";
import { ACCESS_LEVELS, Audience, type CustomState, type EndpointId, IDLE_REPORT_MS, LEASE_MS, type ManualState, type PresenceView, type UserId } from "@/lib/protocol";
import { fold, type PresentEndpoint, type Publication, viewPresence } from "@/server/domain/presence";
import { type Random, seededRandom } from "@/tests/support/random";
import { LIMITS, presenceHarness, stateNo } from "./harness";

const PEOPLE = 5;
const ENDPOINTS = 8;
const STEPS = 60;
const MANUAL: readonly (ManualState | null)[] = ["available", "busy", "dnd", "brb", "away", null];

const BASES: readonly ManualState[] = ["available", "busy", "dnd", "brb", "away"];
const NETWORKS = ["office", "home", null] as const;

type Lease = { endpoint: PresentEndpoint; expiresAtMs: number; idleSinceMs: number | null };
/** What an endpoint shows to others; renewed with its lease until it connects anew. */
type Presenting = { expiresAtMs: number; leased: boolean };

/**
 * What is so, kept as plainly as can be: leases, choices, other sources and levels. A fresh computation from it must
 * give what every watcher holds.
 */
function createModel(world: ReturnType<typeof presenceHarness>) {
  const leases = new Map<EndpointId, Lease>();
  const presenting = new Map<EndpointId, Presenting>();
  const others = new Map<UserId, Map<string, Publication>>();
  return {
    leases,
    presenting,
    isLive: (userId: UserId): boolean => [...leases.values()].some(({ endpoint, expiresAtMs }) => endpoint.userId === userId && expiresAtMs > world.clock.now()),
    othersOf(userId: UserId): Map<string, Publication> {
      const known = others.get(userId) ?? new Map<string, Publication>();
      others.set(userId, known);
      return known;
    },
    view(owner: UserId, subject: UserId, settled: boolean): PresenceView {
      const machines = [...leases.values()]
        .filter(({ endpoint }) => endpoint.userId === owner)
        .map(({ endpoint, expiresAtMs, idleSinceMs }): Publication => ({ kind: "machine", owner: endpoint.endpointId, sequence: 0, expiresAtMs, sessionId: endpoint.sessionId, device: endpoint.device, idleSinceMs, network: endpoint.network }));
      const choice = world.stored.manual.get(owner);
      const manual: Publication[] = choice ? [{ kind: "manual", owner: "self", sequence: 0, expiresAtMs: choice.untilMs, state: choice.state, customStateId: choice.customStateId }] : [];
      const sharing = [...presenting]
        .filter(([endpointId]) => leases.get(endpointId)?.endpoint.userId === owner)
        .map(([endpointId, { expiresAtMs, leased }]): Publication => ({ kind: "sharing", owner: endpointId, sequence: 0, expiresAtMs, leased }));
      const publications = [...machines, ...manual, ...sharing, ...(others.get(owner)?.values() ?? [])];
      return viewPresence(owner, fold({ publications, limits: LIMITS, said: world.saidBy(owner), nowMs: world.clock.now(), settled }), world.levelOf(owner, subject), settled);
    },
  };
}

export async function runSchedule(seed: number): Promise<{ told: number; compared: number }> {
  const random: Random = seededRandom(seed);
  const settleMs = random.chance(0.3) ? 20_000 : 0;
  const world = presenceHarness({ users: PEOPLE, settleMs });
  const startedMs = world.clock.now();
  const model = createModel(world);
  const endpoints = Array.from({ length: ENDPOINTS }, (_, index) => world.endpoint(index + 1, world.users[index % PEOPLE]!, { device: index % 3 === 0 ? "mobile" : "desktop", network: NETWORKS[index % 3]! }));
  /** Connected, but answering no pings. */
  const frozen = new Set<EndpointId>();
  /** Endpoints whose connecting has ended: a socket says nothing before. */
  const ready = new Map<EndpointId, boolean>();
  const latest = new Map<EndpointId, Promise<void>>();
  const asking = new Map<EndpointId, Promise<unknown>>();
  const underWay: Promise<unknown>[] = [];
  let compared = 0;

  const watch = (endpoint: PresentEndpoint, userIds: readonly UserId[]): void => {
    const answered = world.watch(endpoint, userIds);
    asking.set(endpoint.endpointId, answered);
    underWay.push(answered.then(() => asking.get(endpoint.endpointId) === answered && asking.delete(endpoint.endpointId)));
  };
  const lease = (endpoint: PresentEndpoint, idleForMs = 0): void => {
    const nowMs = world.clock.now();
    model.leases.set(endpoint.endpointId, { endpoint, expiresAtMs: nowMs + LEASE_MS, idleSinceMs: idleForMs >= IDLE_REPORT_MS ? nowMs - idleForMs : null });
  };
  /** It connects anew: what it shows runs out unless it says so again. */
  const stopRenewing = ({ endpointId }: PresentEndpoint): void => {
    const held = model.presenting.get(endpointId);
    if (held) held.leased = false;
  };
  const renew = (endpointId: EndpointId): void => {
    const held = model.presenting.get(endpointId);
    const expiresAtMs = model.leases.get(endpointId)!.expiresAtMs;
    if (held?.leased) held.expiresAtMs = expiresAtMs;
  };
  const becomeReady = (endpoint: PresentEndpoint, connecting: Promise<void>): void => {
    ready.set(endpoint.endpointId, false);
    latest.set(endpoint.endpointId, connecting);
    underWay.push(connecting.then(() => latest.get(endpoint.endpointId) === connecting && ready.set(endpoint.endpointId, true)));
  };
  const connect = (endpoint: PresentEndpoint): void => {
    const idleForMs = random.chance(0.3) ? random.below(20 * 60_000) : 0;
    const wanted = random.shuffle(world.users).slice(0, 1 + random.below(PEOPLE));
    becomeReady(endpoint, world.connect({ ...endpoint, idleForMs }));
    lease(endpoint, idleForMs);
    stopRenewing(endpoint);
    watch(endpoint, wanted);
  };
  const heartbeats = (): void => {
    for (const endpoint of endpoints) {
      if (!world.connected.has(endpoint.endpointId) || frozen.has(endpoint.endpointId)) continue;
      const held = model.leases.get(endpoint.endpointId);
      const alive = held && held.expiresAtMs > world.clock.now();
      if (!world.presence.heartbeat(endpoint.userId, endpoint.endpointId)) {
        becomeReady(endpoint, world.presence.connect(endpoint));
        lease(endpoint);
        stopRenewing(endpoint);
      } else if (alive) {
        held.expiresAtMs = world.clock.now() + LEASE_MS;
        renew(endpoint.endpointId);
      }
    }
  };
  const compare = async (): Promise<void> => {
    await Promise.all(underWay.splice(0));
    await world.drain();
    const settled = settleMs === 0 || world.clock.now() >= startedMs + settleMs;
    for (const endpoint of endpoints) {
      for (const [owner, view] of world.held.get(endpoint.endpointId) ?? []) {
        expect(view, `seed ${seed}`).toEqual(model.view(owner, endpoint.userId, settled));
        compared += 1;
      }
    }
    for (const userId of world.users) if (model.isLive(userId)) expect(world.self.get(userId)?.at(-1), `seed ${seed}`).toEqual(world.presence.selfOf(userId));
  };
  const soon = (): number => world.clock.now() + 1 + random.below(60_000);
  /** Refused when the custom state is changed or gone by then. */
  const refusable = (choosing: Promise<unknown>): void =>
    void underWay.push(
      choosing.catch((error: { code?: string }) => {
        if (error.code !== "custom_state_not_found") throw error;
      }),
    );

  const steps: (() => void)[] = [
    () => {
      const endpoint = random.pick(endpoints);
      if (!world.connected.has(endpoint.endpointId)) connect(endpoint);
    },
    () => {
      const endpoint = random.pick(endpoints);
      frozen.delete(endpoint.endpointId);
      world.drop(endpoint.endpointId);
      if (random.chance(0.5)) connect(endpoint); // A reload.
    },
    () => {
      const endpoint = random.pick(endpoints);
      if (random.chance(0.5)) frozen.add(endpoint.endpointId);
      else frozen.delete(endpoint.endpointId);
    },
    () => {
      const endpoint = random.pick(endpoints);
      if (!world.connected.has(endpoint.endpointId)) return;
      world.presence.bye(endpoint.userId, endpoint.endpointId);
      model.leases.delete(endpoint.endpointId);
      model.presenting.delete(endpoint.endpointId);
      world.drop(endpoint.endpointId);
    },
    () => {
      const endpoint = random.pick(endpoints);
      const held = model.leases.get(endpoint.endpointId);
      if (!held || held.expiresAtMs <= world.clock.now() || !world.connected.has(endpoint.endpointId) || !ready.get(endpoint.endpointId)) return;
      const active = random.chance(0.4);
      const idleForMs = active ? 0 : random.below(20 * 60_000);
      world.presence.reportActivity(endpoint.userId, endpoint.endpointId, { active, idleForMs });
      lease(endpoint, 0);
      model.leases.get(endpoint.endpointId)!.idleSinceMs = active ? null : world.clock.now() - idleForMs;
      renew(endpoint.endpointId);
    },
    () => void underWay.push(world.presence.setManual(random.pick(world.users), random.pick(MANUAL), random.chance(0.4) ? { untilMs: soon() } : {})),
    () => {
      const state = random.pick<Pick<CustomState, "id" | "base">>(world.stored.states.length > 0 ? world.stored.states : [{ id: stateNo(1), base: "away" }]);
      refusable(world.presence.setManual(random.pick(world.users), random.chance(0.9) ? state.base : "brb", { customStateId: state.id, ...(random.chance(0.4) ? { untilMs: soon() } : {}) }));
    },
    () => {
      const states = [1, 2, 3].filter(() => random.chance(0.7)).map((number): CustomState => ({ id: stateNo(number), base: random.pick(BASES), labels: { en: `State ${number}` } }));
      underWay.push(world.changeStates(states));
    },
    () => {
      const text = random.chance(0.3) ? "" : `note ${random.below(100)}`;
      underWay.push(world.presence.setNote(random.pick(world.users), { text, audience: random.pick(Audience.options), ...(random.chance(0.5) ? { untilMs: soon() } : {}) }));
    },
    () => {
      const place = random.chance(0.3) ? "" : `place ${random.below(100)}`;
      underWay.push(world.presence.setPlace(random.pick(world.users), random.pick(NETWORKS), { place, audience: random.pick(Audience.options), remember: random.chance(0.6) }));
    },
    () => {
      const { endpointId, userId } = random.pick(endpoints);
      const held = model.leases.get(endpointId);
      const active = random.chance(0.7);
      if (!held || held.expiresAtMs <= world.clock.now() || !world.connected.has(endpointId) || !ready.get(endpointId)) return;
      world.presence.setPresenting(userId, endpointId, active);
      if (active) model.presenting.set(endpointId, { expiresAtMs: held.expiresAtMs, leased: true });
      else model.presenting.delete(endpointId);
    },
    () => {
      const [owner, subject] = random.shuffle(world.users);
      underWay.push(world.access.set(owner!, subject!, random.chance(0.2) ? null : random.pick(ACCESS_LEVELS)));
    },
    () => {
      const level = random.pick(ACCESS_LEVELS.filter((one) => one !== "blocked"));
      underWay.push(world.access.setDefault(random.pick(world.users), "organisation", random.chance(0.3) ? null : level));
    },
    () => {
      // An administrator's transaction: stored now, told a while later, perhaps after one that was stored later.
      const [owner, ...others] = random.shuffle(world.users);
      const subjectIds = others.slice(0, 1 + random.below(others.length));
      const level = random.chance(0.2) ? null : random.pick(ACCESS_LEVELS);
      for (const subjectId of subjectIds) {
        if (level) world.stored.levels.set(`${owner} ${subjectId}`, level);
        else world.stored.levels.delete(`${owner} ${subjectId}`);
      }
      const hops = random.below(30);
      const tell = async (): Promise<void> => {
        for (let hop = 0; hop < hops; hop += 1) await Promise.resolve();
        await world.access.announce([{ ownerId: owner!, subjectIds }]);
      };
      underWay.push(tell());
    },
    () => {
      const endpoint = random.pick(endpoints);
      if (world.connected.has(endpoint.endpointId)) watch(endpoint, [random.pick(world.users)]);
    },
    () => {
      const endpoint = random.pick(endpoints);
      const userId = random.pick(world.users);
      if (asking.has(endpoint.endpointId)) return; // A client takes no answer for a person it has let go since.
      world.presence.unwatch(endpoint.endpointId, [userId]);
      world.held.get(endpoint.endpointId)?.delete(userId);
    },
    () => {
      const userId = random.pick(world.users);
      const kind = random.pick(["call", "calendar", "sharing"] as const);
      if (random.chance(0.4)) {
        world.presence.withdraw(userId, kind, kind);
        model.othersOf(userId).delete(kind);
        return;
      }
      const base = { owner: kind, sequence: 1, expiresAtMs: world.clock.now() + 1 + random.below(60_000) };
      const publication: Parameters<typeof world.presence.publish>[1] =
        kind === "call" ? { ...base, kind, activity: random.pick(["in-a-call", "in-a-conference"] as const) }
        : kind === "calendar" ? { ...base, kind, activity: random.pick(["in-a-meeting", "out-of-office"] as const) }
        : { ...base, kind };
      world.presence.publish(userId, publication);
      model.othersOf(userId).set(kind, { ...publication });
    },
  ];

  for (let step = 0; step < STEPS; step += 1) {
    random.pick(steps)();
    for (let hop = random.below(4); hop > 0; hop -= 1) await Promise.resolve();
    if (random.chance(0.3)) {
      // What is under way ends before time passes: a choice or an expiry is then before the other for all.
      await compare();
      world.clock.advance(random.below(9_000));
      heartbeats();
    }
  }
  await compare();
  // All fall silent: nobody is left a ghost.
  for (const endpoint of endpoints.slice(1)) frozen.add(endpoint.endpointId);
  for (let passed = 0; passed < LEASE_MS + settleMs; passed += 5_000) {
    world.clock.advance(5_000);
    heartbeats();
    await compare();
  }
  return { told: world.changes().length, compared };
}

/** Seeds from 1. @returns How many changes were told, and views compared: a schedule that does nothing shows nothing. */
export async function runSchedules(seeds: number): Promise<{ told: number; compared: number }> {
  const sum = { told: 0, compared: 0 };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const run = await runSchedule(seed);
    sum.told += run.told;
    sum.compared += run.compared;
  }
  return sum;
}
