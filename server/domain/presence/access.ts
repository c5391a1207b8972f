import type { AccessLevel, UserId } from "@/lib/protocol";
import { AppError } from "../errors";
import { createInTurn } from "../in-turn";
import type { AccessStore } from "./ports";

/** Of people of the same organisation. Federated partners and outsiders get Public when they come. */
export const DEFAULT_LEVEL: AccessLevel = "company";

export type AccessChange = { ownerId: UserId; subjectId: UserId; level: AccessLevel };

/** What each person lets each other see. */
export type Access = {
  /** What `subject` may see of `owner`. Of oneself: everything. */
  levelOf(owner: UserId, subject: UserId): Promise<AccessLevel>;
  /** The same for many owners, in their order; at most one query. */
  levelsFor(owners: readonly UserId[], subject: UserId): Promise<AccessLevel[]>;
  /**
   * Sets what `subject` sees of `owner`; null returns to the default. Listeners are called after the commit, in the
   * order of commits. @throws AppError `person_not_found` for an unknown or disabled subject, and for oneself.
   */
  set(owner: UserId, subject: UserId, level: AccessLevel | null): Promise<AccessLevel>;
  onChange(listener: (change: AccessChange) => void): void;
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

export function createAccess(deps: { store: AccessStore }): Access {
  const inTurn = createInTurn<UserId>();
  const listeners: ((change: AccessChange) => void)[] = [];
  const versions = new Uint32Array(VERSION_SLOTS);
  /** By subject, least recently used first. Only levels that were given by name: few per person. */
  const held = new Map<UserId, ReadonlyMap<UserId, AccessLevel>>();
  let heldLevels = 0;

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
  const versionOf = (subject: UserId): number => versions[slotOf(subject)]!;

  async function heldBy(subject: UserId): Promise<ReadonlyMap<UserId, AccessLevel>> {
    const known = held.get(subject);
    if (known) {
      held.delete(subject); // Used just now: moves to the end.
      held.set(subject, known);
      return known;
    }
    for (;;) {
      const version = versionOf(subject);
      const rows = await deps.store.listHeldBy(subject);
      // Changed while it was read: what was read may be older than the change.
      if (version !== versionOf(subject)) continue;
      const levels = new Map(rows.map(({ ownerId, level }) => [ownerId, level]));
      remember(subject, levels);
      return levels;
    }
  }

  const levelsFor = async (owners: readonly UserId[], subject: UserId): Promise<AccessLevel[]> => {
    const levels = await heldBy(subject);
    return owners.map((owner) => (owner === subject ? "personal" : (levels.get(owner) ?? DEFAULT_LEVEL)));
  };

  return {
    levelsFor,
    levelOf: async (owner, subject) => (await levelsFor([owner], subject))[0]!,
    // In turn, so that listeners hear two changes of one owner in the order in which they were stored.
    set: (owner, subject, level) =>
      inTurn(owner, async () => {
        const stored = owner !== subject && (await deps.store.put(owner, subject, level));
        if (!stored) throw new AppError("person_not_found", { userId: subject });
        forget(subject);
        versions[slotOf(subject)]! += 1;
        const change = { ownerId: owner, subjectId: subject, level: level ?? DEFAULT_LEVEL };
        for (const listener of listeners) listener(change);
        return change.level;
      }),
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
