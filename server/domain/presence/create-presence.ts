import {
  ACCESS_LEVELS,
  type AccessLevel,
  type Device,
  type EndpointId,
  IDLE_REPORT_MS,
  LEASE_MS,
  type ManualState,
  personChanged,
  type PresenceState,
  type PresenceView,
  type SelfPresence,
  type SessionId,
  type UserId,
} from "@/lib/protocol";
import { type DeadlineClock, systemDeadlineClock } from "@/lib/shared/deadlines";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import { createInTurn } from "../in-turn";
import type { Viewed } from "../viewed";
import type { Access } from "./access";
import type { Publication } from "./fold";
import type { PeopleAnnouncer, PresenceRooms, PresenceStore } from "./ports";
import { createRegistry, type StateFollower } from "./registry";
import { createWatching } from "./watching";

export type PresenceDeps = {
  store: PresenceStore;
  access: Access;
  rooms: PresenceRooms;
  fanout: Fanout;
  clock?: DeadlineClock;
  /** How long after the start a person without an endpoint is Unknown instead of Offline, in ms. */
  settleMs?: number;
  /** Runs something once, after the microtasks of now. */
  defer?: (run: () => void) => void;
};

/** An endpoint as the socket edge knows it. */
export type PresentEndpoint = { endpointId: EndpointId; userId: UserId; sessionId: SessionId; device: Device; idleForMs: number };

export type Self = Omit<SelfPresence, "view"> & { view: Viewed<PresenceView> };

export type Presence = PeopleAnnouncer & {
  /** The endpoint is here: a new one, or one that came back within its lease, which others do not notice. */
  connect(endpoint: PresentEndpoint): Promise<void>;
  /**
   * The endpoint answered the ping: its lease runs anew.
   * @returns False when it is connected and has no lease all the same (the clock was stepped): connect it again.
   */
  heartbeat(userId: UserId, endpointId: EndpointId): boolean;
  /** A connection ended. The lease runs on; what the endpoint watched ends with its last connection. */
  disconnect(endpointId: EndpointId): void;
  /** Signed out: the endpoint ends now, without waiting for its lease. */
  bye(userId: UserId, endpointId: EndpointId): void;
  /** All endpoints of a session end now: it was revoked, has expired, or its user was disabled. */
  endSession(sessionId: SessionId): void;
  /** Input came to an endpoint, or was last there so long ago. Of an endpoint that is not live: ignored. */
  reportActivity(userId: UserId, endpointId: EndpointId, input: { active: boolean; idleForMs: number }): void;
  /** Chooses a state, or with null returns to the automatic one. Stored before it is told. */
  setManual(userId: UserId, state: ManualState | null): Promise<Self>;
  /** A person's own presence, and their choice. */
  selfOf(userId: UserId): Self;
  /** @throws AppError `too_large` when the endpoint would watch more than WATCH_MAX people. */
  watch(endpointId: EndpointId, userId: UserId, userIds: readonly UserId[]): Promise<Viewed<PresenceView>[]>;
  unwatch(endpointId: EndpointId, userIds: readonly UserId[]): void;
  /** The person's idle limits changed in the store. */
  settingsChanged(userId: UserId): Promise<void>;
  /** Other sources (calls, calendars, sharing) publish and withdraw; see `Publication`. */
  publish(userId: UserId, publication: Exclude<Publication, { kind: "machine" | "manual" }>): void;
  withdraw(userId: UserId, kind: "call" | "calendar" | "sharing", owner: string): void;
  /** Tells a part of the server what states people are in, as they change. To be called before anybody connects. */
  follow(follower: StateFollower): void;
  /** The state that a person is in now, before anybody's level was asked. */
  stateOf(userId: UserId): PresenceState;
  /** What one level sees of a person now. */
  viewOf(userId: UserId, level: AccessLevel): Viewed<PresenceView>;
  /** For metrics: people with a record, and endpoints that watch. */
  readonly sizes: { people: number; watchers: number };
  /** Stops all timers. */
  close(): void;
};

type Connection = {
  userId: UserId;
  sessionId: SessionId;
  /** Connectings that wait for the store. */
  pending: number;
  /** How often it connected; of two connectings that overlap the later counts. */
  times: number;
  leaving: boolean;
};

const MANUAL_OWNER = "self";

