import { type AccessLevel, ACCESS_LEVELS, type AutomaticGroup, type Contact, type ContactGroupId, type ConversationId, type GroupId, type NumberContact, type OrganisationGroup, type PersonCard, type PresenceState, type Settings, type UserId } from "@/lib/protocol";
import { type ContactEntry, type ContactsSnapshot, type ConversationListItem, type ConversationsSnapshot, type FetchedSnapshot, type GroupMembers, isNumber, nameOf, type RecentPeople } from "@/lib/client";

/** What the reader chose for their list: what is folded is kept in this browser, view and order go with them. */
export type ListPreferences = {
  readonly collapsed: readonly string[];
  /** Of what is folded until somebody opens it. */
  readonly expanded: readonly string[];
  readonly hideOffline: boolean;
  readonly view: Settings["listView"];
  readonly sort: Settings["listSort"];
};

export const DEFAULT_PREFERENCES: ListPreferences = { collapsed: [], expanded: [], hideOffline: false, view: "groups", sort: "name" };

/** States that are found together when the list is grouped by availability. */
export const AVAILABILITIES = ["available", "busy", "dnd", "away", "offline", "unknown"] as const;
export type Availability = (typeof AVAILABILITIES)[number];

export type SectionKind =
  | { readonly kind: "current" | "favourites" | "recent" | "organisation" | "others" | "everybody" | "tagged" | "untagged" | "numbers" }
  | { readonly kind: "group"; readonly groupId: ContactGroupId; readonly name: string }
  | { readonly kind: "automatic"; readonly of: AutomaticGroup["kind"] }
  | { readonly kind: "availability"; readonly of: Availability }
  | { readonly kind: "access"; readonly level: AccessLevel };

/** One row of the list; sections are the upper level of the tree, members of a group of the organisation the lowest. */
export type ListRow =
  | { readonly kind: "section"; readonly key: string; readonly section: SectionKind; /** Unknown until it is opened. */ readonly count: number | null; readonly isExpanded: boolean }
  | { readonly kind: "conversation"; readonly key: string; readonly section: string; readonly id: ConversationId; readonly item: ConversationListItem }
  | PersonRow
  | { readonly kind: "number"; readonly key: string; readonly section: string; readonly number: NumberContact; /** The own group it stands in. */ readonly from: ContactGroupId | null }
  | { readonly kind: "organisation-group"; readonly key: string; readonly section: string; readonly group: OrganisationGroup; readonly isExpanded: boolean }
  | { readonly kind: "note"; readonly key: string; readonly section: string; readonly level: 2 | 3; readonly of: "empty-group" | "nobody" | "loading" | "failed" }
  | { readonly kind: "more"; readonly key: string; readonly section: string; readonly level: 2 | 3; readonly of: "conversations" | GroupId };

export type PersonRow = {
  readonly kind: "person";
  readonly key: string;
  readonly section: string;
  readonly level: 2 | 3;
  readonly person: PersonCard;
  /** Whether the person is in my list. */
  readonly contact: Contact | null;
  /** The own group the row stands in. */
  readonly from: ContactGroupId | null;
};

type Input = {
  conversations: Pick<ConversationsSnapshot, "items" | "more">;
  contacts: Pick<ContactsSnapshot, "groups" | "favourites" | "others" | "entries" | "organisationGroups" | "automaticGroups">;
  preferences: ListPreferences;
  /** Only asked when people are sorted, grouped or hidden by it. */
  stateOf: (userId: UserId) => PresenceState;
  /** Only looked at while the section is open. */
  recent: FetchedSnapshot<RecentPeople>;
  /** Of the groups that are open. */
  membersOf: (groupId: GroupId) => FetchedSnapshot<GroupMembers> | undefined;
  find: (userId: UserId) => Contact | undefined;
};

/** The most reachable first; MS-PRES numbers say the same, but unknown carries none. */
const REACH: Record<PresenceState, number> = { available: 0, inactive: 1, busy: 2, "busy-inactive": 3, dnd: 4, brb: 5, away: 6, unknown: 7, offline: 8 };
const NUMBERS_REACH = 9;

