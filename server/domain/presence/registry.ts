import {
  ACCESS_LEVELS,
  type AccessLevel,
  DEFAULT_SETTINGS,
  type EndpointId,
  LEASE_MS,
  type PresenceState,
  type PresenceView,
  presenceChanged,
  presenceSelf,
  type SessionId,
  type UserId,
} from "@/lib/protocol";
import { createDeadlines, type DeadlineClock } from "@/lib/shared/deadlines";
import type { Fanout } from "../fanout";
import type { Viewed } from "../viewed";
import { type Aggregate, fold, type FoldInput, type IdleLimits, nextChangeAtMs, sameAggregate } from "./fold";
import type { PresenceRooms } from "./ports";
import { ABSENCE_OWNER, type Publication } from "./publication";
import { absenceOf, NOTHING_SAID, type Said } from "./said";
import { sameSelf, type Self, viewSelf } from "./self";
import { sameView, viewPresence } from "./view";

/** Somebody with a live source or a watcher. Nobody else has a record. */
export type Person = {
  readonly userId: UserId;
  publications: Publication[];
  limits: IdleLimits;
  said: Said;
  /** Whether `said` was read; from then on it is kept right for as long as the record lives. */
  saidKnown: boolean;
  /** What watchers hold, and whether the server was settled when they were told. Null while nobody watches. */
  told: Aggregate | null;
  toldSettled: boolean;
  /** Levels, as bits, at which somebody read something newer than `told`: they are told in any case. */
  retell: number;
  /** What the person's own endpoints hold. */
  selfTold: Self | null;
  /** Number of watching endpoints, by the order of ACCESS_LEVELS. */
  readonly watchers: number[];
  /** Names of their rooms, made once: every room set shares the string. */
  readonly rooms: string[];
  queued: boolean;
};

export const levelIndex = (level: AccessLevel): number => ACCESS_LEVELS.indexOf(level);

export const DEFAULT_LIMITS: IdleLimits = {
  inactiveAfterMs: DEFAULT_SETTINGS.inactiveAfterMin * 60_000,
  awayAfterMs: DEFAULT_SETTINGS.awayAfterMin * 60_000,
};

/** How often the registry looks whether its own process was stopped for a while, in ms. */
const TICK_MS = 5_000;
/** Being stopped longer than this (a suspended machine, a stepped clock) makes leases worthless as evidence, in ms. */
const STALL_MS = 5_000;
/** People told about in one turn of the event loop. */
const BATCH = 500;

const SETTLED = "settled";
const TICK = "tick";

export type RegistryDeps = {
  rooms: PresenceRooms;
  fanout: Fanout;
  clock: DeadlineClock;
  /** How long after the start a missing person is Unknown instead of Offline, in ms. */
  settleMs: number;
  /**
   * Runs the telling of changes later, once. It must be after the microtasks of now, so that an answer that is on
   * its way with an older view leaves before the newer one.
   */
  defer: (run: () => void) => void;
  /** Hears of everybody whose state may have changed, in the turn in which watchers are told. */
  followers?: readonly StateFollower[];
};

/** Somebody else inside of the server who goes by people's states. */
export type StateFollower = {
  /** The state is this now; maybe it was before, too. */
  stateIs(userId: UserId, state: PresenceState): void;
  /** The time after the start is over: who is not here is Offline from now on. */
  settled(): void;
};

export type Registry = ReturnType<typeof createRegistry>;

/**
 * Everybody's live sources, and what was told of them. A change is folded once, viewed once for each level that has
 * watchers, and told once to the room of each level whose view is different.
 */
