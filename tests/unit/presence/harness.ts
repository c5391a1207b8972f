import { type AccessLevel, type CustomState, type CustomStateId, type EndpointId, presenceChanged, presenceStatesChanged, presenceSelf, type PresenceView, type SelfPresence, type SessionId, type UserId } from "@/lib/protocol";
import type { Fanout } from "@/server/domain/fanout";
import { type AccessStore, type Choice, createAccess, createPresence, DEFAULT_LEVEL, type IdleLimits, NOTHING_SAID, type PresenceRooms, type PresenceStore, type PresentEndpoint, type Said, type Watchable } from "@/server/domain/presence";
import { virtualClock } from "@/tests/support/virtual-clock";

const pad = (number: number): string => number.toString(16).padStart(12, "0");
export const userNo = (number: number): UserId => `01900000-0000-7000-8000-${pad(number)}` as UserId;
export const endpointNo = (number: number): EndpointId => `01900000-0000-7000-9000-${pad(number)}` as EndpointId;
export const stateNo = (number: number): CustomStateId => `01900000-0000-7000-b000-${pad(number)}` as CustomStateId;
export const sessionNo = (number: number): SessionId => `01900000-0000-7000-a000-${pad(number)}` as SessionId;

export const LIMITS: IdleLimits = { inactiveAfterMs: 5 * 60_000, awayAfterMs: 15 * 60_000 };

type Told = { to: string; event: string; payload: unknown };

