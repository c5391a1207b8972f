import { createHash } from "node:crypto";
import { codeOf, createDav, CALDAV, findCollections, textAt } from "@/server/connectors/dav";
import type { CalendarReader, ReadCalendar, RemoteCalendar, TimeWindow } from "@/server/domain/calendars";
import { AppError } from "@/server/domain/errors";
import type { GuardedFetch } from "@/server/domain/guarded-fetch";
import { CALENDAR_TEXT_MAX } from "@/lib/protocol";

/** Longest validator kept, in UTF-16 code units; a longer one is not worth its place. */
const VALIDATOR_MAX = 500;

type ReadOptions = Parameters<CalendarReader["read"]>[1];

/** Reads calendars over the guarded way out: an address of iCalendar text, or a CalDAV server. */
export function createCalendarReader(fetch: GuardedFetch): CalendarReader {
  return { read: (calendar, options) => (calendar.kind === "caldav" ? readCalDav(fetch, calendar, options) : readAddress(fetch, calendar, options)) };
}

/** A conditional GET (RFC 9110 §13.1). The validator is `e` and the ETag, or `m` and the date of the last change. */
async function readAddress(fetch: GuardedFetch, { address, username, password }: RemoteCalendar, { validator, signal }: ReadOptions): Promise<ReadCalendar> {
  const headers: Record<string, string> = { accept: "text/calendar, */*;q=0.5" };
  if (username !== "") headers["authorization"] = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  if (validator !== null) headers[validator.startsWith("e") ? "if-none-match" : "if-modified-since"] = validator.slice(1);
  const answer = await fetch(address, { headers, ...(signal ? { signal } : {}) });
  if (answer.status === 304 && validator !== null) return { unchanged: true };
  if (answer.status !== 200) throw new AppError(codeOf(answer.status), { host: new URL(answer.url).host, status: answer.status });
  const [etag, modified] = [answer.headers.get("etag"), answer.headers.get("last-modified")];
  return { unchanged: false, texts: [answer.text()], validator: shortEnough(etag ? `e${etag}` : modified ? `m${modified}` : null) };
}

/**
 * All calendars that the address leads to (RFC 4791 §6.2, RFC 6764), asked for what lies in the window (§7.8). Servers are not asked to
 * expand recurrences: not all do, and none knows what counts here. The validator is a digest of all collections' marks.
 */
async function readCalDav(fetch: GuardedFetch, calendar: RemoteCalendar, { validator, window, signal }: ReadOptions): Promise<ReadCalendar> {
  const dav = createDav(fetch, calendar, signal);
  const collections = (await findCollections(dav, calendar.address, CALDAV)).filter(({ components }) => components === null || components.includes("VEVENT"));
  if (collections.length === 0) throw new AppError("remote_invalid", { host: new URL(calendar.address).host, reason: "no calendar" });
  const marks = collections.every(({ mark }) => mark !== null) ? createHash("sha256").update(JSON.stringify(collections.map(({ url, mark }) => [url, mark]))).digest("base64url") : null;
  if (marks !== null && marks === validator) return { unchanged: true };

  const texts = new Map<string, string>();
  let size = 0;
  for (const { url } of collections) {
    for (const query of [withinQuery(window), RECURRING_QUERY]) {
      for (const resource of await dav.report(url, 1, query)) {
        const text = textAt(resource.props, "calendar-data");
        if (text === null || texts.has(resource.url)) continue;
        size += text.length;
        if (size > CALENDAR_TEXT_MAX) throw new AppError("too_large", { host: new URL(url).host });
        texts.set(resource.url, text);
      }
    }
  }
  return { unchanged: false, texts: [...texts.values()], validator: marks };
}

const shortEnough = (validator: string | null): string | null => (validator !== null && validator.length <= VALIDATOR_MAX ? validator : null);

/** RFC 5545 §3.3.5, form 2 */
const utc = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, "");

const calendarQuery = (filter: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><K:calendar-query xmlns="DAV:" xmlns:K="${CALDAV.namespace}"><prop><getetag/><K:calendar-data/></prop><K:filter><K:comp-filter name="VCALENDAR"><K:comp-filter name="VEVENT">${filter}</K:comp-filter></K:comp-filter></K:filter></K:calendar-query>`;

const withinQuery = ({ fromMs, untilMs }: TimeWindow): string => calendarQuery(`<K:time-range start="${utc(fromMs)}" end="${utc(untilMs)}"/>`);
/** All that recur, by a query of their own: there are servers (Xandikos) that look at the first occurrence only. */
const RECURRING_QUERY = calendarQuery('<K:prop-filter name="RRULE"/>');
