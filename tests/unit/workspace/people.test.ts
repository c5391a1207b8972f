import { describe, expect, test } from "vitest";
import { AVATAR_HUES, avatarHueOf, initialsOf } from "@/components/people/initials";
import { formatPhone } from "@/components/people/phone-format";
import { durationOf, presenceLineOf } from "@/components/people/presence-line";
import { markedParts } from "@/components/shell/match";
import { type PresenceView } from "@/lib/protocol";
import { fits } from "@/lib/shared/fits";

const view = (more: Partial<PresenceView>): PresenceView => ({ userId: "u" as PresenceView["userId"], state: "available", ...more });

describe("initials", () => {
  test.each([
    ["Anna Keller", "AK"],
    ["anna maria keller", "AK"],
    ["Anna", "A"],
    ["", "?"],
    ["  (Front) desk ", "FD"],
    ["👩‍🚀 Walsh", "👩‍🚀W"],
    ["إيرين والش", "إو"],
  ])("%s: %s", (name, initials) => expect(initialsOf(name)).toBe(initials));

  test("the colour is of the identity: always the same, and all six are used", () => {
    const ids = Array.from({ length: 120 }, (_, index) => `01890000-0000-7000-8000-${String(index).padStart(12, "0")}`);
    expect(ids.map(avatarHueOf)).toEqual(ids.map(avatarHueOf));
    expect(new Set(ids.map(avatarHueOf))).toEqual(new Set(AVATAR_HUES));
  });
});

describe("presence in words", () => {
  const nowMs = Date.parse("2026-10-13T12:00:00Z");
  test("an activity says more than a state, idleness more than a device", () => {
    expect(presenceLineOf(view({}), nowMs)).toEqual({ kind: "state" });
    expect(presenceLineOf(view({ device: "mobile" }), nowMs)).toEqual({ kind: "mobile" });
    expect(presenceLineOf(view({ state: "busy", activity: "in-a-call", device: "mobile" }), nowMs)).toEqual({ kind: "activity" });
    expect(presenceLineOf(view({ state: "inactive", idleSince: "2026-10-13T11:53:00Z" }), nowMs)).toEqual({ kind: "idle", idle: { unit: "minutes", count: 7 } });
  });
  test("durations are rounded down, and nothing is said under a minute", () => {
    expect([59_999, 60_000, 3_600_000, 47 * 3_600_000, 48 * 3_600_000].map(durationOf)).toEqual([null, { unit: "minutes", count: 1 }, { unit: "hours", count: 1 }, { unit: "hours", count: 47 }, { unit: "days", count: 2 }]);
  });
});

test("numbers are grouped for reading", () => {
  expect(formatPhone("+12025550102")).toBe("+1 202-555-0102");
  expect(formatPhone("+4930901820")).toBe("+49 309 018 20");
});

describe("search", () => {
  test("every word of the query starts a word of the text; case and accents do not matter", () => {
    expect(fits("Carol Lindqvist", "lind car")).toBe(true);
    expect(fits("Zoë Müller", "muller zo")).toBe(true);
    expect(fits("Carol Lindqvist", "arol")).toBe(false);
  });
  test("what matched is marked", () => {
    expect(markedParts("Carol Lindqvist", "car li")).toEqual([
      { text: "Car", isMatch: true },
      { text: "ol ", isMatch: false },
      { text: "Li", isMatch: true },
      { text: "ndqvist", isMatch: false },
    ]);
  });
});
