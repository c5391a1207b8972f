import type { AccessLevel, Calendar, CalendarId, ErrorCode, ScheduleBlock, UserId } from "@/lib/protocol";

export type CalendarKind = Calendar["kind"];

/** One occurrence that takes time, recurrence and zones worked out. */
export type CalendarBlock = {
  startMs: number;
  endMs: number;
  kind: ScheduleBlock["kind"];
  /** Null: it has none, or its owner keeps it private. */
  subject: string | null;
  place: string | null;
};

/** Instants, in ms. */
export type TimeWindow = { fromMs: number; untilMs: number };

/** Where a calendar is read. */
export type RemoteCalendar = { kind: Exclude<CalendarKind, "ics-file">; address: string; username: string; password: string };

/** What came of reading: iCalendar texts (RFC 5545), or that nothing changed since `validator`. */
export type ReadCalendar = { unchanged: true } | { unchanged: false; texts: readonly string[]; validator: string | null };

export type CalendarReader = {
  /**
   * @param validator What the last reading gave; null reads whatever there is.
   * @throws AppError `address_refused`, `remote_unreachable`, `remote_refused`, `remote_invalid`, `too_large`, `stopping`.
   */
  read(calendar: RemoteCalendar, options: { validator: string | null; window: TimeWindow; signal?: AbortSignal }): Promise<ReadCalendar>;
};

export type CalendarOwner = {
  /** IANA name, for times without a zone. */
  timeZone: string;
  /** Mail addresses by which invitations name the owner. */
  addresses: readonly string[];
};

export type CalendarExpander = {
  /**
   * What of these texts takes the owner's time between two instants.
   *
   * @throws AppError `calendar_invalid` for what is no iCalendar or takes too long to work out, `too_large` beyond the limits of
   *   events and occurrences.
   */
  expand(texts: readonly string[], window: TimeWindow, owner: CalendarOwner): Promise<CalendarBlock[]>;
};

/** A calendar as stored, with what is needed to read it. */
export type CalendarSource = {
  id: CalendarId;
  userId: UserId;
  kind: CalendarKind;
  /** Null for a file. */
  remote: RemoteCalendar | null;
  /** Text of a file; null for others. */
  content: string | null;
  validator: string | null;
  failures: number;
  /** Up to where its blocks reach; null when it was never read. */
  expandedUntil: Date | null;
  owner: CalendarOwner;
};

/** What a reading leaves behind. `blocks` null: they stay as they are. */
export type CalendarReading = {
  at: Date;
  nextPollAt: Date;
} & ({ error: ErrorCode } | { error: null; validator: string | null; blocks: readonly CalendarBlock[] | null; expandedUntil: Date | null });

export type CalendarStore = {
  list(userId: UserId): Promise<Calendar[]>;
  /** Null for an unknown or disabled person. */
  findOwner(userId: UserId): Promise<CalendarOwner | null>;
  /**
   * Keeps a calendar with its first reading, in one transaction; a file of the same name gives way.
   * @returns Null when the person has `max` others already.
   */
  add(calendar: NewCalendar, max: number): Promise<Calendar | null>;
  /** @returns False when this person has none of that id. */
  remove(userId: UserId, calendarId: CalendarId): Promise<boolean>;
  find(userId: UserId, calendarId: CalendarId): Promise<CalendarSource | null>;
  /** Calendars whose time has come, the longest overdue first; each is put off to `until`, so that no other server takes it too. */
  takeDue(now: Date, until: Date, limit: number): Promise<CalendarSource[]>;
  /** @returns The calendar as it is now; null when it was removed meanwhile. */
  putReading(calendarId: CalendarId, reading: CalendarReading): Promise<Calendar | null>;
  /** Somebody's blocks that overlap a window, ascending by start; at most `limit`. */
  listBlocks(userId: UserId, window: TimeWindow, limit: number): Promise<CalendarBlock[]>;
};

export type NewCalendar = {
  id: CalendarId;
  userId: UserId;
  kind: CalendarKind;
  name: string;
  remote: RemoteCalendar | null;
  content: string | null;
  validator: string | null;
  at: Date;
  nextPollAt: Date;
  blocks: readonly CalendarBlock[];
  expandedUntil: Date;
};

export type ScheduleStore = {
  /**
   * Somebody's blocks that overlap a window, ascending by start, with what `viewerId` may see of them. One query.
   * @returns Null for somebody unknown or disabled.
   */
  findSchedule(viewerId: UserId, userId: UserId, window: TimeWindow, limit: number): Promise<FoundSchedule | null>;
};

/** `known`: a calendar was read that reaches into the window. */
export type FoundSchedule = { level: AccessLevel; known: boolean; blocks: readonly CalendarBlock[] };

/** Presence, as calendars need it: what each of the two kinds says is a publication of its own. */
export type CalendarPublisher = {
  /** Until then, unless it is published again; the note is shown while out of office. */
  publish(userId: UserId, now: { activity: CalendarActivity; untilMs: number; note: string | null }): void;
  withdraw(userId: UserId, activity: CalendarActivity): void;
};
export type CalendarActivity = "in-a-meeting" | "out-of-office";