export function createRegistry({ rooms, fanout, clock, settleMs, defer, followers = [] }: RegistryDeps) {
  const people = new Map<UserId, Person>();
  let queue: Person[] = [];
  let flushing = false;
  let settled = settleMs <= 0;
  let lastTickMs = clock.now();
  const deadlines = createDeadlines<Person | typeof SETTLED | typeof TICK>(onDue, clock);
  if (!settled) deadlines.set(SETTLED, clock.now() + settleMs);
  deadlines.set(TICK, lastTickMs + TICK_MS);

  function onDue(keys: readonly (Person | typeof SETTLED | typeof TICK)[]): void {
    const nowMs = clock.now();
    if (nowMs - lastTickMs > TICK_MS + STALL_MS) renewAll(nowMs);
    for (const key of keys) {
      if (key === TICK) {
        lastTickMs = nowMs;
        deadlines.set(TICK, nowMs + TICK_MS);
      } else if (key === SETTLED) {
        settled = true;
        for (const follower of followers) follower.settled();
        for (const person of people.values()) enqueue(person);
      } else {
        enqueue(key);
      }
    }
  }

  /** The process itself was away: nobody's silence means anything. Everybody gets one more lease. */
  function renewAll(nowMs: number): void {
    lastTickMs = nowMs;
    for (const person of people.values()) {
      for (const publication of person.publications) {
        if (isLeased(publication)) publication.expiresAtMs = Math.max(publication.expiresAtMs, nowMs + LEASE_MS);
      }
    }
  }

  function personOf(userId: UserId): Person {
    const known = people.get(userId);
    if (known) return known;
    const person: Person = {
      userId,
      publications: [],
      limits: DEFAULT_LIMITS,
      said: NOTHING_SAID,
      saidKnown: false,
      told: null,
      toldSettled: settled,
      retell: 0,
      selfTold: null,
      watchers: ACCESS_LEVELS.map(() => 0),
      rooms: ACCESS_LEVELS.map((level) => `presence:${userId}:${level}`),
      queued: false,
    };
    people.set(userId, person);
    return person;
  }

  function enqueue(person: Person): void {
    if (person.queued) return;
    person.queued = true;
    queue.push(person);
    if (flushing) return;
    flushing = true;
    defer(flush);
  }

  function flush(): void {
    const batch = queue.splice(0, BATCH);
    try {
      for (const person of batch) {
        person.queued = false;
        settle(person);
      }
    } finally {
      flushing = queue.length > 0;
      if (flushing) defer(flush);
    }
  }

  /** Brings a person up to now: ended sources go, watchers hear what is different, the next look is set. */
  function settle(person: Person): void {
    const nowMs = clock.now();
    if (person.publications.some(({ expiresAtMs }) => expiresAtMs <= nowMs)) person.publications = person.publications.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
    const live = isLive(person);
    if (!live) keepOnlyNotes(person);
    if (person.said.note && person.said.note.expiresAtMs <= nowMs) person.said = { ...person.said, note: null };

    const input = inputOf(person, nowMs);
    const aggregate = fold(input);
    for (const follower of followers) follower.stateIs(person.userId, aggregate.state);
    tellWatchers(person, aggregate);
    if (live) tellSelf(person, aggregate, input);
    else person.selfTold = null;

    const next = nextChangeAtMs(input);
    if (next === Infinity) deadlines.clear(person);
    else deadlines.set(person, next);
    dropIfUnused(person);
  }

  function tellWatchers(person: Person, aggregate: Aggregate): void {
    const { told, toldSettled, retell } = person;
    person.told = aggregate;
    person.toldSettled = settled;
    person.retell = 0;
    if (told && retell === 0 && toldSettled === settled && sameAggregate(told, aggregate)) return;
    ACCESS_LEVELS.forEach((level, index) => {
      if (person.watchers[index] === 0) return;
      const view = viewPresence(person.userId, aggregate, level, settled);
      const heldByAll = told && (retell & (1 << index)) === 0;
      if (heldByAll && sameView(view, viewPresence(person.userId, told, level, toldSettled))) return;
      rooms.tell(person.rooms[index]!, presenceChanged, view);
    });
  }

  function tellSelf(person: Person, aggregate: Aggregate, input: FoldInput): void {
    const self = viewSelf(person.userId, aggregate, input);
    if (person.selfTold && sameSelf(person.selfTold, self)) return;
    person.selfTold = self;
    fanout.toUsers([person.userId], presenceSelf, self);
  }

  const inputOf = ({ publications, limits, said }: Person, nowMs: number): FoldInput => ({ publications, limits, said, nowMs, settled });

  function dropIfUnused(person: Person): void {
    if (person.queued || isWatched(person) || person.publications.some(({ owner }) => owner !== ABSENCE_OWNER)) return;
    deadlines.clear(person);
    people.delete(person.userId);
  }

  return {
    personOf,
    find: (userId: UserId): Person | undefined => people.get(userId),
    isLive,
    enqueue,
    dropIfUnused,

    /**
     * Puts a publication in place of the one with the same kind and owner, unless that has a higher sequence.
     * The change is told in a later turn.
     */
    publish(userId: UserId, publication: Publication): void {
      const person = personOf(userId);
      const index = person.publications.findIndex(({ kind, owner }) => kind === publication.kind && owner === publication.owner);
      const held = person.publications[index];
      if (held && held.sequence > publication.sequence) return;
      if (index < 0) person.publications.push(publication);
      else person.publications[index] = publication;
      enqueue(person);
    },

    /** The state now, also of who has no record. */
    stateOf(userId: UserId): PresenceState {
      const person = people.get(userId);
      return fold({ publications: person?.publications ?? [], limits: person?.limits ?? DEFAULT_LIMITS, said: NOTHING_SAID, nowMs: clock.now(), settled }).state;
    },

    /** Ends a publication now. Repeats do no harm. */
    withdraw(userId: UserId, kind: Publication["kind"], owner: string): void {
      const person = people.get(userId);
      if (!person) return;
      const left = person.publications.filter((publication) => publication.kind !== kind || publication.owner !== owner);
      if (left.length === person.publications.length) return;
      person.publications = left;
      enqueue(person);
    },

    /** Extends the lease of a live endpoint, and what it shares by itself. @returns False when there is none. No work is done for others. */
    renew(userId: UserId, endpointId: EndpointId): boolean {
      const nowMs = clock.now();
      const publications = people.get(userId)?.publications ?? [];
      const machine = publications.find(({ kind, owner }) => kind === "machine" && owner === endpointId);
      if (!machine || machine.expiresAtMs <= nowMs) return false;
      // The deadline stays where it is: when it comes, the lease is looked at again.
      for (const publication of publications) if (publication.owner === endpointId && isLeased(publication)) publication.expiresAtMs = nowMs + LEASE_MS;
      return true;
    },

    /** What a person says beside their state is this now. Of somebody without a record nothing is kept. */
    say(userId: UserId, said: Partial<Said>): void {
      const person = people.get(userId);
      if (!person) return;
      person.said = { ...person.said, ...said };
      enqueue(person);
    },

    /** Everybody who has a record; for changes that come seldom. */
    all: (): Iterable<Person> => people.values(),

    /** The live endpoints of a session. Looks at everybody: sessions end seldom. */
    machinesOf(sessionId: SessionId): { userId: UserId; owner: string }[] {
      const found: { userId: UserId; owner: string }[] = [];
      for (const { userId, publications } of people.values()) {
        for (const publication of publications) if (publication.kind === "machine" && publication.sessionId === sessionId) found.push({ userId, owner: publication.owner });
      }
      return found;
    },

    /**
     * What one level sees now, for an answer. If watchers do not hold this yet, they are told in a later turn, so
     * that who reads now and joins the room cannot miss the difference.
     */
    read(person: Person, level: AccessLevel): Viewed<PresenceView> {
      const aggregate = fold(inputOf(person, clock.now()));
      const view = viewPresence(person.userId, aggregate, level, settled);
      if (!person.told || !isWatched(person)) {
        person.told = aggregate; // Nobody holds anything older.
        person.toldSettled = settled;
      } else if (!sameView(view, viewPresence(person.userId, person.told, level, person.toldSettled))) {
        person.retell |= 1 << levelIndex(level);
        enqueue(person);
      }
      return view;
    },

    /** What each level sees now, for the person alone: nobody is told because of it. */
    readAll(person: Person): { level: AccessLevel; view: Viewed<PresenceView> }[] {
      const aggregate = fold(inputOf(person, clock.now()));
      return ACCESS_LEVELS.map((level) => ({ level, view: viewPresence(person.userId, aggregate, level, settled) }));
    },

    /** What the person's own endpoints are to see now. */
    readSelf(person: Person): Self {
      const input = inputOf(person, clock.now());
      return viewSelf(person.userId, fold(input), input);
    },

    get size() {
      return people.size;
    },
    /** Stops all timers; tells nothing more. */
    dispose: () => {
      deadlines.dispose();
      queue = [];
    },
  };
}

const isLive = (person: Person): boolean => person.publications.some(({ kind }) => kind === "machine");
const isWatched = (person: Person): boolean => person.watchers.some((count) => count > 0);
const isLeased = (publication: Publication): boolean => publication.kind === "machine" || (publication.kind === "sharing" && publication.leased === true);

/**
 * Of who is not here only the note counts, and what the calendar said when they went; all else is read again from the store
 * with the first endpoint.
 */
function keepOnlyNotes(person: Person): void {
  const absence = person.selfTold ? absenceOf(person.publications) : undefined; // They went just now.
  person.publications = person.publications.filter(({ kind, owner }) => kind !== "manual" && !(absence && owner === ABSENCE_OWNER));
  if (absence) person.publications.push({ ...absence, owner: ABSENCE_OWNER });
  if (person.said.place || person.said.networks.size > 0) person.said = { ...NOTHING_SAID, note: person.said.note };
}
