import { afterEach, describe, expect, it } from "vitest";
import { createExpander } from "@/server/connectors/calendar";

const WINDOW = { fromMs: Date.parse("2031-03-24T00:00:00Z"), untilMs: Date.parse("2031-04-07T00:00:00Z") };
const ANNA = { timeZone: "Europe/Berlin", addresses: [] };
const calendar = (...lines: string[]): string => ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", ...lines, "END:VEVENT", "END:VCALENDAR"].join("\r\n");
const MEETING = calendar("DTSTART:20310324T090000Z", "DURATION:PT1H", "SUMMARY:Plan");

describe("the thread that works calendars out", () => {
  let expander = createExpander();
  afterEach(() => expander.close());

  it("[CAL-15] answers each with its own, in turn", async () => {
    const jobs = [MEETING, "nonsense", MEETING.replace("T09", "T11")].map((text) => expander.expand([text], WINDOW, ANNA).then((blocks) => blocks.map(({ startMs }) => new Date(startMs).getUTCHours()), (error: { code: string }) => error.code));
    expect(await Promise.all(jobs)).toEqual([[9], "calendar_invalid", [11]]);
  });

  it("[CAL-15] ends what takes for ever, and goes on with the next", async () => {
    expander = createExpander({ jobLimitMs: 1 });
    const [stuck, also] = [expander.expand([MEETING], WINDOW, ANNA), expander.expand([MEETING], WINDOW, ANNA)];
    await expect(stuck).rejects.toMatchObject({ code: "calendar_invalid" });
    await expect(also).rejects.toMatchObject({ code: "calendar_invalid" });
  });

  it("[CAL-15] is told when it stops", async () => {
    expander = createExpander();
    const told = expect(expander.expand([MEETING], WINDOW, ANNA)).rejects.toMatchObject({ code: "stopping" });
    await expander.close();
    await told;
    await expect(expander.expand([MEETING], WINDOW, ANNA)).rejects.toMatchObject({ code: "stopping" });
  });
});
