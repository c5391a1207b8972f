import ICAL from "ical.js";
import { endOf, instantOf, type Moment, momentOf, momentsOf, type Span, spanOfComponent, type ZoneOf } from "./moments";
import { wallMsOf, type WallMs, wallTime, type Zone } from "./zones";

/** The instants between which occurrences are asked for. */
export type Window = { fromMs: number; untilMs: number };

/** One occurrence, and the component that says what it is. */
export type Occurrence = { startMs: number; endMs: number; component: ICAL.Component; allDay: boolean };

/** How much may be done for one calendar; see `expand`. */
export type Budget = { spendStep(): void; spendOccurrence(): void };

const SECOND_MS = 1_000;
const UNIT_MS: Readonly<Record<string, number>> = { SECONDLY: SECOND_MS, MINUTELY: 60 * SECOND_MS, HOURLY: 3_600 * SECOND_MS, DAILY: 86_400 * SECOND_MS, WEEKLY: 7 * 86_400 * SECOND_MS };
/** No zone is further from UTC; a window in wall time is that much wider. */
const ZONE_MAX_MS = 26 * 3_600 * SECOND_MS;

/**
 * The occurrences of one event in a window: of its master with RRULE, RDATE and EXDATE, and of its changed instances
 * (RECURRENCE-ID, also THISANDFUTURE). RFC 5545 §3.8.4.4, §3.8.5
 *
 * @param components All components of one UID.
 * @throws Error when a component has no start, or a rule that is none.
 */
export function occurrencesOf(components: readonly ICAL.Component[], window: Window, zoneOf: ZoneOf, budget: Budget): Occurrence[] {
  const found: Occurrence[] = [];
  const add = (component: ICAL.Component, start: Moment, span: Span): void => {
    const [startMs, endMs] = [instantOf(start), endOf(start, span)];
    if (endMs <= startMs || endMs <= window.fromMs || startMs >= window.untilMs) return;
    budget.spendOccurrence();
    found.push({ startMs, endMs, component, allDay: start.isDate });
  };

  const changed = new Map<number, ICAL.Component>();
  const changedFrom: { wall: WallMs; shiftMs: number; component: ICAL.Component; span: Span }[] = [];
  for (const component of components) {
    const id = component.getFirstProperty("recurrence-id");
    if (!id) continue;
    const instance = momentOf(id, zoneOf);
    const start = startOf(component, zoneOf);
    const span = spanOfComponent(component, start, zoneOf);
    changed.set(instantOf(instance), component);
    add(component, start, span);
    if (id.getFirstParameter("range") === "THISANDFUTURE") changedFrom.push({ wall: instance.wall, shiftMs: start.wall - instance.wall, component, span });
  }
  changedFrom.sort((a, b) => b.wall - a.wall);

  for (const master of newestMasters(components)) {
    const first = startOf(master, zoneOf);
    const span = spanOfComponent(master, first, zoneOf);
    const excluded = new Set(master.getAllProperties("exdate").flatMap((property) => momentsOf(property, zoneOf).map(({ start }) => (start.isDate && !first.isDate ? dayOf(start, first) : instantOf(start)))));
    const seen = new Set<number>();
    const reachMs = Math.max(span.days * 86_400_000 + span.exactMs, 0, ...changedFrom.map((change) => Math.abs(change.shiftMs) + change.span.days * 86_400_000 + change.span.exactMs));
    const addInstance = (start: Moment, own: Span): void => {
      const instant = instantOf(start);
      if (seen.has(instant) || changed.has(instant) || excluded.has(instant)) return;
      seen.add(instant);
      const later = changedFrom.find(({ wall }) => wall <= start.wall);
      if (later) add(later.component, { ...start, wall: start.wall + later.shiftMs }, later.span);
      else add(master, start, own);
    };

    addInstance(first, span); // DTSTART is the first instance, whatever the rule says. §3.8.5.3
    for (const property of master.getAllProperties("rdate")) for (const { start, span: own } of momentsOf(property, zoneOf)) addInstance(start, own ?? span);
    const reach = { fromWall: window.fromMs - reachMs - ZONE_MAX_MS, untilWall: window.untilMs + reachMs + ZONE_MAX_MS };
    for (const property of master.getAllProperties("rrule")) for (const wall of wallsOf(property, first, reach, budget)) addInstance({ ...first, wall }, span);
  }
  return found;
}

function startOf(component: ICAL.Component, zoneOf: ZoneOf): Moment {
  const property = component.getFirstProperty("dtstart");
  if (!property) throw new Error("no DTSTART");
  return momentOf(property, zoneOf);
}

/** An export may hold several versions of an event: the one with the highest SEQUENCE is it. */
function newestMasters(components: readonly ICAL.Component[]): ICAL.Component[] {
  const masters = components.filter((component) => !component.getFirstProperty("recurrence-id"));
  const sequence = (component: ICAL.Component): number => Number(component.getFirstPropertyValue("sequence") ?? 0);
  return masters.length < 2 ? masters : [masters.reduce((newest, other) => (sequence(other) > sequence(newest) ? other : newest))];
}

/** An EXDATE that is a date takes out the occurrence of that day: what some programs write. */
const dayOf = (day: Moment, { wall, zone }: Moment): number => zone.toInstantMs(day.wall + (((wall % 86_400_000) + 86_400_000) % 86_400_000));

/** The wall times of a rule between two of them; the first may come late where the rule was fast-forwarded. */
function* wallsOf(property: ICAL.Property, first: Moment, { fromWall, untilWall }: { fromWall: WallMs; untilWall: WallMs }, budget: Budget): Generator<WallMs> {
  const rule: unknown = property.getFirstValue();
  if (!(rule instanceof ICAL.Recur)) throw new Error("no RRULE");
  const own = rule.clone();
  if (own.until) own.until = wallTime(untilWallOf(own.until, first.zone), false);
  const iterator = own.iterator(wallTime(fastForwarded(own, first.wall, fromWall), first.isDate));
  for (let next = iterator.next() as ICAL.Time | null; next; next = iterator.next() as ICAL.Time | null) {
    budget.spendStep();
    const wall = wallMsOf(next);
    if (wall >= untilWall) return;
    if (wall > first.wall && wall >= fromWall) yield wall;
  }
}

/** UNTIL is an instant or a date; the rule is followed by the wall clock. A date counts to its end. §3.3.10 */
function untilWallOf(until: ICAL.Time, zone: Zone): WallMs {
  const wall = wallMsOf(until);
  if (until.isDate) return wall + 86_400_000 - SECOND_MS;
  return until.zone === ICAL.Timezone.utcTimezone ? zone.toWallMs(wall) : wall;
}

/** A daily meeting since 1990 need not be counted from there: whole intervals are passed over, unless a COUNT is to be kept. */
function fastForwarded(rule: ICAL.Recur, first: WallMs, fromWall: WallMs): WallMs {
  const unitMs = UNIT_MS[rule.freq];
  if (unitMs === undefined || rule.count !== null || first >= fromWall) return first;
  const intervalMs = unitMs * Math.max(1, rule.interval);
  // One more is left before: a week's rule may name days before that of its start.
  return first + Math.max(0, Math.floor((fromWall - first) / intervalMs) - 1) * intervalMs;
}