/** Presence over a fake socket edge and fake tables, in virtual time. */
export function presenceHarness(options: { settleMs?: number; users?: number } = {}) {
  const clock = virtualClock();
  let deferred: (() => void)[] = [];
  const connected = new Set<EndpointId>();
  const members = new Map<string, Set<EndpointId>>();
  /** What each endpoint holds of each person it watches, as a client would. */
  const held = new Map<EndpointId, Map<UserId, PresenceView>>();
  const dropsOf = new Map<EndpointId, number>();
  const self = new Map<UserId, SelfPresence[]>();
  const told: Told[] = [];
  const users = Array.from({ length: options.users ?? 10 }, (_, index) => userNo(index + 1));

  const stored = {
    manual: new Map<UserId, Choice>(),
    said: new Map<UserId, Said>(),
    absences: new Map<UserId, Watchable["absence"]>(),
    states: [] as CustomState[],
    limits: new Map<UserId, IdleLimits>(),
    levels: new Map<string, AccessLevel>(),
    defaults: new Map<UserId, AccessLevel>(),
    disabled: new Set<UserId>(),
  };
  const saidBy = (userId: UserId): Said => stored.said.get(userId) ?? NOTHING_SAID;
  const queries = { standing: 0, watchable: 0, levels: 0, held: 0, defaults: 0, forgotten: 0 };
  /** Runs while a query is under way, after its rows were read. */
  let during: (() => void) | undefined;
  const reading = async <R>(rows: R): Promise<R> => {
    during?.();
    for (let hop = 0; hop < 3; hop += 1) await Promise.resolve();
    return rows;
  };
  const writing = async <R>(write: () => R): Promise<R> => {
    await Promise.resolve();
    const written = write();
    await Promise.resolve();
    return written;
  };
  const levelOf = (owner: UserId, subject: UserId): AccessLevel => (owner === subject ? "personal" : (stored.levels.get(`${owner} ${subject}`) ?? stored.defaults.get(owner) ?? DEFAULT_LEVEL));

  const store: PresenceStore = {
    findStanding: (userId) => {
      queries.standing += 1;
      return reading({ manual: stored.manual.get(userId) ?? null, limits: stored.limits.get(userId) ?? LIMITS, said: saidBy(userId) });
    },
    putManual: (userId, choice) =>
      writing(() => {
        if (choice && choice.customStateId !== null && !stored.states.some(({ id, base }) => id === choice.customStateId && base === choice.state)) return false;
        if (choice) stored.manual.set(userId, choice);
        else stored.manual.delete(userId);
        return true;
      }),
    putNote: (userId, note) => writing(() => void stored.said.set(userId, { ...saidBy(userId), note })),
    putPlace: (userId, place) => writing(() => void stored.said.set(userId, { ...saidBy(userId), place })),
    putNetworkPlace: (userId, network, place) =>
      writing(() => {
        const networks = new Map(saidBy(userId).networks);
        if (place) networks.set(network, place);
        else networks.delete(network);
        stored.said.set(userId, { ...saidBy(userId), place: null, networks });
      }),
    forgetExpired: (userId, at) =>
      writing(() => {
        queries.forgotten += 1;
        if ((stored.manual.get(userId)?.untilMs ?? Infinity) <= at.getTime()) stored.manual.delete(userId);
        if ((saidBy(userId).note?.expiresAtMs ?? Infinity) <= at.getTime()) stored.said.set(userId, { ...saidBy(userId), note: null });
      }),
    findWatchable: (subject, userIds) => {
      queries.watchable += 1;
      const found = userIds.filter((id) => users.includes(id) && !stored.disabled.has(id));
      return reading(found.map((userId) => ({ userId, level: levelOf(userId, subject), note: saidBy(userId).note, absence: stored.absences.get(userId) ?? null })));
    },
    findLevels: (pairs) => {
      queries.levels += 1;
      return reading(pairs.map(({ ownerId, subjectId }) => levelOf(ownerId, subjectId)));
    },
    listCustomStates: () => reading([...stored.states]),
  };
  const accessStore: AccessStore = {
    listHeldBy: (subject) => {
      queries.held += 1;
      return reading(users.flatMap((ownerId) => (stored.levels.has(`${ownerId} ${subject}`) ? [{ ownerId, level: levelOf(ownerId, subject) }] : [])));
    },
    listDefaults: () => {
      queries.defaults += 1;
      return reading([...stored.defaults].map(([ownerId, level]) => ({ ownerId, level })));
    },
    readSettings: async () => ({ people: [], groups: [], defaults: [] }),
    put: async (owner, subject, level) => {
      await Promise.resolve();
      if (!users.includes(subject) || stored.disabled.has(subject)) return null;
      if (level) stored.levels.set(`${owner} ${subject}`, level);
      else stored.levels.delete(`${owner} ${subject}`);
      await Promise.resolve();
      return levelOf(owner, subject);
    },
    putGroup: async () => null,
    putDefault: async (owner, origin, level) => {
      await Promise.resolve();
      if (origin !== "organisation") return;
      if (level) stored.defaults.set(owner, level);
      else stored.defaults.delete(owner);
      await Promise.resolve();
    },
  };

  const hear = (endpointId: EndpointId, event: string, payload: unknown): void => {
    if (event !== presenceChanged.name) return;
    const view = payload as PresenceView;
    held.get(endpointId)?.set(view.userId, view);
  };
  const rooms: PresenceRooms = {
    join: (endpointId, names) => {
      if (!connected.has(endpointId)) return;
      for (const name of names) members.set(name, (members.get(name) ?? new Set()).add(endpointId));
    },
    leave: (endpointId, names) => {
      for (const name of names) members.get(name)?.delete(endpointId);
    },
    isConnected: (endpointId) => connected.has(endpointId),
    tell: (room, event, payload) => {
      told.push({ to: room, event: event.name, payload });
      for (const endpointId of members.get(room) ?? []) hear(endpointId, event.name, payload);
    },
    tellEndpoint: (endpointId, event, payload) => {
      told.push({ to: endpointId, event: event.name, payload });
      if (connected.has(endpointId)) hear(endpointId, event.name, payload);
    },
  };
  const fanout: Fanout = {
    toUsers: (userIds, event, payload) => {
      for (const userId of userIds) {
        told.push({ to: userId, event: event.name, payload });
        if (event.name === presenceSelf.name) self.set(userId, [...(self.get(userId) ?? []), payload as SelfPresence]);
      }
    },
    toSession: () => {},
    toEveryone: (event, payload) => void told.push({ to: "everyone", event: event.name, payload }),
  };

  const access = createAccess({ store: accessStore, fanout });
  const presence = createPresence({ store, access, rooms, fanout, clock, settleMs: options.settleMs ?? 0, defer: (run) => void deferred.push(run) });

  /** Everything that is under way comes to its end, microtasks before deferred work, as in the event loop. */
  const drain = async (): Promise<void> => {
    do {
      for (let hop = 0; hop < 100; hop += 1) await Promise.resolve();
      const now = deferred;
      deferred = [];
      for (const run of now) run();
    } while (deferred.length > 0);
  };
  const endpoint = (number: number, userId: UserId, more: Partial<PresentEndpoint> = {}): PresentEndpoint => ({
    endpointId: endpointNo(number),
    userId,
    sessionId: sessionNo(number),
    device: "desktop",
    idleForMs: 0,
    network: null,
    ...more,
  });

  return {
    clock,
    presence,
    access,
    users,
    stored,
    queries,
    held,
    self,
    told,
    connected,
    drain,
    endpoint,
    levelOf,
    saidBy,
    /** An administrator's change, as the tables make it: choices follow the base, or lose the state. */
    async changeStates(states: CustomState[]): Promise<void> {
      await writing(() => {
        stored.states = states;
        for (const [userId, choice] of stored.manual) {
          if (choice.customStateId === null) continue;
          const state = states.find(({ id }) => id === choice.customStateId);
          stored.manual.set(userId, state ? { ...choice, state: state.base } : { ...choice, customStateId: null });
        }
      });
      presence.customStatesChanged(states);
    },
    statesTold: (): unknown[] => told.filter(({ event }) => event === presenceStatesChanged.name).map(({ payload }) => payload),
    set during(run: (() => void) | undefined) {
      during = run;
    },
    connect(one: PresentEndpoint): Promise<void> {
      connected.add(one.endpointId);
      return presence.connect(one);
    },
    drop(endpointId: EndpointId): void {
      connected.delete(endpointId);
      held.delete(endpointId);
      dropsOf.set(endpointId, (dropsOf.get(endpointId) ?? 0) + 1);
      for (const of of members.values()) of.delete(endpointId);
      presence.disconnect(endpointId);
    },
    async watch(one: PresentEndpoint, userIds: readonly UserId[]): Promise<PresenceView[]> {
      const drops = dropsOf.get(one.endpointId);
      const views = await presence.watch(one.endpointId, one.userId, userIds);
      if (drops !== dropsOf.get(one.endpointId)) return views; // The answer went to a connection that is gone.
      const mine = held.get(one.endpointId) ?? new Map<UserId, PresenceView>();
      for (const view of views) mine.set(view.userId, view);
      if (connected.has(one.endpointId)) held.set(one.endpointId, mine);
      return views;
    },
    /** Time passes while these endpoints answer every ping. */
    async pass(ms: number, alive: readonly PresentEndpoint[]): Promise<void> {
      for (let left = ms; left > 0; left -= 5_000) {
        clock.advance(Math.min(left, 5_000));
        for (const one of alive) if (!presence.heartbeat(one.userId, one.endpointId)) await presence.connect(one);
        await drain();
      }
    },
    changes: (): PresenceView[] => told.filter(({ event }) => event === presenceChanged.name).map(({ payload }) => payload as PresenceView),
  };
}
