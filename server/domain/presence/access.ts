import { accessChanged, type AccessGroup, type AccessLevel, type AccessOrigin, type AccessSettings, type DefaultLevel, type UserId } from "@/lib/protocol";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import { createInTurn } from "../in-turn";
import type { Sendable } from "../viewed";
import type { AccessChange, AccessStore, LevelAnnouncer } from "./ports";
import { viewPerson } from "./view";

/** What people of each origin see where the owner says nothing else. */
const PROGRAM_DEFAULTS: Readonly<Record<AccessOrigin, DefaultLevel>> = { organisation: "company", federated: "public", public: "public" };
const ORIGINS = Object.keys(PROGRAM_DEFAULTS) as readonly AccessOrigin[];
export const DEFAULT_LEVEL: AccessLevel = PROGRAM_DEFAULTS.organisation;

/** What each person lets each other see: what they said of the person by name, else by group, else by origin. */
export type Access = LevelAnnouncer & {
  /** What `subject` may see of `owner`. Of oneself: everything. */
  levelOf(owner: UserId, subject: UserId): Promise<AccessLevel>;
  /** The same for many owners, in their order; at most one query. */
  levelsFor(owners: readonly UserId[], subject: UserId): Promise<AccessLevel[]>;
  /** All that the owner has said. */
  read(owner: UserId): Promise<Sendable<AccessSettings>>;
  /**
   * Sets what `subject` sees of `owner`; null returns to what groups give, or the default. It is in force on every
   * socket when the answer is there.
   * @returns What holds then.
   * @throws AppError `person_not_found` for an unknown or disabled subject, and for oneself.
   */
  set(owner: UserId, subject: UserId, level: AccessLevel | null): Promise<AccessLevel>;
  /** Sets what the members of a group see of `owner`, now and later. @throws AppError `group_not_found`. */
  setGroup(owner: UserId, group: AccessGroup, level: AccessLevel | null): Promise<void>;
  /** Sets what people of an origin see of `owner` where nothing else is said. @returns What holds then. */
  setDefault(owner: UserId, origin: AccessOrigin, level: DefaultLevel | null): Promise<DefaultLevel>;
  /** Listeners are called after the commit, and waited for. */
  onChange(listener: (changes: readonly AccessChange[]) => Promise<void> | void): void;
  /**
   * A number that moves when a level held by `subject` changes. Who reads levels elsewhere (in a larger query) reads
   * it before and after: different means read again.
   */
  versionOf(subject: UserId): number;
};

/** People whose held levels are remembered, and levels remembered for all of them together. */
const CACHED_SUBJECTS_MAX = 10_000;
const CACHED_LEVELS_MAX = 200_000;
/** Versions share this many counters: a collision only costs a second reading. A power of two. */
const VERSION_SLOTS = 4_096;