const AVAILABILITY_OF: Record<PresenceState, Availability> = { available: "available", inactive: "available", busy: "busy", "busy-inactive": "busy", dnd: "dnd", brb: "away", away: "away", offline: "offline", unknown: "unknown" };

/** Folded until somebody opens it: it asks the server, or repeats what stands elsewhere. */
const isFoldedAtFirst = (key: string): boolean => key === "recent" || key.startsWith("organisation/");

export const isExpanded = (key: string, { collapsed, expanded }: Pick<ListPreferences, "collapsed" | "expanded">): boolean => (isFoldedAtFirst(key) ? expanded.includes(key) : !collapsed.includes(key));

/** What to remember when a section is folded or unfolded. */
export function toggled(key: string, { collapsed, expanded }: ListPreferences): Partial<ListPreferences> {
  const flip = (held: readonly string[]): readonly string[] => (held.includes(key) ? held.filter((one) => one !== key) : [...held, key]);
  return isFoldedAtFirst(key) ? { expanded: flip(expanded) } : { collapsed: flip(collapsed) };
}

/** Everything the list shows from top to bottom. Sections without anybody are left out, but for the reader's own groups. */
export function listRowsOf(input: Input): readonly ListRow[] {
  const { conversations, contacts, preferences } = input;
  const rows: ListRow[] = [];
  const builder = builderOf(input, rows);

  if (conversations.items.length > 0 && builder.section("current", { kind: "current" }, conversations.items.length)) {
    for (const item of conversations.items) rows.push({ kind: "conversation", key: `current/${item.summary.id}`, section: "current", id: item.summary.id, item });
    if (conversations.more) rows.push({ kind: "more", key: "current/more", section: "current", level: 2, of: "conversations" });
  }
  switch (preferences.view) {
    case "groups":
      groupRows(input, builder);
      break;
    case "name":
      builder.entries("everybody", { kind: "everybody" }, contacts.entries, { isByName: true });
      break;
    case "availability":
      for (const of of AVAILABILITIES) builder.entries(`availability:${of}`, { kind: "availability", of }, contacts.entries.filter((entry) => !isNumber(entry) && AVAILABILITY_OF[input.stateOf(entry.userId)] === of));
      break;
    case "access":
      for (const level of ACCESS_LEVELS) builder.entries(`access:${level}`, { kind: "access", level }, contacts.entries.filter((entry) => !isNumber(entry) && entry.seesMeAs === level));
      break;
    case "tag":
      builder.entries("tagged", { kind: "tagged" }, contacts.entries.filter((entry) => !isNumber(entry) && entry.tagged));
      builder.entries("untagged", { kind: "untagged" }, contacts.entries.filter((entry) => !isNumber(entry) && !entry.tagged));
      break;
  }
  if (preferences.view !== "groups" && preferences.view !== "name") builder.entries("numbers", { kind: "numbers" }, contacts.entries.filter(isNumber));
  return rows;
}

type Builder = ReturnType<typeof builderOf>;

function builderOf(input: Input, rows: ListRow[]) {
  const { preferences, find } = input;
  const section = (key: string, kind: SectionKind, count: number | null): boolean => {
    const open = isExpanded(key, preferences);
    rows.push({ kind: "section", key, section: kind, count, isExpanded: open });
    return open;
  };
  const push = (key: string, all: readonly ContactEntry[], from: ContactGroupId | null): void => {
    for (const entry of all) {
      if (isNumber(entry)) rows.push({ kind: "number", key: `${key}/${entry.id}`, section: key, number: entry, from });
      else rows.push({ kind: "person", key: `${key}/${entry.id}`, section: key, level: 2, person: entry.person, contact: entry, from });
    }
  };
  return {
    rows,
    section,
    /** A section of the list's entries, unless there are none. */
    entries(key: string, kind: SectionKind, all: readonly ContactEntry[], { isByName = false, from = null, isKept = false }: { isByName?: boolean; from?: ContactGroupId | null; isKept?: boolean } = {}): void {
      if (all.length === 0 && !isKept) return;
      if (!section(key, kind, all.length)) return;
      if (all.length === 0) rows.push({ kind: "note", key: `${key}/empty`, section: key, level: 2, of: "empty-group" });
      else push(key, arrange(all, isByName ? { ...preferences, sort: "name" } : preferences, input.stateOf), from);
    },
    people(key: string, level: 2 | 3, people: readonly PersonCard[]): void {
      for (const person of people) rows.push({ kind: "person", key: `${key}/${person.userId}`, section: key, level, person, contact: find(person.userId) ?? null, from: null });
    },
  };
}

