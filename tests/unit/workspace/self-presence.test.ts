import { describe, expect, test } from "vitest";
import { CustomStateId, type CustomState } from "@/lib/protocol";
import { untilOfDraft } from "@/components/shell/note-draft";
import { withPlace } from "@/components/shell/recent-places";
import { stateChoices } from "@/components/shell/state-choices";
import { untilOf } from "@/components/shell/until";

const NOW_MS = new Date(2027, 2, 27, 22, 50).getTime();
const MINUTE_MS = 60_000;
const custom = (last: string, base: CustomState["base"]): CustomState => ({ id: CustomStateId.parse(`018f0000-0000-7000-8000-00000000000${last}`), base, labels: { en: last } });

describe("[F21] [F22] how long something holds", () => {
  test.each([
    ["half-hour", 30],
    ["hour", 60],
    ["four-hours", 240],
  ] as const)("%s is %i minutes", (choice, minutes) => expect(Date.parse(untilOf(choice, NOW_MS) ?? "") - NOW_MS).toBe(minutes * MINUTE_MS));

  test("the day ends at the next midnight of the clock on the wall, also when it has 23 hours", () => {
    expect(untilOf("day-end", NOW_MS)).toBe(new Date(2027, 2, 28).toISOString());
    expect(untilOf("day-end", new Date(2027, 2, 28, 0, 0).getTime())).toBe(new Date(2027, 2, 29).toISOString());
  });

  test("until changed has no end", () => expect(untilOf("changed", NOW_MS)).toBeUndefined());

  test("a note that is mended keeps its end, unless it has passed meanwhile", () => {
    const draft = { text: "At lunch", audience: "company", until: "kept" } as const;
    const [later, earlier] = [new Date(NOW_MS + MINUTE_MS).toISOString(), new Date(NOW_MS - MINUTE_MS).toISOString()];
    expect(untilOfDraft(draft, later, NOW_MS)).toBe(later);
    expect(untilOfDraft(draft, earlier, NOW_MS)).toBeUndefined();
    expect(untilOfDraft(draft, null, NOW_MS)).toBeUndefined();
    expect(untilOfDraft({ ...draft, until: "hour" }, later, NOW_MS)).toBe(new Date(NOW_MS + 60 * MINUTE_MS).toISOString());
  });
});

test("[F23] own states stand under the state whose colour they have, in the organisation's order", () => {
  const [court, ward, lunch] = [custom("1", "busy"), custom("2", "busy"), custom("3", "brb")];
  const keys = stateChoices(["available", "busy", "brb"], [lunch, ward, court]).map(({ key }) => key);
  expect(keys).toEqual(["available", "busy", ward.id, court.id, "brb", lunch.id]);
});

test("[F24] a place comes first, once, however it is written, and few are kept", () => {
  expect(withPlace(["Home", "Berlin office"], "berlin OFFICE")).toEqual(["berlin OFFICE", "Home"]);
  expect(withPlace(["a", "b", "c", "d", "e"], "f")).toEqual(["f", "a", "b", "c", "d"]);
});
