import { describe, expect, it } from "vitest";
import { ACCESS_LEVELS, type AccessLevel, Audience, CustomStateId, PersonCard, PresenceView, strictForm, UserId } from "@/lib/protocol";
import { phonesSeenBy, scheduleSeenBy, unviewedPerson, viewPerson, viewPresence } from "@/server/domain/presence";
import { type Aggregate, OFFLINE, UNKNOWN } from "@/server/domain/presence/fold";
import { sameView } from "@/server/domain/presence/view";

const userId = UserId.parse("01900000-0000-7000-8000-000000000001");
const fields = {
  userId,
  displayName: "Anna Keller",
  title: "Head of Sales",
  company: "Example",
  email: "anna@example.com",
  department: "Sales",
  office: "4.12",
  workPhone: "+12025550101",
  mobilePhone: "+12025550102",
  homePhone: "+12025550103",
  otherPhone: "+12025550104",
  photoUrl: "/api/v1/photos/1",
  timeZone: "Europe/Berlin",
  website: "https://example.com/anna",
  workingHours: { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:30" },
};

/** The table of the access levels, written down a second time: a change there must be meant. */
const CARD_TABLE: Record<AccessLevel, readonly string[]> = {
  personal: ["company", "department", "displayName", "email", "homePhone", "mobilePhone", "office", "otherPhone", "photoUrl", "timeZone", "title", "userId", "website", "workPhone", "workingHours"],
  team: ["company", "department", "displayName", "email", "mobilePhone", "office", "photoUrl", "timeZone", "title", "userId", "website", "workPhone", "workingHours"],
  company: ["company", "department", "displayName", "email", "office", "photoUrl", "timeZone", "title", "userId", "website", "workPhone", "workingHours"],
  public: ["company", "displayName", "email", "photoUrl", "title", "userId"],
  blocked: ["displayName", "email", "photoUrl", "userId"],
};

describe("a card", () => {
  it.each(ACCESS_LEVELS)("[PRES-12] at level %s has exactly the fields of the table", (level) => {
    const card = viewPerson(unviewedPerson(fields), level);
    expect(Object.keys(card).sort()).toEqual(CARD_TABLE[level]);
    expect(card).toEqual(Object.fromEntries(CARD_TABLE[level].map((key) => [key, fields[key as keyof typeof fields]])));
    expect(() => strictForm(PersonCard).parse(card)).not.toThrow();
  });

  it("[PRES-12] leaves out what is not filled in", () => {
    const card = viewPerson(unviewedPerson({ ...fields, title: null, workPhone: null }), "personal");
    expect(card).not.toHaveProperty("title");
    expect(card).not.toHaveProperty("workPhone");
  });

  it("[PRES-12] finds by the numbers that it shows", () => {
    for (const level of ACCESS_LEVELS) expect(phonesSeenBy(level)).toEqual(["workPhone", "mobilePhone", "homePhone", "otherPhone"].filter((field) => CARD_TABLE[level].includes(field)));
  });

  it("[PRES-13] cannot be printed before it was viewed, wherever it hides", () => {
    expect(() => JSON.stringify({ people: [unviewedPerson(fields)] })).toThrow("without the view function");
  });
});

describe("a presence", () => {
  const customStateId = CustomStateId.parse("01900000-0000-7000-b000-000000000001");
  const full: Aggregate = { state: "inactive", availability: 5_000, activity: "in-a-meeting", device: "mobile", idleSinceMs: Date.UTC(2031, 4, 4, 10), customStateId, note: null, location: null };
  const dnd: Aggregate = { state: "dnd", availability: 9_500, activity: null, device: "desktop", idleSinceMs: null, customStateId: null, note: null, location: null };
  const everything = { userId, state: "inactive", availability: 5_000, activity: "in-a-meeting", device: "mobile", idleSince: "2031-05-04T10:00:00.000Z", customStateId };

  it.each([
    ["personal", everything],
    ["team", everything],
    ["company", everything],
    ["public", { userId, state: "inactive", availability: 5_000 }],
    ["blocked", { userId, state: "offline", availability: 18_500 }],
  ] as const)("[PRES-10] at level %s has exactly the fields of the table", (level, expected) => {
    const view = viewPresence(userId, full, level, true);
    expect(view).toEqual(expected);
    expect(() => strictForm(PresenceView).parse(view)).not.toThrow();
  });

  it("[PRES-10] tells Team alone that Do not disturb leaves room for urgent things", () => {
    expect(viewPresence(userId, dnd, "team", true).activity).toBe("urgent-interruptions-only");
    expect(viewPresence(userId, { ...dnd, activity: "presenting" }, "team", true).activity).toBe("presenting");
    for (const level of ["personal", "company", "public", "blocked"] as const) expect(viewPresence(userId, dnd, level, true)).not.toHaveProperty("activity");
  });

  /** Who sees what was said to an audience, written down a second time. */
  const AUDIENCE_TABLE: Record<Audience, readonly AccessLevel[]> = { personal: ["personal"], team: ["personal", "team"], company: ["personal", "team", "company"] };

  it.each(Audience.options)("[F22] [F24] [PRES-51] [PRES-54] carries a note and a place said to %s to exactly its levels", (audience) => {
    const spoken: Aggregate = { ...dnd, note: { text: "Back at three", audience }, location: { place: "Office", audience, from: "network" } };
    for (const level of ACCESS_LEVELS) {
      const view = viewPresence(userId, spoken, level, true);
      const bare = viewPresence(userId, dnd, level, true);
      expect(view, level).toEqual(AUDIENCE_TABLE[audience].includes(level) ? { ...bare, note: "Back at three", location: "Office" } : bare);
      expect(() => strictForm(PresenceView).parse(view)).not.toThrow();
      expect(sameView(view, bare), level).toBe(!AUDIENCE_TABLE[audience].includes(level));
    }
  });

  it("[PRES-10] differs from another when anything in it does", () => {
    const view = viewPresence(userId, { ...full, note: { text: "a", audience: "company" }, location: { place: "b", audience: "company", from: "hand" } }, "personal", true);
    for (const key of Object.keys(view)) if (key !== "userId") expect(sameView(view, { ...view, [key]: undefined }), key).toBe(false);
    expect(sameView(view, { ...view })).toBe(true);
  });

  it("[F48] shows subjects of a schedule to Team, times to Company, nothing to others", () => {
    expect(ACCESS_LEVELS.map(scheduleSeenBy)).toEqual(["details", "details", "times", "none", "none"]);
  });

  it("[PRES-11] is to the blocked what an absent person is to everybody, before and after the server has settled", () => {
    for (const settled of [true, false]) {
      const absent = settled ? OFFLINE : UNKNOWN;
      for (const level of ACCESS_LEVELS) {
        for (const aggregate of [full, dnd, absent, { ...absent, note: { text: "On holiday", audience: "company" as const } }]) expect(viewPresence(userId, aggregate, "blocked", settled)).toEqual(viewPresence(userId, absent, level, settled));
      }
    }
  });
});
