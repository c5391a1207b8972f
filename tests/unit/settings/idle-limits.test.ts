import { describe, expect, test } from "vitest";
import { awayChoices, inactiveChoices, withInactive } from "@/components/settings/idle-limits";
import { timeZoneOptions, zoneLabel } from "@/components/settings/time-zones";
import { Settings } from "@/lib/protocol";

describe("[F10] [F13] idle times", () => {
  test("away always comes after inactive", () => {
    for (const inactiveAfterMin of inactiveChoices(5)) {
      const limits = withInactive({ inactiveAfterMin: 5, awayAfterMin: 6 }, inactiveAfterMin);
      expect(limits.awayAfterMin).toBeGreaterThan(limits.inactiveAfterMin);
      expect(Settings.partial().safeParse(limits).success).toBe(true);
      for (const minutes of awayChoices(limits)) expect(minutes).toBeGreaterThan(inactiveAfterMin);
    }
  });

  test("a stored time that is not offered is offered all the same, in its place", () => {
    expect(inactiveChoices(7)).toContain(7);
    expect(awayChoices({ inactiveAfterMin: 5, awayAfterMin: 17 })).toEqual([10, 15, 17, 20, 30, 45, 60, 90, 120, 180, 240]);
  });

  test("a later away stays when inactive changes below it", () => {
    expect(withInactive({ inactiveAfterMin: 5, awayAfterMin: 30 }, 20)).toEqual({ inactiveAfterMin: 20, awayAfterMin: 30 });
  });
});

describe("[PROFILE] time zones are found by place", () => {
  test("the place comes first, the distance from UTC beside it", () => {
    const options = timeZoneOptions(["Europe/Berlin", "America/Argentina/Buenos_Aires"], null, "en", new Date("2026-01-15T12:00:00Z"));
    expect(options).toEqual([
      { id: "Europe/Berlin", label: "Berlin, Europe", description: "GMT+1" },
      { id: "America/Argentina/Buenos_Aires", label: "Buenos Aires, Argentina, America", description: "GMT-3" },
      { id: "UTC", label: "UTC", description: expect.stringMatching(/^GMT(\+0)?$/u) as string },
    ]);
  });

  test("a stored zone that the browser does not list is among them", () => {
    expect(timeZoneOptions([], "Asia/Calcutta", "en", new Date("2026-01-15T12:00:00Z")).map(({ id }) => id)).toContain("Asia/Calcutta");
    expect(zoneLabel("UTC")).toBe("UTC");
  });
});
