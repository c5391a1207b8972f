import type { AccessLevel, Contact, ContactGroup, ContactGroupId, ContactId, ContactList, UserId } from "@/lib/protocol";
import { contactsChanged } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import { type AccessChange, type LevelAnnouncer, viewPerson } from "../presence";
import type { Sendable } from "../viewed";
import type { Changed, ContactsStore, Refusal, StoredContact } from "./ports";

export type { Changed, ContactsStore, Refusal, StoredContact, StoredContactList } from "./ports";

export type ContactsDeps = { store: ContactsStore; levels: LevelAnnouncer; fanout: Fanout };

type ListAnswer = Sendable<ContactList>;

/**
 * Everybody's own contact list: the same on all their endpoints. A change is stored, then told to all endpoints of the
 * owner, the asking one too, as the new `rev`.
 */
export type Contacts = {
  list(ownerId: UserId): Promise<ListAnswer>;
  /**
   * Safe to repeat: somebody already in the list is not doubled.
   * @throws AppError `person_not_found`, `group_not_found`, `contact_limit` (CONTACTS_MAX).
   */
  add(ownerId: UserId, input: { userId: UserId; groupId?: ContactGroupId | undefined; favourite?: boolean | undefined }): Promise<Changed & { contact: Sendable<Contact> }>;
  /** @throws AppError `contact_not_found`. */
  remove(ownerId: UserId, contactId: ContactId): Promise<Changed>;
  /** Says all groups of a contact, and whether it is a favourite. @throws AppError `contact_not_found`, `group_not_found`. */
  place(ownerId: UserId, input: { contactId: ContactId; groupIds?: readonly ContactGroupId[] | undefined; favourite?: boolean | undefined }): Promise<Changed>;
  /** The new group comes last. @throws AppError `group_limit` (CONTACT_GROUPS_MAX). */
  createGroup(ownerId: UserId, name: string): Promise<Changed & { group: ContactGroup }>;
  /** @throws AppError `group_not_found`. */
  renameGroup(ownerId: UserId, groupId: ContactGroupId, name: string): Promise<Changed>;
  /** Its contacts stay in the list. @throws AppError `group_not_found`. */
  removeGroup(ownerId: UserId, groupId: ContactGroupId): Promise<Changed>;
  /** @throws AppError `group_not_found` when one of them is not the owner's. */
  orderGroups(ownerId: UserId, groupIds: readonly ContactGroupId[]): Promise<Changed>;
  /** What people see of owners has changed; it stands in the owners' lists. */
  levelsChanged(changes: readonly AccessChange[]): Promise<void>;
};

export function createContacts({ store, levels, fanout }: ContactsDeps): Contacts {
  const told = async <R extends Changed>(ownerId: UserId, change: Promise<R | Refusal>): Promise<Omit<R, "levels">> => {
    const outcome = await change;
    if ("refused" in outcome) throw new AppError(outcome.refused, { ownerId });
    const { levels: changes = [], ...answer } = outcome;
    fanout.toUsers([ownerId], contactsChanged, { rev: outcome.rev });
    await levels.announce(changes.map((one) => ({ ...one, counted: true })));
    return answer;
  };

  return {
    async list(ownerId) {
      const { rev, groups, contacts } = await store.list(ownerId);
      return { rev, groups, contacts: contacts.map(toContact), numbers: [], organisationGroups: [], automaticGroups: [] };
    },
    async add(ownerId, input) {
      const { rev, contact } = await told(ownerId, store.add(ownerId, { ...input, id: uuidV7() as ContactId }));
      return { rev, contact: toContact(contact) };
    },
    remove: (ownerId, contactId) => told(ownerId, store.remove(ownerId, contactId)),
    place: (ownerId, { contactId, groupIds, favourite }) => told(ownerId, store.place(ownerId, contactId, { groupIds, favourite })),
    createGroup: (ownerId, name) => told(ownerId, store.createGroup(ownerId, { id: uuidV7() as ContactGroupId, name })),
    renameGroup: (ownerId, groupId, name) => told(ownerId, store.renameGroup(ownerId, groupId, name)),
    removeGroup: (ownerId, groupId) => told(ownerId, store.removeGroup(ownerId, groupId)),
    orderGroups: (ownerId, groupIds) => told(ownerId, store.orderGroups(ownerId, groupIds)),
    async levelsChanged(changes) {
      for (const { ownerId, subjectIds, counted } of changes) {
        const changed = counted ? null : await store.touch(ownerId, subjectIds);
        if (changed) fanout.toUsers([ownerId], contactsChanged, { rev: changed.rev });
      }
    },
  };
}

function toContact({ person, level, ...rest }: StoredContact): Sendable<Contact> {
  const seesMeAs: AccessLevel = rest.seesMeAs;
  return { id: rest.id, userId: rest.userId, person: viewPerson(person, level), groupIds: rest.groupIds, favourite: rest.favourite, seesMeAs, tagged: rest.tagged };
}
