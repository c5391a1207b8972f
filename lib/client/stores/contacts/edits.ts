import type { Contact, ContactGroup, ContactGroupId, ContactId, ContactList, GroupId, NumberContact, OrganisationGroup, UserId } from "@/lib/protocol";

/** A change of the list as its owner made it, to be drawn before the server has it. */
export type Edit = (list: ContactList) => ContactList;

type Placed = { id: ContactId; groupIds: ContactGroupId[]; favourite: boolean };
type Place = Partial<Pick<Placed, "groupIds" | "favourite">>;

const onEntries =
  (change: <E extends Placed>(entry: E) => E): Edit =>
  (list) => ({ ...list, contacts: list.contacts.map(change), numbers: list.numbers.map(change) });

/** A person already in the list is not doubled: only the group and the mark are added. */
export const withContact =
  (contact: Contact): Edit =>
  (list) => {
    const known = list.contacts.find((one) => one.userId === contact.userId);
    if (!known) return { ...list, contacts: [...list.contacts, contact] };
    return { ...list, contacts: list.contacts.map((one) => (one === known ? { ...known, ...mergedPlace(known, contact) } : one)) };
  };

/** As the server made it, whatever was drawn before. */
export const settledContact =
  (contact: Contact): Edit =>
  (list) => ({ ...list, contacts: [...list.contacts.filter((one) => one.userId !== contact.userId), contact] });

/** A number already in the list gets the new name. */
export const withNumber =
  (number: NumberContact): Edit =>
  (list) => {
    const known = list.numbers.find((one) => one.number === number.number);
    if (!known) return { ...list, numbers: [...list.numbers, number] };
    return { ...list, numbers: list.numbers.map((one) => (one === known ? { ...known, name: number.name, ...mergedPlace(known, number) } : one)) };
  };

export const settledNumber =
  (number: NumberContact): Edit =>
  (list) => ({ ...list, numbers: [...list.numbers.filter((one) => one.number !== number.number), number] });

const mergedPlace = (known: Placed, more: Placed): Required<Place> => ({
  groupIds: [...new Set([...known.groupIds, ...more.groupIds])],
  favourite: known.favourite || more.favourite,
});

export const without =
  (contactId: ContactId): Edit =>
  (list) => ({ ...list, contacts: list.contacts.filter(({ id }) => id !== contactId), numbers: list.numbers.filter(({ id }) => id !== contactId) });

export const placed = (contactId: ContactId, place: Place): Edit => onEntries((entry) => (entry.id === contactId ? { ...entry, ...place } : entry));

export function moved(contactIds: readonly ContactId[], from: ContactGroupId | null, to: ContactGroupId | null): Edit {
  const chosen = new Set(contactIds);
  return onEntries((entry) => {
    if (!chosen.has(entry.id)) return entry;
    const groupIds = entry.groupIds.filter((id) => id !== from && id !== to);
    return { ...entry, groupIds: to === null ? groupIds : [...groupIds, to] };
  });
}

export const tagged =
  (userId: UserId, isTagged: boolean): Edit =>
  (list) => ({ ...list, contacts: list.contacts.map((contact) => (contact.userId === userId ? { ...contact, tagged: isTagged } : contact)) });

export const withGroup =
  (group: ContactGroup): Edit =>
  (list) => ({ ...list, groups: [...list.groups.filter((one) => one.id !== group.id), group] });

export const renamed =
  (groupId: ContactGroupId, name: string): Edit =>
  (list) => ({ ...list, groups: list.groups.map((group) => (group.id === groupId ? { ...group, name } : group)) });

export const withoutGroup =
  (groupId: ContactGroupId): Edit =>
  (list) => {
    const kept = onEntries((entry) => (entry.groupIds.includes(groupId) ? { ...entry, groupIds: entry.groupIds.filter((id) => id !== groupId) } : entry))(list);
    return { ...kept, groups: kept.groups.filter((group) => group.id !== groupId) };
  };

/** Groups left out keep their order after those named. */
export const ordered =
  (first: readonly ContactGroupId[]): Edit =>
  (list) => {
    const placeOf = (group: ContactGroup): number => {
      const at = first.indexOf(group.id);
      return at === -1 ? first.length + group.position : at;
    };
    return { ...list, groups: list.groups.toSorted((a, b) => placeOf(a) - placeOf(b)).map((group, at) => ({ ...group, position: at + 1 })) };
  };

export const listed =
  (group: OrganisationGroup): Edit =>
  (list) => (list.organisationGroups.some((one) => one.groupId === group.groupId) ? list : { ...list, organisationGroups: [...list.organisationGroups, { ...group, origin: "listed" }] });

/** Those published are in everybody's list and stay. */
export const unlisted =
  (groupId: GroupId): Edit =>
  (list) => ({ ...list, organisationGroups: list.organisationGroups.filter((one) => one.groupId !== groupId || one.origin === "published") });
