import { personChanged, type Schedule, scheduleGet, type UserId } from "@/lib/protocol";
import type { Link } from "../link";
import type { Platform } from "../platform";
import type { Store } from "../store";
import { createFetchedBy, type FetchedSnapshot } from "./fetched";
import type { ScheduleStore } from "./types";

/** People kept whose time nobody looks at now. */
const KEPT_MAX = 30;
/** While somebody looks it is asked again this often, in ms. */
const EVERY_MS = 60_000;
/** From how long ago and until how long ahead it is asked for, in ms: all of today in any zone, and the next days' start. */
const BEFORE_MS = 24 * 3_600_000;
const AHEAD_MS = 72 * 3_600_000;

/** When people are busy, as far as they let me see [F48]. */
export function createScheduleStore(deps: { link: Link; platform: Platform }): ScheduleStore & { dispose(): void } {
  const { link, platform } = deps;
  const at = (ms: number): string => new Date(ms).toISOString();
  const schedules = createFetchedBy<UserId, Schedule>(deps, KEPT_MAX, (userId) => link.call(scheduleGet, { userId, from: at(platform.now() - BEFORE_MS), to: at(platform.now() + AHEAD_MS) }));
  const timers = new Set<unknown>();
  // What this viewer may see may be less now.
  const stop = link.on(personChanged, ({ userId }) => {
    for (const [held, schedule] of schedules.held()) if (held === userId) schedule.refresh();
  });

  return {
    of(userId): Store<FetchedSnapshot<Schedule>> {
      const schedule = schedules.of(userId);
      return {
        getSnapshot: schedule.getSnapshot,
        subscribe(listener) {
          let timer: unknown;
          const again = (): void => {
            timers.delete(timer);
            timer = platform.setTimer(() => {
              schedule.refresh();
              again();
            }, EVERY_MS);
            timers.add(timer);
          };
          // Kept since somebody looked last, maybe long ago.
          schedule.refresh();
          again();
          const end = schedule.subscribe(listener);
          return () => {
            platform.clearTimer(timer);
            timers.delete(timer);
            end();
          };
        },
      };
    },
    dispose() {
      stop();
      for (const timer of timers) platform.clearTimer(timer);
      schedules.dispose();
    },
  };
}
