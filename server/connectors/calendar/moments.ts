import ICAL from "ical.js";
import { UTC, wallMsOf, type WallMs, type Zone } from "./zones";

/** A DATE or DATE-TIME as the file says it. */
export type Moment = { wall: WallMs; zone: Zone; isDate: boolean };

/** How long something lasts: days and weeks by the wall clock, the rest exactly. RFC 5545 §3.3.6 */
export type Span = { days: number; exactMs: number };

export type ZoneOf = (tzid: string | null) => Zone;

const DAY_MS = 86_400_000;

export const instantOf = ({ wall, zone }: Moment): number => zone.toInstantMs(wall);

export const endOf = (start: Moment, { days, exactMs }: Span): number => start.zone.toInstantMs(start.wall + days * DAY_MS) + exactMs;

/** @throws Error for a property whose value is no time. */
export function momentOf(property: ICAL.Property, zoneOf: ZoneOf): Moment {
  return toMoment(property.getFirstValue(), property, zoneOf);
}

export function momentsOf(property: ICAL.Property, zoneOf: ZoneOf): { start: Moment; span: Span | null }[] {
  return property.getValues().map((value: unknown) => {
    if (!(value instanceof ICAL.Period)) return { start: toMoment(value, property, zoneOf), span: null };
    const start = toMoment(value.start, property, zoneOf);
    return { start, span: value.duration ? spanOf(value.duration) : { days: 0, exactMs: instantOf(toMoment(value.end, property, zoneOf)) - instantOf(start) } };
  });
}

function toMoment(value: unknown, property: ICAL.Property, zoneOf: ZoneOf): Moment {
  if (!(value instanceof ICAL.Time)) throw new Error(`${property.name} is no time`);
  const wall = wallMsOf(value);
  if (!Number.isFinite(wall)) throw new Error(`${property.name} is no time`);
  if (value.isDate) return { wall, zone: zoneOf(null), isDate: true };
  const tzid = property.getFirstParameter("tzid");
  return { wall, zone: value.zone === ICAL.Timezone.utcTimezone ? UTC : zoneOf(tzid === "" || tzid === undefined ? null : tzid), isDate: false };
}

export function spanOf(duration: ICAL.Duration): Span {
  const sign = duration.isNegative ? -1 : 1;
  return { days: sign * (duration.weeks * 7 + duration.days), exactMs: sign * (duration.hours * 3_600 + duration.minutes * 60 + duration.seconds) * 1_000 };
}

/** How long a component lasts by DTEND or DURATION; a date alone is one day, a time alone takes none. RFC 5545 §3.6.1 */
export function spanOfComponent(component: ICAL.Component, start: Moment, zoneOf: ZoneOf): Span {
  const end = component.getFirstProperty("dtend");
  if (end) {
    const ends = momentOf(end, zoneOf);
    return start.isDate ? { days: Math.max(0, Math.round((ends.wall - start.wall) / DAY_MS)), exactMs: 0 } : { days: 0, exactMs: instantOf(ends) - instantOf(start) };
  }
  const duration: unknown = component.getFirstPropertyValue("duration");
  if (duration instanceof ICAL.Duration) return spanOf(duration);
  return { days: start.isDate ? 1 : 0, exactMs: 0 };
}
