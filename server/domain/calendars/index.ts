import type { Calendar, CalendarId, Schedule, UserId } from "@/lib/protocol";
import { type DeadlineClock, systemDeadlineClock } from "@/lib/shared/deadlines";
import type { Logger } from "@/server/telemetry";
import { systemClock } from "../clock";
import type { Fanout } from "../fanout";
import { createInTurn } from "../in-turn";
import type { Viewed } from "../viewed";
import { getSchedule } from "./get-schedule";
import { createNowPublisher, type NowPublisher } from "./now-publisher";
import { addCalendar, type OwnDeps, refreshCalendar, removeCalendar, uploadCalendar } from "./own-calendars";
import { createPoller } from "./poller";
import type { CalendarExpander, CalendarPublisher, CalendarReader, CalendarStore, ScheduleStore } from "./ports";

export type {
  CalendarBlock,
  CalendarExpander,
  CalendarKind,
  CalendarOwner,
  CalendarPublisher,
  CalendarReader,
  CalendarReading,
  CalendarSource,
  CalendarStore,
  NewCalendar,
  ReadCalendar,
  RemoteCalendar,
  ScheduleStore,
  TimeWindow,
} from "./ports";

export type CalendarsDeps = {
  store: CalendarStore & ScheduleStore;
  reader: CalendarReader;
  expander: CalendarExpander;
  publisher: CalendarPublisher;
  fanout: Fanout;
  log: Logger;
  /** The time and its timers; both move together. */
  timers?: DeadlineClock;
  random?: () => number;
};

/** People's own calendars: connected, read again and again, published as presence, shown as their time. SPEC.md has the rules. */
export type Calendars = Pick<NowPublisher, "arriving" | "arrived" | "left"> & {
  list(userId: UserId): Promise<Calendar[]>;
  add(userId: UserId, input: Parameters<typeof addCalendar>[2]): Promise<Calendar>;
  upload(userId: UserId, input: Parameters<typeof uploadCalendar>[2]): Promise<Calendar>;
  remove(userId: UserId, calendarId: CalendarId): Promise<void>;
  refresh(userId: UserId, calendarId: CalendarId): Promise<Calendar>;
  schedule(viewerId: UserId, input: Parameters<typeof getSchedule>[2]): Promise<Viewed<Schedule>>;
  /** Begins to read what is due. */
  start(): void;
  /** Reads all that is due now, and waits for it; for tests. */
  settle(): Promise<void>;
  /** Ends what is being read, and waits for it. */
  stop(): Promise<void>;
};

export function createCalendars({ timers = systemDeadlineClock, random = Math.random, ...deps }: CalendarsDeps): Calendars {
  const stopping = new AbortController();
  const clock = timers === systemDeadlineClock ? systemClock : { now: () => new Date(timers.now()) };
  const now = createNowPublisher({ ...deps, timers });
  const own: OwnDeps = { ...deps, clock, random, now, signal: stopping.signal };
  const poller = createPoller({ ...own, timers });
  /** One at a time for each person: each may ask another server for megabytes. */
  const inTurn = createInTurn<UserId>();
  return {
    list: (userId) => deps.store.list(userId),
    add: (userId, input) => inTurn(userId, () => addCalendar(own, userId, input)),
    upload: (userId, input) => inTurn(userId, () => uploadCalendar(own, userId, input)),
    remove: (userId, calendarId) => removeCalendar(own, userId, calendarId),
    refresh: (userId, calendarId) => inTurn(userId, () => refreshCalendar(own, userId, calendarId)),
    schedule: (viewerId, input) => getSchedule(deps, viewerId, input),
    arriving: (userId) => now.arriving(userId),
    arrived: (userId) => now.arrived(userId),
    left: (userId) => now.left(userId),
    start: () => poller.start(),
    settle: () => poller.settle(),
    async stop() {
      stopping.abort();
      now.stop();
      await poller.stop();
    },
  };
}
