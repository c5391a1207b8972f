import { type AccessLevel, type PersonCard, type PresenceView, tagAlert, type UserId } from "@/lib/protocol";
import type { Logger } from "@/server/telemetry";
import type { Clock } from "../clock";
import type { Fanout } from "../fanout";
import { type Access, type Presence, type StateFollower, viewPerson } from "../presence";
import type { Viewed } from "../viewed";
import { type AvailabilityClass, classOf } from "./availability-class";
import type { TaggedBy, TagStore } from "./ports";

/** People looked at by one query. */
const BATCH = 200;

export type TagAlert = { taggerId: UserId; person: Viewed<PersonCard>; view: Viewed<PresenceView> };

type Alert = TagAlert & { level: AccessLevel };

export type TagAlertsDeps = {
  tags: Pick<TagStore, "listAll" | "listTaggers">;
  presence: Pick<Presence, "stateOf" | "viewOf">;
  access: Pick<Access, "versionOf">;
  fanout: Fanout;
  /** Whether any endpoint of the person is connected now. */
  isConnected(userId: UserId): boolean;
  /** For whom no page is open. Must not throw. */
  onAbsent(alerts: readonly TagAlert[]): void;
  clock: Clock;
  log: Logger;
};

/** `told`: the class at which the tagger was last told, or would have been; null until it is known. */
type Tagger = { told: AvailabilityClass | null; /** Sees Offline, whatever is. */ isBlocked: boolean };
/** `looked`: the class at which taggers were last looked through. */
type Tagged = { looked: AvailabilityClass | null; readonly taggers: Map<UserId, Tagger> };

export type TagAlerts = StateFollower & {
  load(): Promise<void>;
  /** From now on: what has changed until now is no news. */
  add(targetId: UserId, taggerId: UserId, isBlocked: boolean): void;
  remove(targetId: UserId, taggerId: UserId): void;
  /** What others see of this person may be something else from now on. */
  levelsChanged(targetId: UserId): void;
  /** Settles when nothing is under way. For tests. */
  idle(): Promise<void>;
  readonly size: number;
};

/**
 * One alert for each change of a tagged person's availability class, as the tagger's level sees it. Who is tagged is known
 * in memory: nobody else's changes cost more than a look. All that a change needs comes by one query for many people; what
 * changes while that is under way is one change.
 */
