import { describe, expect, it } from "vitest";
import { EVENTS_MAX, expand, OCCURRENCES_MAX } from "@/server/connectors/calendar/expand";

const at = (iso: string): number => Date.parse(iso);
/** Monday 2031-03-24 to Sunday 2031-04-06: Berlin's clocks go forward on 2031-03-30 at 02:00, to 03:00. */
const WINDOW = { fromMs: at("2031-03-24T00:00:00Z"), untilMs: at("2031-04-07T00:00:00Z") };
const ANNA = { timeZone: "Europe/Berlin", addresses: ["anna@example.com"] };

const calendar = (...components: string[]): string => ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", ...components, "END:VCALENDAR"].join("\r\n");
const event = (...lines: string[]): string => ["BEGIN:VEVENT", "UID:one", "DTSTAMP:20310101T000000Z", ...lines, "END:VEVENT"].join("\r\n");
const expanded = (texts: string[], window = WINDOW) => {
  const result = expand(texts, window, ANNA);
  if (!result.ok) throw new Error(result.code);
  return result.blocks;
};
const iso = (ms: number): string => new Date(ms).toISOString().replace(":00.000Z", "Z");
/** "from/to kind" of each block. */
const times = (...components: string[]): string[] => expanded([calendar(...components)]).map(({ startMs, endMs, kind }) => `${iso(startMs)}/${iso(endMs)} ${kind}`);
const starts = (...components: string[]): string[] => expanded([calendar(...components)]).map(({ startMs }) => iso(startMs));

describe("time zones", () => {
  it("[CAL-1] reads UTC, IANA, Windows and floating times", () => {
    const berlin = ["2031-03-24T09:00Z/2031-03-24T10:00Z busy"];
    expect(times(event("DTSTART:20310324T090000Z", "DTEND:20310324T100000Z"))).toEqual(berlin);
    for (const tzid of ["Europe/Berlin", "W. Europe Standard Time", "/mozilla.org/20050126_1/Europe/Berlin", '"(UTC+01:00) Somewhere"']) {
      expect(times(event(`DTSTART;TZID=${tzid}:20310324T100000`, `DTEND;TZID=${tzid}:20310324T110000`)), tzid).toEqual(berlin);
    }
    expect(times(event("DTSTART:20310324T100000", "DURATION:PT1H"))).toEqual(berlin);
    expect(times(event("DTSTART;TZID=America/New_York:20310324T050000", "DURATION:PT1H"))).toEqual(berlin);
  });

  it("[CAL-1] reads a zone by the rules of the file where it has no other name", () => {
    const zone = ["BEGIN:VTIMEZONE", "TZID:Customized Time Zone", "BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0500", "TZOFFSETTO:+0530", "END:STANDARD", "END:VTIMEZONE"].join("\r\n");
    expect(starts(zone, event("DTSTART;TZID=Customized Time Zone:20310324T100000", "DURATION:PT1H"))).toEqual(["2031-03-24T04:30Z"]);
    // A name that is known wins over a truncated copy of its rules.
    expect(starts(zone.replace("Customized Time Zone", "Europe/Berlin"), event("DTSTART;TZID=Europe/Berlin:20310324T100000", "DURATION:PT1H"))).toEqual(["2031-03-24T09:00Z"]);
  });

  it("[CAL-2] keeps the wall time over a change of clocks, and an hour an hour", () => {
    expect(starts(event("DTSTART;TZID=Europe/Berlin:20310328T090000", "DTEND;TZID=Europe/Berlin:20310328T093000", "RRULE:FREQ=DAILY;COUNT=4"))).toEqual(["2031-03-28T08:00Z", "2031-03-29T08:00Z", "2031-03-30T07:00Z", "2031-03-31T07:00Z"]);
    // A time that does not exist counts by the offset before: 02:30 is 03:30.
    expect(times(event("DTSTART;TZID=Europe/Berlin:20310329T023000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2"))).toEqual(["2031-03-29T01:30Z/2031-03-29T02:30Z busy", "2031-03-30T01:30Z/2031-03-30T02:30Z busy"]);
    // A day by the wall clock is 23 hours long; 24 hours are not.
    expect(times(event("DTSTART;TZID=Europe/Berlin:20310329T120000", "DURATION:P1D"))).toEqual(["2031-03-29T11:00Z/2031-03-30T10:00Z busy"]);
    expect(times(event("DTSTART;TZID=Europe/Berlin:20310329T120000", "DURATION:PT24H"))).toEqual(["2031-03-29T11:00Z/2031-03-30T11:00Z busy"]);
  });

  it("[CAL-2] takes the first of a time that comes twice", () => {
    const window = { fromMs: at("2031-10-20T00:00:00Z"), untilMs: at("2031-11-01T00:00:00Z") };
    const blocks = expanded([calendar(event("DTSTART;TZID=Europe/Berlin:20311026T023000", "DURATION:PT30M"))], window);
    expect(blocks.map(({ startMs }) => iso(startMs))).toEqual(["2031-10-26T00:30Z"]);
  });

  it("[CAL-2] reads UNTIL by the instant it names", () => {
    const rule = (until: string): string => event("DTSTART;TZID=America/New_York:20310324T200000", "DURATION:PT1H", `RRULE:FREQ=DAILY;UNTIL=${until}`);
    expect(starts(rule("20310326T000000Z"))).toEqual(["2031-03-25T00:00Z", "2031-03-26T00:00Z"]);
    expect(starts(rule("20310325T235959Z"))).toEqual(["2031-03-25T00:00Z"]);
    expect(starts(rule("20310325"))).toEqual(["2031-03-25T00:00Z", "2031-03-26T00:00Z"]);
  });
});