export function createAccess({ store, fanout }: { store: AccessStore; fanout: Fanout }): Access {
  const inTurn = createInTurn<UserId>();
  const listeners: ((changes: readonly AccessChange[]) => Promise<void> | void)[] = [];
  const versions = new Uint32Array(VERSION_SLOTS);
  let versionOfAll = 0;
  /** By subject, least recently used first. Only levels that were given by name or by group: few per person. */
  const held = new Map<UserId, ReadonlyMap<UserId, AccessLevel>>();
  let heldLevels = 0;
  /** Of owners who have a default of their own. */
  let defaults: Promise<Map<UserId, AccessLevel>> | undefined;

  const forget = (subject: UserId): void => {
    heldLevels -= held.get(subject)?.size ?? 0;
    held.delete(subject);
  };
  const remember = (subject: UserId, levels: ReadonlyMap<UserId, AccessLevel>): void => {
    forget(subject);
    held.set(subject, levels);
    heldLevels += levels.size;
    for (const oldest of held.keys()) {
      if (held.size <= CACHED_SUBJECTS_MAX && heldLevels <= CACHED_LEVELS_MAX) break;
      forget(oldest);
    }
  };
  const versionOf = (subject: UserId): number => versions[slotOf(subject)]! + versionOfAll;

  async function heldBy(subject: UserId): Promise<ReadonlyMap<UserId, AccessLevel>> {
    const known = held.get(subject);
    if (known) {
      held.delete(subject); // Used just now: moves to the end.
      held.set(subject, known);
      return known;
    }
    for (;;) {
      const version = versionOf(subject);
      const rows = await store.listHeldBy(subject);
      // Changed while it was read: what was read may be older than the change.
      if (version !== versionOf(subject)) continue;
      const levels = new Map(rows.map(({ ownerId, level }) => [ownerId, level]));
      remember(subject, levels);
      return levels;
    }
  }

  /** Read once; `setDefault` waits for it, so that nothing read is older than what was set. */
  function ownDefaults(): Promise<Map<UserId, AccessLevel>> {
    const loading = (defaults ??= store.listDefaults().then((rows) => new Map(rows.map(({ ownerId, level }) => [ownerId, level]))));
    loading.catch(() => (defaults = undefined));
    return loading;
  }

  const levelsFor = async (owners: readonly UserId[], subject: UserId): Promise<AccessLevel[]> => {
    const byOwner = await ownDefaults();
    const levels = await heldBy(subject);
    return owners.map((owner) => (owner === subject ? "personal" : (levels.get(owner) ?? byOwner.get(owner) ?? DEFAULT_LEVEL)));
  };

  async function announce(changes: readonly AccessChange[], settingsOf: readonly UserId[] = []): Promise<void> {
    for (const { subjectIds } of changes) {
      if (subjectIds === "all") versionOfAll += 1;
      else {
        for (const subject of subjectIds) {
          forget(subject);
          versions[slotOf(subject)]! += 1;
        }
      }
    }
    try {
      if (changes.length > 0) await Promise.all(listeners.map(async (listener) => listener(changes)));
    } finally {
      const owners = [...new Set([...changes.map(({ ownerId }) => ownerId), ...settingsOf])];
      if (owners.length > 0) fanout.toUsers(owners, accessChanged, {});
    }
  }

  return {
    levelsFor,
    levelOf: async (owner, subject) => (await levelsFor([owner], subject))[0]!,

    async read(owner) {
      const { people, groups, defaults: stored } = await store.readSettings(owner);
      return {
        people: people.map(({ person, personLevel, level }) => ({ person: viewPerson(person, personLevel), level })),
        groups,
        defaults: ORIGINS.map((origin) => ({ origin, level: stored.find((one) => one.origin === origin)?.level ?? PROGRAM_DEFAULTS[origin] })),
      };
    },

    // In turn, so that what an owner sets last is what is announced last.
    set: (owner, subject, level) =>
      inTurn(owner, async () => {
        const holds = owner === subject ? null : await store.put(owner, subject, level);
        if (!holds) throw new AppError("person_not_found", { userId: subject });
        await announce([{ ownerId: owner, subjectIds: [subject] }]);
        return holds;
      }),

    setGroup: (owner, group, level) =>
      inTurn(owner, async () => {
        const changes = await store.putGroup(owner, group, level);
        if (!changes) throw new AppError("group_not_found", { owner });
        await announce(changes, [owner]);
      }),

    setDefault: (owner, origin, level) =>
      inTurn(owner, async () => {
        const byOwner = await ownDefaults();
        await store.putDefault(owner, origin, level);
        if (origin === "organisation") {
          if (level) byOwner.set(owner, level);
          else byOwner.delete(owner);
          await announce([{ ownerId: owner, subjectIds: "all" }]);
        } else await announce([], [owner]);
        return level ?? PROGRAM_DEFAULTS[origin];
      }),

    announce,
    onChange: (listener) => void listeners.push(listener),
    versionOf,
  };
}

/** FNV-1a over the id, folded into the slots. */
function slotOf(subject: UserId): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < subject.length; index += 1) hash = Math.imul(hash ^ subject.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 16)) & (VERSION_SLOTS - 1);
}