export function createPresence(deps: PresenceDeps): Presence {
  const { store, access, rooms, fanout, clock = systemDeadlineClock, settleMs = LEASE_MS, defer = (run) => void setImmediate(run) } = deps;
  const followers: StateFollower[] = [];
  const registry = createRegistry({ rooms, fanout, clock, settleMs, defer, followers });
  const watching = createWatching({ registry, access, store, rooms, fanout, defer });
  /** Loading and storing of one person's choice, one after another: what is told last is what is stored. */
  const inTurn = createInTurn<UserId>();
  /** Endpoints that are connected or about to be, and which of them have said goodbye. */
  const connections = new Map<EndpointId, Connection>();

  const isLive = (userId: UserId): boolean => {
    const person = registry.find(userId);
    return person !== undefined && registry.isLive(person);
  };

  const publishMachine = ({ endpointId, userId, sessionId, device, idleForMs }: PresentEndpoint): void =>
    registry.publish(userId, {
      kind: "machine",
      owner: endpointId,
      sequence: 0,
      expiresAtMs: clock.now() + LEASE_MS,
      sessionId,
      device,
      idleSinceMs: idleForMs >= IDLE_REPORT_MS ? clock.now() - idleForMs : null,
    });

  const publishManual = (userId: UserId, state: ManualState | null): void => {
    if (state) registry.publish(userId, { kind: "manual", owner: MANUAL_OWNER, sequence: 0, expiresAtMs: Infinity, state });
    else registry.withdraw(userId, "manual", MANUAL_OWNER);
  };

  const end = (userId: UserId, endpointId: EndpointId): void => {
    const connection = connections.get(endpointId);
    if (connection) connection.leaving = true;
    registry.withdraw(userId, "machine", endpointId);
    watching.end(endpointId);
  };

  const forgetIfGone = (endpointId: EndpointId): void => {
    if (connections.get(endpointId)?.pending === 0 && !rooms.isConnected(endpointId)) connections.delete(endpointId);
  };

  return {
    async connect(endpoint) {
      const { endpointId, userId, sessionId } = endpoint;
      const connection = connections.get(endpointId) ?? { userId, sessionId, pending: 0, times: 0, leaving: false };
      // An endpoint is one person's; its rooms must never hold two.
      if (connection.userId !== userId) throw new AppError("forbidden", { endpointId });
      connections.set(endpointId, Object.assign(connection, { sessionId, leaving: false }));
      const time = (connection.times += 1);
      if (isLive(userId)) return publishMachine(endpoint);
      connection.pending += 1;
      try {
        await inTurn(userId, async () => {
          const standing = isLive(userId) ? undefined : await store.findStanding(userId);
          if (connection.leaving) return; // Said goodbye while we asked.
          if (standing) {
            registry.personOf(userId).limits = standing.limits;
            publishManual(userId, standing.manual);
          }
          // Connected once more while we asked: that tells the newer idle time.
          if (time === connection.times) publishMachine(endpoint);
        });
      } finally {
        connection.pending -= 1;
        forgetIfGone(endpointId);
      }
    },

    heartbeat: (userId, endpointId) => registry.renew(userId, endpointId) || connections.get(endpointId)?.leaving !== false,

    disconnect(endpointId) {
      if (rooms.isConnected(endpointId)) return;
      watching.end(endpointId);
      forgetIfGone(endpointId);
    },

    bye: end,

    endSession(sessionId) {
      for (const { userId, owner } of registry.machinesOf(sessionId)) end(userId, owner as EndpointId);
      // Those whose lease is only about to begin.
      for (const [endpointId, connection] of connections) if (connection.sessionId === sessionId) end(connection.userId, endpointId);
    },

    reportActivity(userId, endpointId, { active, idleForMs }) {
      const person = registry.find(userId);
      const machine = person?.publications.find((publication) => publication.kind === "machine" && publication.owner === endpointId);
      if (machine?.kind !== "machine") return;
      registry.publish(userId, { ...machine, expiresAtMs: clock.now() + LEASE_MS, idleSinceMs: active ? null : clock.now() - idleForMs });
    },

    setManual: (userId, state) =>
      inTurn(userId, async () => {
        await store.putManual(userId, state, new Date(clock.now()));
        if (isLive(userId)) publishManual(userId, state);
        return { ...selfOf(userId), manual: state };
      }),

    selfOf,

    watch: (endpointId, userId, userIds) => watching.watch(endpointId, userId, userIds),
    unwatch: (endpointId, userIds) => watching.unwatch(endpointId, userIds),

    settingsChanged: (userId) =>
      inTurn(userId, async () => {
        if (!isLive(userId)) return;
        const { limits } = await store.findStanding(userId);
        const person = registry.find(userId);
        if (!person) return;
        person.limits = limits;
        registry.enqueue(person);
      }),

    publish: (userId, publication) => registry.publish(userId, publication),
    withdraw: (userId, kind, owner) => registry.withdraw(userId, kind, owner),

    personChanged(userId) {
      const person = registry.find(userId);
      if (!person) return;
      ACCESS_LEVELS.forEach((level, index) => {
        if (level !== "blocked" && person.watchers[index]! > 0) rooms.tell(person.rooms[index]!, personChanged, { userId });
      });
    },

    follow: (follower) => void followers.push(follower),
    stateOf: registry.stateOf,
    viewOf(userId, level) {
      const person = registry.personOf(userId);
      try {
        return registry.read(person, level);
      } finally {
        registry.dropIfUnused(person);
      }
    },

    get sizes() {
      return { people: registry.size, watchers: watching.size };
    },
    close: () => registry.dispose(),
  };

  function selfOf(userId: UserId): Self {
    const person = registry.personOf(userId);
    try {
      return { view: registry.read(person, "personal"), manual: registry.manualOf(person), ...registry.saidBy(person) };
    } finally {
      registry.dropIfUnused(person);
    }
  }
}
