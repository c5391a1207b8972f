import type ICAL from "ical.js";
import type { ScheduleBlock } from "@/lib/protocol";

type Kind = ScheduleBlock["kind"];

/** What people and programs write when somebody is away: a category, or the whole title, as Google makes it. Lower case. */
const OUT_OF_OFFICE: readonly string[] = ["out of office", "out-of-office", "outofoffice", "oof", "vacation", "abwesend", "abwesenheit", "nicht im büro", "urlaub"];

const textOf = (component: ICAL.Component, name: string): string | null => {
  const value: unknown = component.getFirstPropertyValue(name);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
};
const upper = (component: ICAL.Component, name: string): string | null => textOf(component, name)?.toUpperCase() ?? null;

/**
 * What an event is of its owner's time, or null when it takes none:
 * cancelled, transparent, free, working elsewhere, or declined by the owner. A whole day is only busy when it says so itself
 * (TRANSP:OPAQUE or a Busy of Exchange), since holidays and birthdays are whole days; out of office and tentative always count.
 *
 * @param addresses Mail addresses of the owner, lower case.
 */
export function countedAs(event: ICAL.Component, addresses: ReadonlySet<string>, allDay: boolean): Kind | null {
  const transparency = upper(event, "transp");
  const exchange = upper(event, "x-microsoft-cdo-busystatus");
  const status = upper(event, "status");
  const answer = answerOf(event, addresses);
  if (status === "CANCELLED" || transparency === "TRANSPARENT" || answer === "DECLINED") return null;
  if (exchange === "FREE" || exchange === "WORKINGELSEWHERE") return null;
  if (exchange === "OOF" || saysOutOfOffice(event)) return "out-of-office";
  if (status === "TENTATIVE" || exchange === "TENTATIVE" || answer === "TENTATIVE") return "tentative";
  return !allDay || transparency === "OPAQUE" || exchange === "BUSY" ? "busy" : null;
}

/** RFC 5545 §3.2.9 and RFC 7953 §3.2: FBTYPE and BUSYTYPE say the same things; null takes no time. */
export function busyTypeCountedAs(type: string | null): Kind | null {
  switch (type?.toUpperCase()) {
    case "FREE":
      return null;
    case "BUSY-TENTATIVE":
      return "tentative";
    case "BUSY-UNAVAILABLE":
      return "out-of-office";
    default:
      return "busy"; // BUSY, and whatever is not known: RFC 5545 §3.2.9
  }
}

/** Title and place, unless the owner keeps them to themselves: RFC 5545 §3.8.1.3 */
export function detailsOf(event: ICAL.Component): { subject: string | null; place: string | null } {
  const shown = (upper(event, "class") ?? "PUBLIC") === "PUBLIC";
  return shown ? { subject: textOf(event, "summary"), place: textOf(event, "location") } : { subject: null, place: null };
}

function saysOutOfOffice(event: ICAL.Component): boolean {
  const words = event.getAllProperties("categories").flatMap((property) => property.getValues().map(String));
  return [...words, textOf(event, "summary") ?? ""].some((word) => OUT_OF_OFFICE.includes(word.trim().toLowerCase()));
}

/** What the owner answered to the invitation, if it is one. */
function answerOf(event: ICAL.Component, addresses: ReadonlySet<string>): string | null {
  const own = event.getAllProperties("attendee").find((attendee) => addresses.has(String(attendee.getFirstValue()).replace(/^mailto:/i, "").toLowerCase()));
  return own?.getFirstParameter("partstat")?.toUpperCase() ?? null;
}