describe("recurrence", () => {
  const weekly = (...lines: string[]): string => event("DTSTART;TZID=Europe/Berlin:20310106T100000", "DTEND;TZID=Europe/Berlin:20310106T110000", ...lines);

  it("[CAL-3] repeats, adds and leaves out", () => {
    expect(starts(weekly("RRULE:FREQ=WEEKLY;BYDAY=MO,WE"))).toEqual(["2031-03-24T09:00Z", "2031-03-26T09:00Z", "2031-03-31T08:00Z", "2031-04-02T08:00Z"]);
    expect(starts(weekly("RRULE:FREQ=WEEKLY;BYDAY=MO,WE", "EXDATE;TZID=Europe/Berlin:20310326T100000,20310331T100000"))).toEqual(["2031-03-24T09:00Z", "2031-04-02T08:00Z"]);
    expect(starts(weekly("RRULE:FREQ=WEEKLY;BYDAY=MO,WE", "EXDATE;VALUE=DATE:20310326"))).toEqual(["2031-03-24T09:00Z", "2031-03-31T08:00Z", "2031-04-02T08:00Z"]);
    expect(starts(weekly("RDATE;TZID=Europe/Berlin:20310325T100000,20310327T120000"))).toEqual(["2031-03-25T09:00Z", "2031-03-27T11:00Z"]);
    expect(times(weekly("RDATE;VALUE=PERIOD:20310325T090000Z/PT2H,20310326T090000Z/20310326T093000Z"))).toEqual(["2031-03-25T09:00Z/2031-03-25T11:00Z busy", "2031-03-26T09:00Z/2031-03-26T09:30Z busy"]);
    expect(starts(weekly("RRULE:FREQ=WEEKLY;COUNT=12"))).toEqual(["2031-03-24T09:00Z"]);
    expect(starts(weekly("RRULE:FREQ=MONTHLY;BYDAY=-1MO"))).toEqual(["2031-03-31T08:00Z"]);
    expect(starts(weekly("RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,FR"))).toEqual(["2031-03-30T08:00Z", "2031-04-04T08:00Z"]);
  });

  it("[CAL-3] finds the same far from the start as near it", () => {
    const rules = ["FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH,SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU", "FREQ=HOURLY;INTERVAL=7", "FREQ=DAILY;BYDAY=MO,TU;BYHOUR=8,15", "FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=-1"];
    for (const rule of rules) {
      const master = `DTSTART;TZID=Europe/Berlin:20200101T100000`;
      const all = starts(event(master, "DURATION:PT30M", `RRULE:${rule};COUNT=60000`)); // With a COUNT nothing is passed over.
      expect(all.length, rule).toBeGreaterThan(0);
      expect(starts(event(master, "DURATION:PT30M", `RRULE:${rule}`)), rule).toEqual(all);
    }
  });

  it("[CAL-4] moves, cancels and changes single instances, and those after one", () => {
    const master = weekly("RRULE:FREQ=WEEKLY;BYDAY=MO,WE", "SUMMARY:Plan");
    const change = (id: string, ...lines: string[]): string => event(`RECURRENCE-ID;TZID=Europe/Berlin${id}`, ...lines);
    expect(times(master, change(":20310326T100000", "DTSTART:20310327T120000Z", "DURATION:PT15M"))).toContain("2031-03-27T12:00Z/2031-03-27T12:15Z busy");
    expect(starts(master, change(":20310326T100000", "DTSTART:20310327T120000Z", "DURATION:PT15M"))).not.toContain("2031-03-26T09:00Z");
    expect(starts(master, change(":20310326T100000", "DTSTART;TZID=Europe/Berlin:20310326T100000", "DURATION:PT1H", "STATUS:CANCELLED"))).toEqual(["2031-03-24T09:00Z", "2031-03-31T08:00Z", "2031-04-02T08:00Z"]);
    // Moved out of the window; moved into it from outside.
    expect(starts(master, change(":20310326T100000", "DTSTART:20320101T120000Z", "DURATION:PT15M"))).not.toContain("2031-03-26T09:00Z");
    expect(starts(master, change(":20310127T100000", "DTSTART:20310328T120000Z", "DURATION:PT15M"))).toContain("2031-03-28T12:00Z");
    expect(times(master, change(";RANGE=THISANDFUTURE:20310326T100000", "DTSTART;TZID=Europe/Berlin:20310326T110000", "DURATION:PT2H"))).toEqual([
      "2031-03-24T09:00Z/2031-03-24T10:00Z busy",
      "2031-03-26T10:00Z/2031-03-26T12:00Z busy",
      "2031-03-31T09:00Z/2031-03-31T11:00Z busy",
      "2031-04-02T09:00Z/2031-04-02T11:00Z busy",
    ]);
    // An invitation to one instance alone.
    expect(starts(change(":20310326T100000", "DTSTART;TZID=Europe/Berlin:20310326T100000", "DURATION:PT1H"))).toEqual(["2031-03-26T09:00Z"]);
  });

  it("[CAL-4] takes the newest version of an event that is there twice", () => {
    expect(starts(event("DTSTART:20310324T090000Z", "DURATION:PT1H", "SEQUENCE:1"), event("DTSTART:20310325T090000Z", "DURATION:PT1H", "SEQUENCE:2"), event("DTSTART:20310326T090000Z", "DURATION:PT1H"))).toEqual(["2031-03-25T09:00Z"]);
  });

  it("[CAL-5] keeps what began before the window and reaches into it, and not what only touches it", () => {
    expect(times(event("DTSTART:20310323T230000Z", "DURATION:PT2H"))).toEqual(["2031-03-23T23:00Z/2031-03-24T01:00Z busy"]);
    expect(times(event("DTSTART:20310323T230000Z", "DURATION:PT1H"), event("DTSTART:20310407T000000Z", "DURATION:PT1H").replace("UID:one", "UID:two"))).toEqual([]);
    expect(times(event("DTSTART:20310301T000000Z", "DTEND:20310325T000000Z", "RRULE:FREQ=MONTHLY"))).toHaveLength(2);
    expect(times(event("DTSTART:20310325T090000Z"))).toEqual([]); // Takes no time.
  });
});

