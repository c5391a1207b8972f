import { NOTE_MAX, type UserId } from "@/lib/protocol";
import { createDeadlines, type DeadlineClock } from "@/lib/shared/deadlines";
import type { Logger } from "@/server/telemetry";
import type { CalendarBlock, CalendarPublisher, CalendarStore } from "./ports";

/** How far ahead blocks are held; then they are read anew. */
const HORIZON_MS = 24 * 3_600_000;
/** After a reading that failed. */
const RETRY_MS = 60_000;
/** Most blocks held of one person. */
const HELD_MAX = 200;

const ACTIVITIES = [
  ["in-a-meeting", "busy"],
  ["out-of-office", "out-of-office"],
] as const;

/** What the calendars of people who are here say of now. */
export type NowPublisher = {
  /** An endpoint of this person is about to be here: what is to be said is fetched. One query for the first one. */
  arriving(userId: UserId): Promise<void>;
  /** It is here: what was fetched is said, in the same turn, so that nobody sees the person without it. */
  arrived(userId: UserId): void;
  /** None is here any more. */
  left(userId: UserId): void;
  /** The person's blocks changed in the store. */
  changed(userId: UserId): Promise<void>;
  readonly size: number;
  stop(): void;
};

type Deps = { store: CalendarStore; publisher: CalendarPublisher; timers: DeadlineClock; log: Logger };
/** `readings` counts: of two that overlap, the later one counts. */
type Held = { blocks: readonly CalendarBlock[]; untilMs: number; readings: number; said: boolean };

/**
 * Publishes what calendars say at the moment at which it begins. For a person who is not here nothing is held and nothing done; for
 * one who is, there is one deadline: the next beginning, or the end of what is held. Ends are the publication's own.
 */
export function createNowPublisher({ store, publisher, timers, log }: Deps): NowPublisher {
  const here = new Map<UserId, Held>();
  const deadlines = createDeadlines<UserId>((userIds) => {
    for (const userId of userIds) {
      const held = here.get(userId);
      if (!held) continue;
      if (held.untilMs > timers.now()) publish(userId, held);
      else loadLater(userId, held);
    }
  }, timers);
  const loadLater = (userId: UserId, held: Held): void =>
    void load(userId, held).catch((error: unknown) => log.error({ event: "calendar.now-failed", userId, err: error }, "a calendar's present was not read"));

  async function load(userId: UserId, held: Held): Promise<void> {
    const reading = (held.readings += 1);
    const nowMs = timers.now();
    deadlines.set(userId, nowMs + RETRY_MS);
    const blocks = await store.listBlocks(userId, { fromMs: nowMs, untilMs: nowMs + HORIZON_MS }, HELD_MAX);
    if (here.get(userId) !== held || held.readings !== reading) return;
    held.blocks = blocks.filter(({ kind }) => kind !== "tentative");
    held.untilMs = blocks.length < HELD_MAX ? nowMs + HORIZON_MS : Math.max(nowMs + 1, blocks.at(-1)!.startMs);
    if (held.said) publish(userId, held);
  }

  function publish(userId: UserId, held: Held): void {
    const nowMs = timers.now();
    held.blocks = held.blocks.filter(({ endMs }) => endMs > nowMs);
    for (const [activity, kind] of ACTIVITIES) {
      const blocks = held.blocks.filter((block) => block.kind === kind);
      const current = blocks.filter(({ startMs }) => startMs <= nowMs);
      if (current.length === 0) publisher.withdraw(userId, activity);
      else publisher.publish(userId, { activity, untilMs: endOfRun(blocks, nowMs), note: activity === "out-of-office" ? noteOf(current) : null });
    }
    const next = held.blocks.find(({ startMs }) => startMs > nowMs)?.startMs ?? Infinity;
    // What is said of a run of blocks may change at the end of one of them.
    const change = Math.min(next, ...held.blocks.filter(({ kind, startMs }) => kind === "out-of-office" && startMs <= nowMs).map(({ endMs }) => endMs));
    deadlines.set(userId, Math.min(change, held.untilMs));
  }

  return {
    async arriving(userId) {
      if (here.has(userId)) return;
      const held: Held = { blocks: [], untilMs: 0, readings: 0, said: false };
      here.set(userId, held);
      await load(userId, held);
    },
    arrived(userId) {
      const held = here.get(userId) ?? { blocks: [], untilMs: 0, readings: 0, said: false };
      if (held.said) return;
      held.said = true;
      here.set(userId, held);
      if (held.untilMs > timers.now()) publish(userId, held);
      else loadLater(userId, held);
    },
    left(userId) {
      if (!here.delete(userId)) return;
      deadlines.clear(userId);
      for (const [activity] of ACTIVITIES) publisher.withdraw(userId, activity);
    },
    async changed(userId) {
      const held = here.get(userId);
      if (held) await load(userId, held);
    },
    get size() {
      return here.size;
    },
    stop: () => deadlines.dispose(),
  };
}

/** When blocks that follow each other without a gap end: one meeting after another is no moment of being free. */
function endOfRun(blocks: readonly CalendarBlock[], nowMs: number): number {
  let endMs = nowMs;
  for (const block of blocks) if (block.startMs <= endMs) endMs = Math.max(endMs, block.endMs);
  return endMs;
}

const noteOf = (blocks: readonly CalendarBlock[]): string | null => blocks.find(({ subject }) => subject !== null)?.subject?.slice(0, NOTE_MAX) ?? null;
