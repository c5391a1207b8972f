import type { AccessLevel, AutomaticGroup, ContactGroup, ContactGroupId, ContactId, GroupId, NumberContact, OrganisationGroup, UserId } from "@/lib/protocol";
import type { AccessChange, UnviewedPerson } from "../presence";

/** An entry as stored, with what each of the two lets the other see. */
export type StoredContact = {
  id: ContactId;
  userId: UserId;
  person: UnviewedPerson;
  level: AccessLevel;
  seesMeAs: AccessLevel;
  groupIds: ContactGroupId[];
  favourite: boolean;
  tagged: boolean;
};

export type StoredContactList = { rev: number; groups: ContactGroup[]; contacts: StoredContact[]; numbers: NumberContact[]; organisationGroups: OrganisationGroup[] };

/** A person, with what they let the asker see of them. */
export type SeenPerson = { person: UnviewedPerson; level: AccessLevel };

/** What stood in the way of a change; nothing was changed then, and `rev` stays. */
export type Refusal = { refused: "person_not_found" | "contact_not_found" | "group_not_found" | "contact_limit" | "group_limit" };
/** `levels`: of people to whom a group of the list gives, or gave, a level. */
export type Changed = { rev: number; levels?: readonly AccessChange[] };

/**
 * The contact list of each person. Every change adds one to the list's `rev` in its own transaction, under the lock of
 * the owner's row: two endpoints are put in line, limits are exact, and what was changed is what has the number. Ids
 * of another person's list are found as little as ids that never were.
 */
export type ContactsStore = ContactEntriesStore & ContactGroupsStore & OrganisationGroupsStore;

export type ContactEntriesStore = {
  /** `rev` is read no later than the entries: who holds it has at least what it stands for. Disabled people are left out. */
  list(ownerId: UserId): Promise<StoredContactList>;
  /** Adds, or finds the entry that is there; then puts it into the group, too. */
  add(ownerId: UserId, input: { id: ContactId; userId: UserId; groupId?: ContactGroupId | undefined; favourite?: boolean | undefined }): Promise<(Changed & { contact: StoredContact }) | Refusal>;
  /** Adds, or gives the entry of that number the name; then puts it into the group, too. */
  addNumber(ownerId: UserId, input: { id: ContactId; number: string; name: string; groupId?: ContactGroupId | undefined }): Promise<(Changed & { contact: NumberContact }) | Refusal>;
  /** Its tag goes with it. */
  remove(ownerId: UserId, contactId: ContactId): Promise<Changed | Refusal>;
  place(ownerId: UserId, contactId: ContactId, input: { groupIds?: readonly ContactGroupId[] | undefined; favourite?: boolean | undefined }): Promise<Changed | Refusal>;
  /** Out of the one group and into the other; all of them or none. */
  move(ownerId: UserId, input: { contactIds: readonly ContactId[]; from: ContactGroupId | null; to: ContactGroupId | null }): Promise<Changed | Refusal>;
  /** Counts a change made elsewhere: what these contacts see of the owner. Null when none of them is in the list. */
  touch(ownerId: UserId, userIds: readonly UserId[] | "all"): Promise<Changed | null>;
  /** Those of the people who are there, in no order. Disabled people are not. */
  findPeople(viewerId: UserId, userIds: readonly UserId[]): Promise<readonly SeenPerson[]>;
};

export type ContactGroupsStore = {
  createGroup(ownerId: UserId, input: { id: ContactGroupId; name: string }): Promise<(Changed & { group: ContactGroup }) | Refusal>;
  renameGroup(ownerId: UserId, groupId: ContactGroupId, name: string): Promise<Changed | Refusal>;
  removeGroup(ownerId: UserId, groupId: ContactGroupId): Promise<Changed | Refusal>;
  /** Those left out keep their order after those named. */
  orderGroups(ownerId: UserId, groupIds: readonly ContactGroupId[]): Promise<Changed | Refusal>;
};

/**
 * Groups of the organisation that are shown to people: the published ones, and those with an address. One that only
 * carries a policy is its administrators' business, and answers like one that never was.
 */
export type OrganisationGroupsStore = {
  /** Repeats change nothing but `rev`. */
  listGroup(ownerId: UserId, groupId: GroupId, listed: boolean): Promise<Changed | Refusal>;
  /** Members by name, one more than `limit` if there are more. Null: no such group. */
  groupMembers(viewerId: UserId, groupId: GroupId, page: { offset: number; limit: number }): Promise<{ group: OrganisationGroup; members: readonly SeenPerson[] } | null>;
  /** By the start of words of name and address; by name. One query. */
  searchGroups(viewerId: UserId, text: string, limit: number): Promise<OrganisationGroup[]>;
};

/** One way of dealing with people: conversations, calls. */
export type RecentSource = {
  /** The last people dealt with, each once, the latest first; at most `limit`, disabled ones left out. One query. */
  listRecent(userId: UserId, limit: number): Promise<readonly { userId: UserId; at: Date }[]>;
};

/** A setting that makes a group by itself. */
export type AutomaticGroupSource = {
  kind: AutomaticGroup["kind"];
  /** In the order in which they show. */
  listMembers(ownerId: UserId): Promise<readonly UserId[]>;
};