describe("what counts as time", () => {
  const timed = (...lines: string[]): string => event("DTSTART:20310324T090000Z", "DURATION:PT1H", ...lines);
  const allDay = (...lines: string[]): string => event("DTSTART;VALUE=DATE:20310324", "DTEND;VALUE=DATE:20310325", ...lines);
  const kindOf = (component: string): string | undefined => expanded([calendar(component)])[0]?.kind;

  it("[CAL-6] [F6] leaves out what is transparent, free, cancelled or declined by its owner", () => {
    expect(kindOf(timed())).toBe("busy");
    expect(kindOf(timed("TRANSP:OPAQUE"))).toBe("busy");
    for (const line of ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", "ATTENDEE;PARTSTAT=DECLINED:mailto:Anna@Example.com"]) expect(kindOf(timed(line)), line).toBeUndefined();
    expect(kindOf(timed("ATTENDEE;PARTSTAT=DECLINED:mailto:bob@example.com", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@example.com"))).toBe("busy");
  });

  it("[CAL-7] tells tentative from busy", () => {
    for (const line of ["STATUS:TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "ATTENDEE;PARTSTAT=TENTATIVE:mailto:anna@example.com"]) expect(kindOf(timed(line)), line).toBe("tentative");
  });

  it("[CAL-8] [F11] knows out of office by Exchange, category and the title that Google gives", () => {
    for (const line of ["X-MICROSOFT-CDO-BUSYSTATUS:OOF", "CATEGORIES:Work,Vacation", "CATEGORIES:URLAUB", "SUMMARY:Out of office"]) {
      expect(kindOf(timed(line)), line).toBe("out-of-office");
      expect(kindOf(allDay(line)), line).toBe("out-of-office");
    }
    expect(kindOf(timed("SUMMARY:Talk about the out of office rules"))).toBe("busy");
  });

  it("[CAL-9] takes a whole day for busy only when it says so", () => {
    for (const component of [allDay(), allDay("X-MICROSOFT-CDO-BUSYSTATUS:FREE"), allDay("TRANSP:TRANSPARENT")]) expect(kindOf(component)).toBeUndefined();
    expect(kindOf(allDay("X-MICROSOFT-CDO-BUSYSTATUS:BUSY"))).toBe("busy");
    // In the zone of the person, and as long as the days are there.
    expect(times(event("DTSTART;VALUE=DATE:20310330", "TRANSP:OPAQUE"))).toEqual(["2031-03-29T23:00Z/2031-03-30T22:00Z busy"]);
    expect(times(event("DTSTART;VALUE=DATE:20310324", "DTEND;VALUE=DATE:20310326", "TRANSP:OPAQUE", "RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE;VALUE=DATE:20310324"))).toEqual(["2031-03-30T22:00Z/2031-04-01T22:00Z busy"]);
  });

  it("[CAL-10] keeps private what its owner keeps private", () => {
    const details = (...lines: string[]) => expanded([calendar(timed("SUMMARY:Doctor\\, 10 am", "LOCATION:Main street 1", ...lines))])[0];
    expect(details()).toMatchObject({ subject: "Doctor, 10 am", place: "Main street 1" });
    expect(details("CLASS:PUBLIC")).toMatchObject({ subject: "Doctor, 10 am" });
    for (const line of ["CLASS:PRIVATE", "CLASS:CONFIDENTIAL", "CLASS:X-OWN"]) expect(details(line)).toMatchObject({ subject: null, place: null });
  });

  it("[CAL-11] reads free/busy (VFREEBUSY)", () => {
    const freeBusy = ["BEGIN:VFREEBUSY", "UID:f", "FREEBUSY:20310324T090000Z/PT1H,20310324T120000Z/20310324T130000Z", "FREEBUSY;FBTYPE=FREE:20310325T090000Z/PT1H", "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20310326T090000Z/PT1H", "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20310327T090000Z/PT1H", "END:VFREEBUSY"].join("\r\n");
    expect(times(freeBusy)).toEqual(["2031-03-24T09:00Z/2031-03-24T10:00Z busy", "2031-03-24T12:00Z/2031-03-24T13:00Z busy", "2031-03-26T09:00Z/2031-03-26T10:00Z tentative", "2031-03-27T09:00Z/2031-03-27T10:00Z out-of-office"]);
  });

  it("[CAL-12] reads availability (VAVAILABILITY): what is not available is out of office, or what it says", () => {
    const availability = (...lines: string[]): string =>
      ["BEGIN:VAVAILABILITY", "UID:a", ...lines, "BEGIN:AVAILABLE", "UID:b", "DTSTART;TZID=Europe/Berlin:20310103T090000", "DTEND;TZID=Europe/Berlin:20310103T170000", "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "END:AVAILABLE", "END:VAVAILABILITY"].join("\r\n");
    const bounds = ["DTSTART;TZID=Europe/Berlin:20310325T000000", "DTEND;TZID=Europe/Berlin:20310326T120000"];
    expect(times(availability(...bounds))).toEqual(["2031-03-24T23:00Z/2031-03-25T08:00Z out-of-office", "2031-03-25T16:00Z/2031-03-26T08:00Z out-of-office"]);
    expect(times(availability(...bounds, "BUSYTYPE:BUSY"))).toEqual(["2031-03-24T23:00Z/2031-03-25T08:00Z busy", "2031-03-25T16:00Z/2031-03-26T08:00Z busy"]);
    expect(times(availability())).toHaveLength(11);
  });
});

describe("what is refused", () => {
  it.each(["", "hello", "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna\r\nEND:VCARD", "<html></html>", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT", calendar(event("DTSTART:yesterday")), calendar(event("SUMMARY:no start")), calendar(event("DTSTART:20310324T090000Z", "RRULE:FREQ=SOMETIMES"))])("[CAL-13] what is no calendar: %j", (text) => {
    expect(expand([text], WINDOW, ANNA)).toEqual({ ok: false, code: "calendar_invalid" });
  });

  it("[CAL-13] passes over an event that cannot be read while others can, and takes an empty calendar", () => {
    expect(starts(event("DTSTART:yesterday"), event("DTSTART:20310324T090000Z", "DURATION:PT1H").replace("UID:one", "UID:two"))).toEqual(["2031-03-24T09:00Z"]);
    expect(expanded([calendar()])).toEqual([]);
  });

  it("[CAL-14] more events or occurrences than the limits", () => {
    const many = (count: number): string => calendar(...Array.from({ length: count }, (_, index) => event("DTSTART:20310324T090000Z", "DURATION:PT1H").replace("UID:one", `UID:${index}`)));
    expect(expanded([many(EVENTS_MAX)])).toHaveLength(EVENTS_MAX);
    expect(expand([many(EVENTS_MAX + 1)], WINDOW, ANNA)).toEqual({ ok: false, code: "too_large" });
    // Those that are over do not count.
    expect(expand([many(EVENTS_MAX + 1)], { fromMs: at("2032-01-01T00:00:00Z"), untilMs: at("2032-02-01T00:00:00Z") }, ANNA)).toEqual({ ok: true, blocks: [] });
    const minutely = calendar(event("DTSTART:20310324T000000Z", "DURATION:PT1M", "RRULE:FREQ=MINUTELY"));
    expect(expand([minutely], { ...WINDOW, untilMs: WINDOW.fromMs + OCCURRENCES_MAX * 60_000 }, ANNA).ok).toBe(true);
    expect(expand([minutely], WINDOW, ANNA)).toEqual({ ok: false, code: "too_large" });
    expect(expand([minutely.replace("MINUTELY", "SECONDLY")], WINDOW, ANNA)).toEqual({ ok: false, code: "too_large" });
  });

  it("[CAL-14] rules that walk far without arriving", () => {
    expect(expand([calendar(event("DTSTART:00010101T000000Z", "DURATION:PT1M", "RRULE:FREQ=SECONDLY;COUNT=2000000000"))], WINDOW, ANNA)).toEqual({ ok: false, code: "too_large" });
  });
});
