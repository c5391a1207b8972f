import { describe, expect, test } from "vitest";
import { DEFAULT_PREFERENCES, type ListPreferences, listRowsOf, toggled } from "@/components/contacts/list-rows";
import { type ContactEntry, type ConversationListItem, type FetchedSnapshot, type GroupMembers, type RecentPeople } from "@/lib/client";
import { type Contact, type ContactGroup, type NumberContact, type OrganisationGroup, type PersonCard, type PresenceState } from "@/lib/protocol";

const card = (name: string): PersonCard => ({ userId: name, displayName: name }) as PersonCard;
const contact = (name: string, more: Partial<Contact> = {}): Contact => ({ id: `c-${name}`, userId: name, person: card(name), groupIds: [], favourite: false, seesMeAs: "company", tagged: false, ...more }) as Contact;
const conversation = (id: string): ConversationListItem => ({ summary: { id }, unread: 0, typing: [], unsent: "none" }) as unknown as ConversationListItem;
const group = (name: string): ContactGroup => ({ id: `g-${name}`, name, position: 1 }) as ContactGroup;
const courier = { id: "n-courier", name: "courier", number: "+12025550148", groupIds: [], favourite: false } as unknown as NumberContact;
const sales = { groupId: "sales", name: "Sales", email: "sales@example.com", memberCount: 2, origin: "published" } as OrganisationGroup;

const [anna, bob, carol] = [contact("anna", { tagged: true }), contact("bob", { favourite: true, seesMeAs: "team" }), contact("carol")];
const states: Record<string, PresenceState> = { anna: "offline", bob: "busy", carol: "available" };
const nothing = <T>(): FetchedSnapshot<T> => ({ status: "loading", value: null });
const input = {
  conversations: { items: [conversation("one")], more: true },
  contacts: {
    favourites: [bob] as ContactEntry[],
    groups: [
      { group: group("north"), entries: [anna, bob, carol] },
      { group: group("empty"), entries: [] },
    ],
    others: [bob, anna, courier],
    entries: [anna, bob, carol, courier],
    organisationGroups: [] as OrganisationGroup[],
    automaticGroups: [] as { kind: "delegates"; people: PersonCard[] }[],
  },
  preferences: DEFAULT_PREFERENCES,
  stateOf: (userId: string) => states[userId] ?? "unknown",
  recent: nothing<RecentPeople>(),
  membersOf: (): FetchedSnapshot<GroupMembers> | undefined => undefined,
  find: (userId: string) => [anna, bob, carol].find((one) => one.userId === userId),
};
const rowsOf = (change: Partial<typeof input> = {}) => listRowsOf({ ...input, ...change });
const keys = (change: Partial<typeof input> = {}): string[] => rowsOf(change).map((row) => row.key);
const seenBy = (preferences: Partial<ListPreferences>): string[] => keys({ preferences: { ...DEFAULT_PREFERENCES, ...preferences } }).filter((key) => !key.startsWith("current"));

describe("rows of the list", () => {
  test("[F37] conversations, favourites, groups, then everybody else; a favourite is not doubled among the others", () => {
    expect(keys()).toEqual(["current", "current/one", "current/more", "favourites", "favourites/c-bob", "recent", "group:g-north", "group:g-north/c-anna", "group:g-north/c-bob", "group:g-north/c-carol", "group:g-empty", "group:g-empty/empty", "others", "others/c-anna", "others/n-courier"]);
  });
  test("a folded section keeps its head and its count", () => {
    const rows = rowsOf({ preferences: { ...DEFAULT_PREFERENCES, collapsed: ["group:g-north"] } });
    expect(rows.find((row) => row.key === "group:g-north")).toMatchObject({ isExpanded: false, count: 3 });
    expect(rows.some((row) => row.key.startsWith("group:g-north/"))).toBe(false);
  });
  test("[F31] by availability the most reachable come first, numbers last", () => {
    const sorted = keys({ preferences: { ...DEFAULT_PREFERENCES, sort: "availability" } });
    expect(sorted.filter((key) => key.startsWith("group:g-north/"))).toEqual(["group:g-north/c-carol", "group:g-north/c-bob", "group:g-north/c-anna"]);
    expect(sorted.slice(-2)).toEqual(["others/c-anna", "others/n-courier"]);
  });
  test("offline people can be hidden; a number is never offline", () => {
    const shown = keys({ preferences: { ...DEFAULT_PREFERENCES, hideOffline: true } });
    expect(shown.some((key) => key.endsWith("c-anna"))).toBe(false);
    expect(shown).toContain("others/n-courier");
  });
  test("nobody at all gives no rows", () => {
    expect(keys({ conversations: { items: [], more: false }, contacts: { favourites: [], groups: [], others: [], entries: [], organisationGroups: [], automaticGroups: [] } })).toEqual([]);
  });
});