export function createTagAlerts(deps: TagAlertsDeps): TagAlerts {
  const { tags, presence, access, fanout, log, clock } = deps;
  const index = new Map<UserId, Tagged>();
  const waiting = new Set<UserId>();
  let running: Promise<void> | null = null;

  const classNow = (userId: UserId): AvailabilityClass | null => classOf(presence.stateOf(userId));

  const taggedOf = (targetId: UserId): Tagged => {
    const known = index.get(targetId);
    if (known) return known;
    const fresh: Tagged = { looked: classNow(targetId), taggers: new Map() };
    index.set(targetId, fresh);
    return fresh;
  };

  const enqueue = (targetId: UserId): void => {
    waiting.add(targetId);
    running ??= run().finally(() => {
      running = null;
    });
  };

  async function run(): Promise<void> {
    // A turn later: what changes now is one change, and the answer to who caused it goes first.
    await new Promise<void>((resolve) => void setImmediate(resolve));
    while (waiting.size > 0) {
      const targetIds = [...waiting].slice(0, BATCH);
      for (const targetId of targetIds) waiting.delete(targetId);
      try {
        await alertAbout(targetIds);
      } catch (error) {
        log.error({ event: "tags.not-told", err: error, people: targetIds.length }, "tag alerts not told");
      }
    }
  }

  async function alertAbout(targetIds: readonly UserId[]): Promise<void> {
    const asked = targetIds.flatMap((targetId) => [...(index.get(targetId)?.taggers ?? [])].map(([taggerId, tagger]) => ({ targetId, taggerId, tagger, version: access.versionOf(taggerId) })));
    const rows = new Map((await tags.listTaggers(targetIds, clock.now())).map((row) => [`${row.targetId} ${row.taggerId}`, row]));

    // From here on nothing waits: class, level, view and telling belong together.
    const alerts: Alert[] = [];
    for (const { targetId, taggerId, tagger, version } of asked) {
      if (index.get(targetId)?.taggers.get(taggerId) !== tagger) continue; // Untagged while we asked.
      const row = rows.get(`${targetId} ${taggerId}`);
      if (!row) remove(targetId, taggerId); // The tag went with its contact.
      else if (version === access.versionOf(taggerId)) alerts.push(...alertOf(row, tagger));
      else waiting.add(targetId); // A level changed while we asked: what was read may be older.
    }
    for (const targetId of targetIds) {
      const tagged = index.get(targetId);
      if (tagged) tagged.looked = classNow(targetId) ?? tagged.looked;
    }
    tell(alerts);
  }

  function alertOf(row: TaggedBy, tagger: Tagger): Alert[] {
    const now = classNow(row.targetId);
    if (now === null) return [];
    const isBlocked = row.level === "blocked";
    const isNews = tagger.told !== null && seenAs(tagger.told, tagger.isBlocked) !== seenAs(now, isBlocked);
    Object.assign(tagger, { told: now, isBlocked });
    if (!isNews || !row.isActive || !mayInterrupt(row)) return [];
    // Name and face, which are for every level: who was blocked just now is told what a sign-off tells.
    return [{ taggerId: row.taggerId, level: row.level, person: viewPerson(row.person, "blocked"), view: presence.viewOf(row.targetId, row.level) }];
  }

  /** Do Not Disturb keeps alerts away, save those about people whom the undisturbed person placed at Team [F47]. */
  function mayInterrupt({ taggerId, seesTaggerAs, choseUndisturbed }: TaggedBy): boolean {
    const state = presence.stateOf(taggerId);
    const isHere = state !== "offline" && state !== "unknown";
    const isUndisturbed = isHere ? state === "dnd" : choseUndisturbed;
    return !isUndisturbed || seesTaggerAs === "team";
  }

  /** Encoded once for each level of a person, however many hear it. */
  function tell(alerts: readonly Alert[]): void {
    const here = new Map<string, { alert: TagAlert; userIds: UserId[] }>();
    const absent: TagAlert[] = [];
    for (const alert of alerts) {
      if (!deps.isConnected(alert.taggerId)) {
        absent.push(alert);
        continue;
      }
      const key = `${alert.person.userId} ${alert.level}`;
      const same = here.get(key) ?? { alert, userIds: [] };
      here.set(key, same);
      same.userIds.push(alert.taggerId);
    }
    for (const { alert, userIds } of here.values()) fanout.toUsers(userIds, tagAlert, { person: alert.person, view: alert.view });
    if (absent.length > 0) deps.onAbsent(absent);
  }

  function remove(targetId: UserId, taggerId: UserId): void {
    const tagged = index.get(targetId);
    tagged?.taggers.delete(taggerId);
    if (tagged?.taggers.size === 0) index.delete(targetId);
  }

  /** What was not known before is no change. */
  function learn(tagged: Tagged, now: AvailabilityClass | null): void {
    if (tagged.looked !== null || now === null) return;
    tagged.looked = now;
    for (const tagger of tagged.taggers.values()) tagger.told ??= now;
  }

  return {
    async load() {
      for (const { targetId, taggerId, isBlocked } of await tags.listAll()) taggedOf(targetId).taggers.set(taggerId, { told: classNow(targetId), isBlocked });
    },
    add: (targetId, taggerId, isBlocked) => void taggedOf(targetId).taggers.set(taggerId, { told: classNow(targetId), isBlocked }),
    remove,
    stateIs(userId, state) {
      const tagged = index.get(userId);
      const now = classOf(state);
      if (!tagged || now === null || tagged.looked === now) return;
      if (tagged.looked === null) learn(tagged, now);
      else enqueue(userId);
    },
    settled() {
      for (const [userId, tagged] of index) learn(tagged, classNow(userId));
    },
    levelsChanged(targetId) {
      if (index.has(targetId)) enqueue(targetId);
    },
    async idle() {
      while (running) await running;
    },
    get size() {
      return index.size;
    },
  };
}

const seenAs = (told: AvailabilityClass, isBlocked: boolean): AvailabilityClass => (isBlocked ? "offline" : told);
