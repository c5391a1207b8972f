import ICAL from "ical.js";
import type { CalendarBlock, CalendarOwner, TimeWindow } from "@/server/domain/calendars";
import { busyTypeCountedAs, countedAs, detailsOf } from "./counted-as";
import { endOf, instantOf, momentOf, momentsOf, type ZoneOf } from "./moments";
import { type Budget, type Occurrence, occurrencesOf } from "./occurrences";
import { createZones, ianaZone, UTC } from "./zones";

/** Events that are not over when the window begins, and occurrences within it. */
export const EVENTS_MAX = 5_000;
export const OCCURRENCES_MAX = 20_000;
/** Steps that rules may take altogether; a rule with a COUNT is walked from its start. */
const STEPS_MAX = 200_000;
/** Longest subject or place kept, in UTF-16 code units. */
const TEXT_MAX = 300;

export type Expanded = { ok: true; blocks: CalendarBlock[] } | { ok: false; code: "calendar_invalid" | "too_large" };

/**
 * What of a calendar takes its owner's time within a window: a pure function of the texts. Events that cannot be read are passed
 * over while others can; a calendar none of whose events can be read is invalid.
 */
export function expand(texts: readonly string[], window: TimeWindow, owner: CalendarOwner): Expanded {
  let calendars: ICAL.Component[];
  try {
    calendars = texts.flatMap(calendarsOf);
  } catch {
    return { ok: false, code: "calendar_invalid" };
  }
  const budget = createBudget();
  const own = ianaZone(owner.timeZone) ?? UTC;
  const zones = createZones(calendars, own);
  const zoneOf: ZoneOf = (tzid) => (tzid === null ? own : zones(tzid));
  const addresses = new Set(owner.addresses.map((address) => address.toLowerCase()));

  const blocks: CalendarBlock[] = [];
  let [tried, broken] = [0, 0];
  const read = (work: () => CalendarBlock[]): void => {
    tried += 1;
    try {
      blocks.push(...work());
    } catch (error) {
      if (error instanceof OverBudget) throw error;
      broken += 1;
    }
  };
  try {
    for (const event of eventsOf(calendars)) {
      read(() => {
        const occurrences = occurrencesOf(event, window, zoneOf, budget);
        if (occurrences.length > 0 || event.some((component) => component.getFirstProperty("rrule"))) budget.spendEvent();
        return occurrences.flatMap((occurrence) => blockOf(occurrence, addresses));
      });
    }
    for (const calendar of calendars) {
      for (const freeBusy of calendar.getAllSubcomponents("vfreebusy")) read(() => freeBusyBlocks(freeBusy, window, zoneOf, budget));
      for (const availability of calendar.getAllSubcomponents("vavailability")) read(() => availabilityBlocks(availability, window, zoneOf, budget));
    }
  } catch (error) {
    if (error instanceof OverBudget) return { ok: false, code: "too_large" };
    throw error;
  }
  if (tried > 0 && broken === tried) return { ok: false, code: "calendar_invalid" };
  return { ok: true, blocks: blocks.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs) };
}

/** @throws Error for what is no iCalendar. A text may hold several calendars: RFC 5545 §3.4 */
function calendarsOf(text: string): ICAL.Component[] {
  const parsed = ICAL.parse(text.replace(/^\uFEFF/, "").trim()) as [string, ...unknown[]] | unknown[][];
  const roots = (typeof parsed[0] === "string" ? [parsed] : parsed) as unknown[][];
  const calendars = roots.map((root) => new ICAL.Component(root));
  if (calendars.length === 0 || calendars.some(({ name }) => name !== "vcalendar")) throw new Error("no VCALENDAR");
  return calendars;
}

/** The components of each event: those of one UID. One without a UID is an event of its own. */
function eventsOf(calendars: readonly ICAL.Component[]): Iterable<ICAL.Component[]> {
  const events = new Map<unknown, ICAL.Component[]>();
  for (const component of calendars.flatMap((calendar) => calendar.getAllSubcomponents("vevent"))) {
    const uid: unknown = component.getFirstPropertyValue("uid") ?? component;
    const known = events.get(uid);
    if (known) known.push(component);
    else events.set(uid, [component]);
  }
  return events.values();
}

function blockOf({ startMs, endMs, component, allDay }: Occurrence, addresses: ReadonlySet<string>): CalendarBlock[] {
  const kind = countedAs(component, addresses, allDay);
  if (kind === null) return [];
  const { subject, place } = detailsOf(component);
  return [{ startMs, endMs, kind, subject: subject?.slice(0, TEXT_MAX) ?? null, place: place?.slice(0, TEXT_MAX) ?? null }];
}

/** RFC 5545 §3.6.4, §3.8.2.6 */
function freeBusyBlocks(freeBusy: ICAL.Component, window: TimeWindow, zoneOf: ZoneOf, budget: Budget): CalendarBlock[] {
  return freeBusy.getAllProperties("freebusy").flatMap((property) => {
    const kind = busyTypeCountedAs(property.getFirstParameter("fbtype") ?? null);
    if (kind === null) return [];
    return momentsOf(property, zoneOf).flatMap(({ start, span }) => {
      const block = { startMs: instantOf(start), endMs: span ? endOf(start, span) : 0 };
      if (block.endMs <= Math.max(block.startMs, window.fromMs) || block.startMs >= window.untilMs) return [];
      budget.spendOccurrence();
      return [{ ...block, kind, subject: null, place: null }];
    });
  });
}

/** RFC 7953 §3.1: the time of a VAVAILABILITY that no AVAILABLE of it covers. Without bounds it is the whole window. */
function availabilityBlocks(availability: ICAL.Component, window: TimeWindow, zoneOf: ZoneOf, budget: Budget): CalendarBlock[] {
  const kind = busyTypeCountedAs(String(availability.getFirstPropertyValue("busytype") ?? "BUSY-UNAVAILABLE"));
  if (kind === null) return [];
  const boundOf = (name: string): number | null => {
    const property = availability.getFirstProperty(name);
    return property ? instantOf(momentOf(property, zoneOf)) : null;
  };
  const untilMs = Math.min(window.untilMs, boundOf("dtend") ?? Infinity);
  const available = availability
    .getAllSubcomponents("available")
    .flatMap((component) => occurrencesOf([component], window, zoneOf, budget))
    .sort((a, b) => a.startMs - b.startMs);
  const { subject, place } = detailsOf(availability);
  const blocks: CalendarBlock[] = [];
  let fromMs = Math.max(window.fromMs, boundOf("dtstart") ?? -Infinity);
  for (const { startMs, endMs } of [...available, { startMs: untilMs, endMs: untilMs }]) {
    const end = Math.min(startMs, untilMs);
    if (end > fromMs) blocks.push({ startMs: fromMs, endMs: end, kind, subject, place });
    fromMs = Math.max(fromMs, endMs);
  }
  for (const _block of blocks) budget.spendOccurrence();
  return blocks;
}

class OverBudget extends Error {}

function createBudget(): Budget & { spendEvent(): void } {
  const spend = (max: number): (() => void) => {
    let left = max;
    return () => {
      left -= 1;
      if (left < 0) throw new OverBudget();
    };
  };
  return { spendEvent: spend(EVENTS_MAX), spendStep: spend(STEPS_MAX), spendOccurrence: spend(OCCURRENCES_MAX) };
}