describe("[F29] views", () => {
  test("by name: one list, whatever the order chosen for the others", () => {
    expect(seenBy({ view: "name", sort: "availability" })).toEqual(["everybody", "everybody/c-anna", "everybody/c-bob", "everybody/c-carol", "everybody/n-courier"]);
  });
  test("by availability", () => {
    expect(seenBy({ view: "availability" })).toEqual(["availability:available", "availability:available/c-carol", "availability:busy", "availability:busy/c-bob", "availability:offline", "availability:offline/c-anna", "numbers", "numbers/n-courier"]);
  });
  test("by access level", () => {
    expect(seenBy({ view: "access" })).toEqual(["access:team", "access:team/c-bob", "access:company", "access:company/c-anna", "access:company/c-carol", "numbers", "numbers/n-courier"]);
  });
  test("by tag", () => {
    expect(seenBy({ view: "tag" })).toEqual(["tagged", "tagged/c-anna", "untagged", "untagged/c-bob", "untagged/c-carol", "numbers", "numbers/n-courier"]);
  });
});

describe("what is fetched when it is opened", () => {
  const open = (...expanded: string[]): ListPreferences => ({ ...DEFAULT_PREFERENCES, expanded });
  const withSales = { ...input.contacts, organisationGroups: [sales] };

  test("[F27] recent people are folded at first", () => {
    expect(rowsOf().find((row) => row.key === "recent")).toMatchObject({ isExpanded: false, count: null });
    expect(toggled("recent", DEFAULT_PREFERENCES)).toEqual({ expanded: ["recent"] });
    const recent = { status: "ready", value: [{ person: card("dave"), at: "" }, { person: bob.person, at: "" }] } as const;
    const rows = rowsOf({ preferences: open("recent"), recent });
    expect(rows.filter((row) => row.key.startsWith("recent/"))).toMatchObject([{ key: "recent/dave", contact: null }, { key: "recent/bob", contact: bob }]);
  });
  test("[F32] a group of the organisation says that it loads, then who is in it", () => {
    const of = (membersOf: (typeof input)["membersOf"]) => rowsOf({ contacts: withSales, preferences: open("organisation/sales"), membersOf }).filter((row) => row.key.startsWith("organisation"));
    expect(of(() => undefined)).toMatchObject([{ kind: "section", count: 1 }, { kind: "organisation-group", isExpanded: true }, { kind: "note", of: "loading" }]);
    const value = { group: sales, members: [card("dave"), anna.person], more: true };
    expect(of(() => ({ status: "ready", value })).slice(2)).toMatchObject([{ kind: "person", level: 3, contact: null }, { kind: "person", contact: anna }, { kind: "more", of: "sales" }]);
    expect(of(() => ({ status: "failed", value: null })).slice(2)).toMatchObject([{ of: "failed" }]);
  });
  test("[F35] automatic groups show where there are any", () => {
    expect(keys({ contacts: { ...input.contacts, automaticGroups: [{ kind: "delegates", people: [card("dave")] }] } })).toEqual(expect.arrayContaining(["automatic:delegates", "automatic:delegates/dave"]));
  });
});

test("1,000 contacts in 100 groups are arranged in a few milliseconds", () => {
  const many = Array.from({ length: 1_000 }, (_, index) => contact(`p${index}`));
  const groups = Array.from({ length: 100 }, (_, index) => ({ group: group(String(index)), entries: many.slice(index * 10, index * 10 + 10) }));
  const every = Object.keys({ available: 0, busy: 0, away: 0, offline: 0 }) as PresenceState[];
  const change = { contacts: { ...input.contacts, groups, entries: many, others: many }, preferences: { ...DEFAULT_PREFERENCES, sort: "availability" as const }, stateOf: (userId: string) => every[Number(userId.slice(1)) % 4] ?? "unknown" };
  rowsOf(change);
  const started = performance.now();
  for (let round = 0; round < 20; round += 1) rowsOf(change);
  // Twenty times what one frame may take would be 320 ms; a loaded machine still stays far below.
  expect((performance.now() - started) / 20).toBeLessThan(16);
});