function groupRows(input: Input, builder: Builder): void {
  const { contacts, conversations } = input;
  const { rows, section } = builder;
  builder.entries("favourites", { kind: "favourites" }, contacts.favourites);
  if (conversations.items.length > 0) recentRows(input, builder);
  for (const { group, entries } of contacts.groups) builder.entries(`group:${group.id}`, { kind: "group", groupId: group.id, name: group.name }, entries, { from: group.id, isKept: true });
  for (const { kind, people } of contacts.automaticGroups) if (section(`automatic:${kind}`, { kind: "automatic", of: kind }, people.length)) builder.people(`automatic:${kind}`, 2, people);
  // A favourite stands above already; it need not be found a second time among those in no group.
  builder.entries("others", { kind: "others" }, contacts.others.filter((entry) => !entry.favourite));
  if (contacts.organisationGroups.length > 0 && section("organisation", { kind: "organisation" }, contacts.organisationGroups.length)) {
    for (const group of contacts.organisationGroups) {
      const key = `organisation/${group.groupId}`;
      const open = isExpanded(key, input.preferences);
      rows.push({ kind: "organisation-group", key, section: "organisation", group, isExpanded: open });
      if (open) memberRows(key, group.groupId, input, builder);
    }
  }
}

function recentRows({ recent, preferences }: Input, builder: Builder): void {
  const isOpen = isExpanded("recent", preferences);
  builder.section("recent", { kind: "recent" }, isOpen && recent.value ? recent.value.length : null);
  if (!isOpen) return;
  if (!recent.value) builder.rows.push({ kind: "note", key: "recent/note", section: "recent", level: 2, of: recent.status === "failed" ? "failed" : "loading" });
  else if (recent.value.length === 0) builder.rows.push({ kind: "note", key: "recent/note", section: "recent", level: 2, of: "nobody" });
  else builder.people("recent", 2, recent.value.map(({ person }) => person));
}

function memberRows(key: string, groupId: GroupId, { membersOf }: Input, builder: Builder): void {
  const { status = "loading", value = null } = membersOf(groupId) ?? {};
  if (!value) return void builder.rows.push({ kind: "note", key: `${key}/note`, section: key, level: 3, of: status === "failed" ? "failed" : "loading" });
  if (value.members.length === 0) return void builder.rows.push({ kind: "note", key: `${key}/note`, section: key, level: 3, of: "nobody" });
  builder.people(key, 3, value.members);
  if (value.more) builder.rows.push({ kind: "more", key: `${key}/more`, section: key, level: 3, of: groupId });
}

function arrange(entries: readonly ContactEntry[], { sort, hideOffline }: Pick<ListPreferences, "sort" | "hideOffline">, stateOf: Input["stateOf"]): readonly ContactEntry[] {
  const shown = hideOffline ? entries.filter((entry) => isNumber(entry) || stateOf(entry.userId) !== "offline") : entries;
  if (sort === "name") return shown;
  const reachOf = (entry: ContactEntry): number => (isNumber(entry) ? NUMBERS_REACH : REACH[stateOf(entry.userId)]);
  // The store's order is by name and the sort is stable, so equals stay by name.
  return shown.toSorted((one, other) => reachOf(one) - reachOf(other));
}

/** The words a row is found by when somebody types its first letters. */
export function nameOfRow(row: ListRow, words: { titleOf: (item: ConversationListItem) => string; sectionOf: (section: SectionKind) => string }): string {
  switch (row.kind) {
    case "section":
      return words.sectionOf(row.section);
    case "conversation":
      return words.titleOf(row.item);
    case "person":
      return row.person.displayName;
    case "number":
      return nameOf(row.number);
    case "organisation-group":
      return row.group.name;
    case "note":
    case "more":
      return "";
  }
}
