import { type Contact, type ContactGroupId, type ConversationId, type PresenceState, type UserId } from "@/lib/protocol";
import { type ContactsSnapshot, type ConversationListItem, type ConversationsSnapshot } from "@/lib/client";

/** What the reader chose for their list; kept in this browser only. */
export type ListPreferences = {
  readonly collapsed: readonly string[];
  readonly sort: "name" | "availability";
  readonly hideOffline: boolean;
};

export const DEFAULT_PREFERENCES: ListPreferences = { collapsed: [], sort: "name", hideOffline: false };

export type SectionKind = { readonly kind: "current" | "favourites" | "others" } | { readonly kind: "group"; readonly groupId: ContactGroupId; readonly name: string };

/** One row of the list; sections are the upper level of the tree, everything else the lower. */
export type ListRow =
  | { readonly kind: "section"; readonly key: string; readonly section: SectionKind; readonly count: number; readonly isExpanded: boolean }
  | { readonly kind: "conversation"; readonly key: string; readonly id: ConversationId; readonly item: ConversationListItem }
  | { readonly kind: "contact"; readonly key: string; readonly contact: Contact }
  | { readonly kind: "empty"; readonly key: string }
  | { readonly kind: "more"; readonly key: string };

type Input = {
  conversations: Pick<ConversationsSnapshot, "items" | "more">;
  contacts: Pick<ContactsSnapshot, "groups" | "favourites" | "others">;
  preferences: ListPreferences;
  /** Only asked when people are sorted or hidden by it. */
  stateOf: (userId: UserId) => PresenceState;
};

/** The most reachable first; MS-PRES numbers say the same, but unknown carries none. */
const REACH: Record<PresenceState, number> = { available: 0, inactive: 1, busy: 2, "busy-inactive": 3, dnd: 4, brb: 5, away: 6, unknown: 7, offline: 8 };

/** Everything the list shows from top to bottom. Sections without people are left out, but for the reader's own groups. */
export function listRowsOf({ conversations, contacts, preferences, stateOf }: Input): readonly ListRow[] {
  const rows: ListRow[] = [];
  const section = (key: string, kind: SectionKind, count: number): boolean => {
    const isExpanded = !preferences.collapsed.includes(key);
    rows.push({ kind: "section", key, section: kind, count, isExpanded });
    return isExpanded;
  };
  const people = (key: string, all: readonly Contact[]): void => {
    for (const contact of arrange(all, preferences, stateOf)) rows.push({ kind: "contact", key: `${key}/${contact.id}`, contact });
  };

  if (conversations.items.length > 0 && section("current", { kind: "current" }, conversations.items.length)) {
    for (const item of conversations.items) rows.push({ kind: "conversation", key: `current/${item.summary.id}`, id: item.summary.id, item });
    if (conversations.more) rows.push({ kind: "more", key: "current/more" });
  }
  if (contacts.favourites.length > 0 && section("favourites", { kind: "favourites" }, contacts.favourites.length)) people("favourites", contacts.favourites);
  for (const { group, contacts: members } of contacts.groups) {
    const key = `group:${group.id}`;
    if (!section(key, { kind: "group", groupId: group.id, name: group.name }, members.length)) continue;
    if (members.length === 0) rows.push({ kind: "empty", key: `${key}/empty` });
    else people(key, members);
  }
  // A favourite stands above already; it need not be found a second time among those in no group.
  const others = contacts.others.filter((contact) => !contact.favourite);
  if (others.length > 0 && section("others", { kind: "others" }, others.length)) people("others", others);
  return rows;
}

function arrange(contacts: readonly Contact[], { sort, hideOffline }: ListPreferences, stateOf: Input["stateOf"]): readonly Contact[] {
  const shown = hideOffline ? contacts.filter((contact) => stateOf(contact.userId) !== "offline") : contacts;
  if (sort === "name") return shown;
  // The store's order is by name and the sort is stable, so equals stay by name.
  return [...shown].sort((one, other) => REACH[stateOf(one.userId)] - REACH[stateOf(other.userId)]);
}

/** The words a row is found by when somebody types its first letters. */
export function nameOfRow(row: ListRow, words: { titleOf: (item: ConversationListItem) => string; sectionOf: (section: SectionKind) => string }): string {
  switch (row.kind) {
    case "section":
      return words.sectionOf(row.section);
    case "conversation":
      return words.titleOf(row.item);
    case "contact":
      return row.contact.person.displayName;
    case "empty":
    case "more":
      return "";
  }
}
