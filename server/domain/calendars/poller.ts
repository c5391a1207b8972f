import { calendarsChanged } from "@/lib/protocol";
import type { DeadlineClock } from "@/lib/shared/deadlines";
import { isAppError } from "../errors";
import type { Fanout } from "../fanout";
import type { NowPublisher } from "./now-publisher";
import type { CalendarSource, CalendarStore } from "./ports";
import { readSource, type ReadDeps } from "./read-source";

/** How often is looked for calendars that are due, in ms. */
const LOOK_MS = 10_000;
/** Read at once. */
const IN_FLIGHT_MAX = 4;
/** Another server takes a calendar over when the one that took it did not say how it went, in ms. */
const TAKEN_MS = 5 * 60_000;

export type PollerDeps = ReadDeps & { store: CalendarStore; fanout: Fanout; now: NowPublisher; timers: DeadlineClock };

/** Reads calendars when their time has come: one query for all that are due, a few at once, nothing while none is. */
export function createPoller(deps: PollerDeps) {
  const { store, fanout, clock, timers, log } = deps;
  const stopping = new AbortController();
  const inFlight = new Set<Promise<void>>();
  let looking: Promise<void> | undefined;
  let timer: unknown;

  async function read(source: CalendarSource): Promise<void> {
    try {
      const reading = await readSource(deps, source, stopping.signal);
      const kept = await store.putReading(source.id, reading);
      if (!kept) return;
      if (reading.error === null && reading.blocks !== null) await deps.now.changed(source.userId);
      // A client shows when it was read and why not; that it was read once more without news need not be told.
      if (reading.error !== null || reading.blocks !== null || source.failures > 0) fanout.toUsers([source.userId], calendarsChanged, {});
    } catch (error) {
      if (isAppError(error) && error.code === "stopping") return;
      log.error({ event: "calendar.poll-failed", calendarId: source.id, err: error }, "a calendar was not polled");
    }
  }

  async function look(): Promise<void> {
    const free = IN_FLIGHT_MAX - inFlight.size;
    if (free <= 0 || stopping.signal.aborted) return;
    const at = clock.now();
    const due = await store.takeDue(at, new Date(at.getTime() + TAKEN_MS), free);
    for (const source of due) {
      const work: Promise<void> = read(source).finally(() => {
        inFlight.delete(work);
        if (due.length === free) again(); // There may be more.
      });
      inFlight.add(work);
    }
  }

  function again(): void {
    if (looking || stopping.signal.aborted) return;
    looking = look()
      .catch((error: unknown) => log.error({ event: "calendar.look-failed", err: error }, "calendars that are due were not found"))
      .finally(() => (looking = undefined));
  }

  function tick(): void {
    again();
    timer = timers.setTimer(tick, LOOK_MS);
  }

  return {
    start: tick,
    /** Takes what is due, and waits until all that was taken is read; for tests. */
    async settle(): Promise<void> {
      again();
      while (looking || inFlight.size > 0) await Promise.all([looking, ...inFlight]);
    },
    /** Ends what is being read, and waits for it. */
    async stop(): Promise<void> {
      stopping.abort();
      timers.clearTimer(timer);
      await Promise.all([looking, ...inFlight]);
    },
  };
}
