import { type AccessLevel, type EndpointId, personChanged, presenceChanged, type PresenceView, type UserId, WATCH_MAX } from "@/lib/protocol";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import type { Viewed } from "../viewed";
import type { Access } from "./access";
import type { AccessChange, PresenceRooms, PresenceStore, Watchable } from "./ports";
import { ABSENCE_OWNER } from "./publication";
import { levelIndex, type Person, type Registry } from "./registry";

/** An endpoint that watches people, and at which level each. Keyed by record, so that ids are held once. */
type Watcher = { readonly endpointId: EndpointId; readonly userId: UserId; readonly watched: Map<Person, AccessLevel> };

type Watch = { readonly watcher: Watcher; readonly person: Person };

/** Cards that one change of levels makes an owner's endpoints fetch. */
const OWNER_TOLD_MAX = 100;
/** People told of a change of levels in one turn of the event loop. */
const TOLD_AT_ONCE_MAX = 2_000;

export type WatchingDeps = {
  registry: Registry;
  access: Access;
  store: PresenceStore;
  rooms: PresenceRooms;
  fanout: Fanout;
  nowMs: () => number;
  defer: (run: () => void) => void;
};

export type Watching = ReturnType<typeof createWatching>;

/** Who watches whom, kept as socket rooms by the level that the watched person gave the watcher. */
export function createWatching({ registry, access, store, rooms, fanout, nowMs, defer }: WatchingDeps) {
  const byEndpoint = new Map<EndpointId, Watcher>();
  const byUser = new Map<UserId, Set<Watcher>>();
  /** For each watch that waits for the store: whose note has changed meanwhile. */
  const asking = new Set<Set<UserId>>();
  access.onChange(levelsChanged);

  function watcherOf(endpointId: EndpointId, userId: UserId): Watcher {
    const known = byEndpoint.get(endpointId);
    if (known) return known;
    const watcher: Watcher = { endpointId, userId, watched: new Map() };
    byEndpoint.set(endpointId, watcher);
    const ofUser = byUser.get(userId);
    if (ofUser) ofUser.add(watcher);
    else byUser.set(userId, new Set([watcher]));
    return watcher;
  }

  function dropWatcherIfIdle(watcher: Watcher): void {
    if (watcher.watched.size > 0) return;
    byEndpoint.delete(watcher.endpointId);
    const ofUser = byUser.get(watcher.userId);
    ofUser?.delete(watcher);
    if (ofUser?.size === 0) byUser.delete(watcher.userId);
  }

  /** Notes that the watcher sees the person at this level. @returns The level it was at, if it watched already. */
  function place(watcher: Watcher, person: Person, level: AccessLevel | undefined): AccessLevel | undefined {
    const before = watcher.watched.get(person);
    if (before === level) return before;
    if (before) person.watchers[levelIndex(before)]! -= 1;
    if (level) {
      person.watchers[levelIndex(level)]! += 1;
      watcher.watched.set(person, level);
    } else {
      watcher.watched.delete(person);
      registry.dropIfUnused(person);
    }
    return before;
  }

  const roomOf = (person: Person, level: AccessLevel): string => person.rooms[levelIndex(level)]!;

  /** Moves every watching endpoint concerned to the room of what it may see now; then tells both sides. */
  async function levelsChanged(changes: readonly AccessChange[]): Promise<void> {
    const told = changes.map(({ ownerId, subjectIds }) => {
      const watches = watchesOf(ownerId, subjectIds);
      return { ownerId, watches, subjectIds: subjectIds === "all" ? [...new Set(watches.map(({ watcher }) => watcher.userId))] : subjectIds };
    });
    await follow(told.flatMap(({ watches }) => watches));
    let atOnce = 0;
    for (const { ownerId, subjectIds } of told) {
      // A large group that many gave a level: others are served between.
      if (atOnce > TOLD_AT_ONCE_MAX) await new Promise<void>((resolve) => defer(resolve));
      atOnce = subjectIds.length + (atOnce > TOLD_AT_ONCE_MAX ? 0 : atOnce);
      fanout.toUsers(subjectIds, personChanged, { userId: ownerId });
      // Of more the owner learns by `access:changed` and by their list.
      if (subjectIds.length <= OWNER_TOLD_MAX) for (const subjectId of subjectIds) fanout.toUsers([ownerId], personChanged, { userId: subjectId });
    }
  }

  function watchesOf(ownerId: UserId, subjectIds: AccessChange["subjectIds"]): Watch[] {
    const person = registry.find(ownerId);
    if (!person) return [];
    const watchers = subjectIds === "all" ? [...byEndpoint.values()] : subjectIds.flatMap((subjectId) => [...(byUser.get(subjectId) ?? [])]);
    return watchers.filter((watcher) => watcher.userId !== ownerId && watcher.watched.has(person)).map((watcher) => ({ watcher, person }));
  }

  /**
   * Reads what holds now and moves there. Two changes may be told in another order than they were stored in: whoever
   * reads last, and read nothing that was changed meanwhile, is right, and nobody is ever where they never belonged.
   */
  async function follow(watches: readonly Watch[]): Promise<void> {
    for (let left = watches; left.length > 0; ) {
      const asked = left.map((watch) => ({ ...watch, version: access.versionOf(watch.watcher.userId) }));
      let levels: readonly AccessLevel[];
      try {
        levels = await store.findLevels(asked.map(({ watcher, person }) => ({ ownerId: person.userId, subjectId: watcher.userId })));
      } catch (error) {
        // What they may see is not known: nothing, until they watch again.
        for (const { watcher, person } of asked) move(watcher, person, "blocked");
        throw error;
      }
      left = asked.filter(({ watcher, person, version }, index) => {
        const current = version === access.versionOf(watcher.userId);
        if (current) move(watcher, person, levels[index]!);
        return !current;
      });
    }
  }

  function move(watcher: Watcher, person: Person, level: AccessLevel): void {
    const before = watcher.watched.get(person);
    if (!before || before === level) return;
    // What is true now may be newer than what the new room holds: read first, as for a new watcher.
    registry.read(person, level);
    place(watcher, person, level);
    rooms.leave(watcher.endpointId, [roomOf(person, before)]);
    rooms.join(watcher.endpointId, [roomOf(person, level)]);
    tellLater(watcher, person);
  }

  /** After the microtasks of now: an answer with the older view may be on its way to this endpoint. */
  function tellLater(watcher: Watcher, person: Person): void {
    defer(() => {
      const level = watcher.watched.get(person);
      if (level) rooms.tellEndpoint(watcher.endpointId, presenceChanged, registry.read(person, level));
    });
  }

  /**
   * Runs with what holds now. What was read may be older than a note or a level of now: then it is read again. From that check
   * to the run nothing waits, not even for its promise: who moves the rooms would not see the endpoint yet.
   */
  async function withWatchable<R>(userId: UserId, wanted: readonly UserId[], run: (found: readonly Watchable[]) => R): Promise<R> {
    const changed = new Set<UserId>();
    asking.add(changed);
    try {
      for (;;) {
        changed.clear();
        const version = access.versionOf(userId);
        const found = await store.findWatchable(userId, wanted, new Date(nowMs()));
        if (version === access.versionOf(userId) && !found.some((one) => changed.has(one.userId))) return run(found);
      }
    } finally {
      asking.delete(changed);
    }
  }

  /** What a person says who is not here is read with the first watch, and kept right from then on. */
  function learn(person: Person, { note, absence }: Watchable): void {
    if (person.saidKnown) return;
    person.saidKnown = true;
    if (note) registry.say(person.userId, { note });
    if (absence) registry.publish(person.userId, { kind: "calendar", owner: ABSENCE_OWNER, sequence: 0, expiresAtMs: absence.untilMs, activity: "out-of-office", note: absence.text });
  }

  /** Puts the endpoint into the rooms. Nothing waits: no change can come between level, view, room and answer. */
  function enter(endpointId: EndpointId, userId: UserId, found: readonly Watchable[]): Viewed<PresenceView>[] {
    // Gone while we asked: there is nobody to put into a room, and nobody to take out later.
    if (!rooms.isConnected(endpointId)) return [];
    const watched = byEndpoint.get(endpointId)?.watched;
    const fresh = found.filter((one) => {
      const person = registry.find(one.userId);
      return !person || !watched?.has(person);
    });
    if ((watched?.size ?? 0) + fresh.length > WATCH_MAX) throw new AppError("too_large", { watching: watched?.size ?? 0, fresh: fresh.length });
    if (found.length === 0) return [];

    const watcher = watcherOf(endpointId, userId);
    const joined: string[] = [];
    const left: string[] = [];
    const views = found.map((one) => {
      const person = registry.personOf(one.userId);
      learn(person, one);
      const view = registry.read(person, one.level);
      const before = place(watcher, person, one.level);
      if (before && before !== one.level) left.push(roomOf(person, before));
      joined.push(roomOf(person, one.level));
      return view;
    });
    rooms.leave(endpointId, left);
    rooms.join(endpointId, joined);
    return views;
  }

  return {
    /**
     * Puts the endpoint into the room of each person and gives what it sees of them now. Repeats do no harm.
     * @throws AppError `too_large` when the endpoint would watch more than WATCH_MAX people; nothing is watched then.
     */
    watch: (endpointId: EndpointId, userId: UserId, userIds: readonly UserId[]): Promise<Viewed<PresenceView>[]> =>
      withWatchable(userId, [...new Set(userIds)], (found) => enter(endpointId, userId, found)),

    /** Repeats, and people not watched, do no harm. */
    unwatch(endpointId: EndpointId, userIds: readonly UserId[]): void {
      const watcher = byEndpoint.get(endpointId);
      if (!watcher) return;
      const left: string[] = [];
      for (const userId of userIds) {
        const person = registry.find(userId);
        const before = person && place(watcher, person, undefined);
        if (before) left.push(roomOf(person, before));
      }
      rooms.leave(endpointId, left);
      dropWatcherIfIdle(watcher);
    },

    /** The endpoint hears nothing more. */
    end(endpointId: EndpointId): void {
      const watcher = byEndpoint.get(endpointId);
      if (!watcher) return;
      rooms.leave(
        endpointId,
        [...watcher.watched].map(([person, level]) => roomOf(person, level)),
      );
      for (const person of [...watcher.watched.keys()]) place(watcher, person, undefined);
      dropWatcherIfIdle(watcher);
    },

    /** The note of this person was stored anew. */
    noteChanged(userId: UserId): void {
      for (const changed of asking) changed.add(userId);
    },

    get size() {
      return byEndpoint.size;
    },
  };
}
