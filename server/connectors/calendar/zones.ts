import ICAL from "ical.js";
import { WINDOWS_ZONES } from "./windows-zones";

/**
 * Wall time in ms: what a clock on the wall shows, counted as if it were UTC. Recurrence is worked out in it, since that is
 * what RFC 5545 repeats; an instant is made of it at the end.
 */
export type WallMs = number;

/** Turns wall time into instants. Of a time that a zone has twice, the first; one that it skips counts by the offset before. RFC 5545 §3.3.5 */
export type Zone = { toInstantMs(wall: WallMs): number; toWallMs(instantMs: number): WallMs };

export const UTC: Zone = { toInstantMs: (wall) => wall, toWallMs: (instantMs) => instantMs };

const DAY_MS = 86_400_000;

/** A zone of the IANA database, or null when there is none of that name. */
export function ianaZone(name: string): Zone | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", { timeZone: name, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", era: "short" });
  } catch {
    return null; // Intl has no other way to say that it does not know it.
  }
  const toWallMs = (instantMs: number): WallMs => {
    const parts: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(instantMs)) parts[type] = value;
    return Date.UTC(Number(parts["year"]), Number(parts["month"]) - 1, Number(parts["day"]), Number(parts["hour"]), Number(parts["minute"]), Number(parts["second"]));
  };
  const offsetAt = (instantMs: number): number => toWallMs(instantMs) - instantMs;
  return {
    toWallMs,
    toInstantMs(wall) {
      const before = offsetAt(wall - DAY_MS);
      const after = offsetAt(wall + DAY_MS);
      if (before === after || offsetAt(wall - before) === before) return wall - before;
      return offsetAt(wall - after) === after ? wall - after : wall - before;
    },
  };
}

/** A zone whose rules the file says itself. */
function zoneOfFile(component: ICAL.Component): Zone {
  const zone = new ICAL.Timezone({ component });
  const offsetAtWall = (wall: WallMs): number => zone.utcOffset(wallTime(wall)) * 1_000;
  return {
    toInstantMs: (wall) => wall - offsetAtWall(wall),
    toWallMs: (instantMs) => instantMs + offsetAtWall(instantMs + offsetAtWall(instantMs)),
  };
}

/**
 * The zones of one file by TZID: an IANA name, also behind a prefix such as `/mozilla.org/20050126_1/`, by the IANA database, which
 * is newer than the file; else by the VTIMEZONE of the file; else a name of Windows; else the person's own zone.
 */
export function createZones(calendars: readonly ICAL.Component[], own: Zone): (tzid: string) => Zone {
  const inFile = new Map(calendars.flatMap((calendar) => calendar.getAllSubcomponents("vtimezone")).map((component) => [String(component.getFirstPropertyValue("tzid")), component]));
  const known = new Map<string, Zone>();
  const find = (tzid: string): Zone => {
    const parts = tzid.split("/");
    for (const name of [tzid, parts.slice(-2).join("/"), parts.slice(-3).join("/")]) {
      const zone = name.includes("/") || name === "UTC" ? ianaZone(name) : null;
      if (zone) return zone;
    }
    const component = inFile.get(tzid);
    if (component) return zoneOfFile(component);
    return ianaZone(WINDOWS_ZONES[tzid] ?? tzid) ?? own;
  };
  return (tzid) => {
    const zone = known.get(tzid) ?? find(tzid);
    known.set(tzid, zone);
    return zone;
  };
}

export function wallTime(wall: WallMs, isDate = false): ICAL.Time {
  const at = new Date(wall);
  return new ICAL.Time({ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds(), isDate }, ICAL.Timezone.localTimezone);
}

export const wallMsOf = ({ year, month, day, hour, minute, second }: ICAL.Time): WallMs => Date.UTC(year, month - 1, day, hour, minute, second);
