import { describe, expect, test } from "vitest";
import { DEFAULT_PREFERENCES, listRowsOf } from "@/components/contacts/list-rows";
import { type ConversationListItem } from "@/lib/client";
import { type Contact, type ContactGroup, type PresenceState } from "@/lib/protocol";

const contact = (name: string, more: Partial<Contact> = {}): Contact => ({ id: `c-${name}`, userId: name, person: { userId: name, displayName: name }, groupIds: [], favourite: false, seesMeAs: "company", ...more }) as Contact;
const conversation = (id: string): ConversationListItem => ({ summary: { id }, unread: 0, typing: [], unsent: "none" }) as unknown as ConversationListItem;
const group = (name: string): ContactGroup => ({ id: `g-${name}`, name, position: 1 }) as ContactGroup;

const [anna, bob, carol] = [contact("anna"), contact("bob", { favourite: true }), contact("carol")];
const states: Record<string, PresenceState> = { anna: "offline", bob: "busy", carol: "available" };
const input = {
  conversations: { items: [conversation("one")], more: true },
  contacts: { favourites: [bob], groups: [{ group: group("north"), contacts: [anna, bob, carol] }, { group: group("empty"), contacts: [] }], others: [bob, anna] },
  preferences: DEFAULT_PREFERENCES,
  stateOf: (userId: string) => states[userId] ?? "unknown",
};
const keys = (change: Partial<typeof input> = {}): string[] => listRowsOf({ ...input, ...change }).map((row) => row.key);

describe("rows of the list", () => {
  test("conversations, favourites, groups, then everybody else; a favourite is not doubled among the others", () => {
    expect(keys()).toEqual(["current", "current/one", "current/more", "favourites", "favourites/c-bob", "group:g-north", "group:g-north/c-anna", "group:g-north/c-bob", "group:g-north/c-carol", "group:g-empty", "group:g-empty/empty", "others", "others/c-anna"]);
  });
  test("a folded section keeps its head and its count", () => {
    const rows = listRowsOf({ ...input, preferences: { ...DEFAULT_PREFERENCES, collapsed: ["group:g-north"] } });
    expect(rows.find((row) => row.key === "group:g-north")).toMatchObject({ isExpanded: false, count: 3 });
    expect(rows.some((row) => row.key.startsWith("group:g-north/"))).toBe(false);
  });
  test("by availability the most reachable come first", () => {
    expect(keys({ preferences: { ...DEFAULT_PREFERENCES, sort: "availability" } }).filter((key) => key.startsWith("group:g-north/"))).toEqual(["group:g-north/c-carol", "group:g-north/c-bob", "group:g-north/c-anna"]);
  });
  test("offline people can be hidden", () => {
    expect(keys({ preferences: { ...DEFAULT_PREFERENCES, hideOffline: true } }).some((key) => key.endsWith("c-anna"))).toBe(false);
  });
  test("nobody at all gives no rows", () => {
    expect(keys({ conversations: { items: [], more: false }, contacts: { favourites: [], groups: [], others: [] } })).toEqual([]);
  });
});
