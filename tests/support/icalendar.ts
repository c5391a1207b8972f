/** RFC 5545 §3.3.5, form 2 */
export const utcTime = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, "");

/** One VEVENT; `more` are further lines. */
export function icsEvent({ uid, startMs, endMs, summary, more = [] }: { uid: string; startMs: number; endMs: number; summary?: string; more?: readonly string[] }): string {
  return ["BEGIN:VEVENT", `UID:${uid}`, "DTSTAMP:20310101T000000Z", `DTSTART:${utcTime(startMs)}`, `DTEND:${utcTime(endMs)}`, ...(summary === undefined ? [] : [`SUMMARY:${summary}`]), ...more, "END:VEVENT"].join("\r\n");
}

export const icsCalendar = (...components: readonly string[]): string => ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", ...components, "END:VCALENDAR", ""].join("\r\n");
