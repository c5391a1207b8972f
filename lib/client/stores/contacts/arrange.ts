import type { Contact, ContactList, NumberContact, UserId } from "@/lib/protocol";
import type { ContactEntry, ContactsSnapshot } from "../types";

/** The list in order, and its people by identity. */
export type Arranged = { readonly snapshot: ContactsSnapshot; readonly byUser: ReadonlyMap<UserId, Contact> };

const collator = new Intl.Collator();

export const isNumber = (entry: ContactEntry): entry is NumberContact => "number" in entry;
export const nameOf = (entry: ContactEntry): string => (isNumber(entry) ? entry.name : entry.person.displayName);

export function arrange(list: ContactList | null, failed: boolean): Arranged {
  if (!list) {
    const snapshot: ContactsSnapshot = { status: failed ? "failed" : "loading", groups: [], favourites: [], others: [], entries: [], all: [], organisationGroups: [], automaticGroups: [] };
    return { snapshot, byUser: new Map() };
  }
  const entries = byName([...list.contacts, ...list.numbers]);
  const inGroup = new Map<string, ContactEntry[]>(list.groups.map((group) => [group.id, []]));
  for (const entry of entries) for (const groupId of entry.groupIds) inGroup.get(groupId)?.push(entry);
  const snapshot: ContactsSnapshot = {
    status: "ready",
    groups: list.groups.toSorted((a, b) => a.position - b.position).map((group) => ({ group, entries: inGroup.get(group.id) ?? [] })),
    favourites: entries.filter((entry) => entry.favourite),
    others: entries.filter((entry) => entry.groupIds.length === 0),
    entries,
    all: entries.filter((entry): entry is Contact => !isNumber(entry)),
    organisationGroups: list.organisationGroups,
    automaticGroups: list.automaticGroups,
  };
  return { snapshot, byUser: new Map(list.contacts.map((contact) => [contact.userId, contact])) };
}

function byName(entries: readonly ContactEntry[]): readonly ContactEntry[] {
  return entries.toSorted((a, b) => collator.compare(nameOf(a), nameOf(b)) || (a.id < b.id ? -1 : 1));
}
