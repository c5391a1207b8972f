import type { AccessLevel, ContactGroup, ContactGroupId, ContactId, UserId } from "@/lib/protocol";
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

export type StoredContactList = { rev: number; groups: ContactGroup[]; contacts: StoredContact[] };

/** What stood in the way of a change; nothing was changed then, and `rev` stays. */
export type Refusal = { refused: "person_not_found" | "contact_not_found" | "group_not_found" | "contact_limit" | "group_limit" };
/** `levels`: of people to whom a group of the list gives, or gave, a level. */
export type Changed = { rev: number; levels?: readonly AccessChange[] };

/**
 * The contact list of each person. Every change adds one to the list's `rev` in its own transaction, under the lock of
 * the owner's row: two endpoints are put in line, limits are exact, and what was changed is what has the number. Ids
 * of another person's list are found as little as ids that never were.
 */
export type ContactsStore = {
  /** `rev` is read no later than the entries: who holds it has at least what it stands for. Disabled people are left out. */
  list(ownerId: UserId): Promise<StoredContactList>;
  /** Adds, or finds the entry that is there; then puts it into the group, too. */
  add(ownerId: UserId, input: { id: ContactId; userId: UserId; groupId?: ContactGroupId | undefined; favourite?: boolean | undefined }): Promise<(Changed & { contact: StoredContact }) | Refusal>;
  /** Its tag goes with it. */
  remove(ownerId: UserId, contactId: ContactId): Promise<Changed | Refusal>;
  place(ownerId: UserId, contactId: ContactId, input: { groupIds?: readonly ContactGroupId[] | undefined; favourite?: boolean | undefined }): Promise<Changed | Refusal>;
  createGroup(ownerId: UserId, input: { id: ContactGroupId; name: string }): Promise<(Changed & { group: ContactGroup }) | Refusal>;
  renameGroup(ownerId: UserId, groupId: ContactGroupId, name: string): Promise<Changed | Refusal>;
  removeGroup(ownerId: UserId, groupId: ContactGroupId): Promise<Changed | Refusal>;
  /** Those left out keep their order after those named. */
  orderGroups(ownerId: UserId, groupIds: readonly ContactGroupId[]): Promise<Changed | Refusal>;
  /** Counts a change made elsewhere: what these contacts see of the owner. Null when none of them is in the list. */
  touch(ownerId: UserId, userIds: readonly UserId[] | "all"): Promise<Changed | null>;
};
