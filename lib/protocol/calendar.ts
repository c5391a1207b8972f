import "./no-eval";
import * as z from "zod";
import { defineCommand, defineEvent, defineRoute } from "./define";
import { CalendarId, UserId } from "./ids";
import { CALENDAR_TEXT_MAX, NAME_MAX } from "./limits";
import { ErrorCode } from "./errors";

const Instant = z.iso.datetime();

/** One stretch of somebody's time. Free time is not listed. */
export const ScheduleBlock = z.object({
  from: Instant,
  to: Instant,
  kind: z.enum(["busy", "tentative", "out-of-office"]),
  /** Only where the viewer may see them. */
  subject: z.string().optional(),
  place: z.string().optional(),
});
export type ScheduleBlock = z.infer<typeof ScheduleBlock>;

/** A person's time as one viewer may see it. Made only by the view function of `server/domain/presence`. */
export const Schedule = z.object({
  userId: UserId,
  /** False: nothing is known, or nothing may be seen; the two look alike. Then there are no blocks. */
  known: z.boolean(),
  /** Ascending by `from`, overlaps merged where details are not shown; cut to what was asked for. */
  blocks: z.array(ScheduleBlock),
});
export type Schedule = z.infer<typeof Schedule>;

/** Somebody's time between two instants, at most SCHEDULE_SPAN_MAX_MS apart. @errors person_not_found, invalid_input */
export const scheduleGet = defineCommand({ name: "schedule:get", input: z.strictObject({ userId: UserId, from: Instant, to: Instant }), output: Schedule });

export const CalendarKind = z.enum(["ics-address", "ics-file", "caldav"]);

/** A calendar I have connected. Secrets go in and never come out. */
export const Calendar = z.object({
  id: CalendarId,
  kind: CalendarKind,
  name: z.string(),
  /** Host of its server; null for a file. */
  host: z.string().nullable(),
  /** When it was last read without failure. */
  readAt: Instant.nullable(),
  /** Why the last reading failed; null when it went well. */
  error: ErrorCode.nullable(),
});
export type Calendar = z.infer<typeof Calendar>;

const Name = z.string().trim().min(1).max(NAME_MAX);

export const calendarsRoute = defineRoute({ method: "GET", path: "/me/calendars", access: "user", summary: "Calendars I have connected", input: z.strictObject({}), output: z.object({ calendars: z.array(Calendar) }) });

/** Read once before it is kept: what cannot be read is refused. */
export const calendarAddRoute = defineRoute({
  method: "POST",
  path: "/me/calendars",
  access: "user",
  summary: "Connect a calendar by its address",
  input: z.strictObject({
    kind: CalendarKind.exclude(["ics-file"]),
    name: Name,
    address: z.string().trim().max(2_000).regex(/^https?:\/\//i),
    username: z.string().max(NAME_MAX).default(""),
    password: z.string().max(1_000).default(""),
  }),
  output: Calendar,
});

export const calendarUploadRoute = defineRoute({
  method: "POST",
  path: "/me/calendars/upload",
  access: "user",
  summary: "Upload an iCalendar file (RFC 5545); one of the same name takes the place of the earlier one",
  input: z.strictObject({ name: Name, text: z.string().max(CALENDAR_TEXT_MAX) }),
  output: Calendar,
  bodyBytesMax: CALENDAR_TEXT_MAX * 2,
});

export const calendarRemoveRoute = defineRoute({ method: "DELETE", path: "/me/calendars/{calendarId}", access: "user", summary: "Disconnect a calendar; all that was read of it is forgotten", input: z.strictObject({ calendarId: CalendarId }), output: z.object({}) });

export const calendarRefreshRoute = defineRoute({ method: "POST", path: "/me/calendars/{calendarId}/refresh", access: "user", summary: "Read a calendar again now", input: z.strictObject({ calendarId: CalendarId }), output: Calendar });

/** A calendar of mine was read, failed, came or went: fetch them again. */
export const calendarsChanged = defineEvent({ name: "calendars:changed", payload: z.object({}) });
