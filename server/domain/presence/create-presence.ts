import {
  ACCESS_LEVELS,
  type AccessLevel,
  type Audience,
  type CustomState,
  type CustomStateId,
  type Device,
  type EndpointId,
  IDLE_REPORT_MS,
  LEASE_MS,
  type ManualState,
  personChanged,
  type PresenceState,
  type PresenceView,
  type SessionId,
  type UserId,
} from "@/lib/protocol";
import { type DeadlineClock, systemDeadlineClock } from "@/lib/shared/deadlines";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import { createInTurn } from "../in-turn";
import type { Viewed } from "../viewed";
import type { Access } from "./access";
import { createChoosing } from "./choosing";
import type { CustomStatesAnnouncer, PeopleAnnouncer, PresenceRooms, PresenceStore, Standing } from "./ports";
import { ABSENCE_OWNER, type Publication } from "./publication";
import { createRegistry, type StateFollower } from "./registry";
import type { Self } from "./self";
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
export type PresentEndpoint = {
  endpointId: EndpointId;
  userId: UserId;
  sessionId: SessionId;
  device: Device;
  idleForMs: number;
  /** Where it connects from, as a keyed hash; null: not known. */
  network: string | null;
};

export type Presence = PeopleAnnouncer & CustomStatesAnnouncer & {
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
  /**
   * Chooses a state until `untilMs` (left out: until changed), or with null returns to the automatic one. Stored before
   * it is told. @throws AppError `custom_state_not_found` unless there is such a state with `state` as its base;
   * `invalid_input` for an end that has passed.
   */
  setManual(userId: UserId, state: ManualState | null, more?: { customStateId?: CustomStateId | undefined; untilMs?: number | undefined }): Promise<Self>;
  /** Says something beside the state; an empty text takes it back. @throws AppError `invalid_input` for an end that has passed. */
  setNote(userId: UserId, note: { text: string; audience: Audience; untilMs?: number | undefined }): Promise<Self>;
  /**
   * Says where the person is; an empty place takes it back. `remember` says it of `network`, in place of what was said
   * by hand; without a network it is said by hand.
   */
  setPlace(userId: UserId, network: string | null, place: { place: string; audience: Audience; remember: boolean }): Promise<Self>;
  /** This endpoint shows something to others, until it takes that back or ends. After a reconnect it says so again. */
  setPresenting(userId: UserId, endpointId: EndpointId, active: boolean): void;
  /** What each level sees of the person now. */
  viewsOf(userId: UserId): { level: AccessLevel; view: Viewed<PresenceView> }[];
  customStates(): Promise<CustomState[]>;
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

export function createPresence(deps: PresenceDeps): Presence {
  const { store, access, rooms, fanout, clock = systemDeadlineClock, settleMs = LEASE_MS, defer = (run) => void setImmediate(run) } = deps;
  const followers: StateFollower[] = [];
  const registry = createRegistry({ rooms, fanout, clock, settleMs, defer, followers });
  const watching = createWatching({ registry, access, store, rooms, fanout, nowMs: () => clock.now(), defer });
  /** Loading and storing of what one person says, one after another: what is told last is what is stored. */
  const inTurn = createInTurn<UserId>();
  const choosing = createChoosing({ store, registry, watching, fanout, inTurn, nowMs: () => clock.now(), defer });
  /** Endpoints that are connected or about to be, and which of them have said goodbye. */
  const connections = new Map<EndpointId, Connection>();

  const isLive = (userId: UserId): boolean => {
    const person = registry.find(userId);
    return person !== undefined && registry.isLive(person);
  };

  const findOwn = <K extends Publication["kind"]>(userId: UserId, kind: K, endpointId: EndpointId): Extract<Publication, { kind: K }> | undefined =>
    registry.find(userId)?.publications.find((publication): publication is Extract<Publication, { kind: K }> => publication.kind === kind && publication.owner === endpointId);

  const publishMachine = ({ endpointId, userId, sessionId, device, idleForMs, network }: PresentEndpoint): void => {
    // A page that is back after a reload shares nothing more; one that still does says so within the old lease.
    const sharing = findOwn(userId, "sharing", endpointId);
    if (sharing) registry.publish(userId, { ...sharing, leased: false });
    registry.publish(userId, {
      kind: "machine",
      owner: endpointId,
      sequence: 0,
      expiresAtMs: clock.now() + LEASE_MS,
      sessionId,
      device,
      idleSinceMs: idleForMs >= IDLE_REPORT_MS ? clock.now() - idleForMs : null,
      network,
    });
  };

  const end = (userId: UserId, endpointId: EndpointId): void => {
    const connection = connections.get(endpointId);
    if (connection) connection.leaving = true;
    registry.withdraw(userId, "machine", endpointId);
    registry.withdraw(userId, "sharing", endpointId);
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
          const take = (standing?: Standing): void => {
            if (connection.leaving) return; // Said goodbye while we asked.
            if (standing) {
              registry.withdraw(userId, "calendar", ABSENCE_OWNER);
              choosing.take(registry.personOf(userId), standing);
            }
            // Connected once more while we asked: that tells the newer idle time.
            if (time === connection.times) publishMachine(endpoint);
          };
          if (isLive(userId)) take();
          else await choosing.withStanding(userId, take);
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
      registry.renew(userId, endpointId);
      const machine = findOwn(userId, "machine", endpointId);
      if (machine) registry.publish(userId, { ...machine, expiresAtMs: clock.now() + LEASE_MS, idleSinceMs: active ? null : clock.now() - idleForMs });
    },

    setManual: choosing.setManual,
    setNote: choosing.setNote,
    setPlace: choosing.setPlace,
    setPresenting(userId, endpointId, active) {
      const machine = findOwn(userId, "machine", endpointId);
      if (!active) registry.withdraw(userId, "sharing", endpointId);
      else if (machine) registry.publish(userId, { kind: "sharing", owner: endpointId, sequence: 0, expiresAtMs: machine.expiresAtMs, leased: true });
    },
    customStates: choosing.customStates,
    customStatesChanged: choosing.customStatesChanged,

    selfOf: (userId) => choosing.withRecord(userId, registry.readSelf),
    viewsOf: (userId) => choosing.withRecord(userId, registry.readAll),

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
    viewOf: (userId, level) => choosing.withRecord(userId, (person) => registry.read(person, level)),

    get sizes() {
      return { people: registry.size, watchers: watching.size };
    },
    close: () => registry.dispose(),
  };
}
