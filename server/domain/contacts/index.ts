import type { ContactGroup, ContactGroupId, ContactId, Contact, ContactList, GroupId, NumberContact, OrganisationGroup, PersonCard, UserId } from "@/lib/protocol";
import { contactsChanged } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import { type AccessChange, type LevelAnnouncer, viewPerson } from "../presence";
import type { Sendable } from "../viewed";
import { listAutomaticGroups } from "./automatic-groups";
import type { AutomaticGroupSource, Changed, ContactsStore, RecentSource, Refusal, StoredContact } from "./ports";
import { listRecent, type RecentAnswer } from "./recent";

export type * from "./ports";
export type { RecentAnswer } from "./recent";

export type ContactsDeps = {
  store: ContactsStore;
  levels: LevelAnnouncer;
  fanout: Fanout;
  /** Every way of dealing with people. */
  recentSources: readonly RecentSource[];
  automaticGroups: readonly AutomaticGroupSource[];
};

type ListAnswer = Sendable<ContactList>;
export type GroupMembersAnswer = { group: OrganisationGroup; members: readonly Sendable<PersonCard>[]; more: boolean };

/**
 * Everybody's own contact list: the same on all their endpoints. A change is stored, then told to all endpoints of the
 * owner, the asking one too, as the new `rev`.
 */
export type Contacts = {
  list(ownerId: UserId): Promise<ListAnswer>;
  /**
   * Safe to repeat: somebody already in the list is not doubled.
   * @throws AppError `person_not_found`, `group_not_found`, `contact_limit` (CONTACTS_MAX, people and numbers together).
   */
  add(ownerId: UserId, input: { userId: UserId; groupId?: ContactGroupId | undefined; favourite?: boolean | undefined }): Promise<Changed & { contact: Sendable<Contact> }>;
  /**
   * A number that is already in the list gets the new name.
   * @param input.number E.164.
   * @throws AppError `group_not_found`, `contact_limit`.
   */
  addNumber(ownerId: UserId, input: { number: string; name: string; groupId?: ContactGroupId | undefined }): Promise<Changed & { contact: NumberContact }>;
  /** @throws AppError `contact_not_found`. */
  remove(ownerId: UserId, contactId: ContactId): Promise<Changed>;
  /** Says all groups of a contact, and whether it is a favourite. @throws AppError `contact_not_found`, `group_not_found`. */
  place(ownerId: UserId, input: { contactId: ContactId; groupIds?: readonly ContactGroupId[] | undefined; favourite?: boolean | undefined }): Promise<Changed>;
  /**
   * Takes contacts out of one group and puts them into another; null is no group. All of them, or none.
   * @throws AppError `contact_not_found`, `group_not_found`.
   */
  move(ownerId: UserId, input: { contactIds: readonly ContactId[]; from: ContactGroupId | null; to: ContactGroupId | null }): Promise<Changed>;
  /** The new group comes last. @throws AppError `group_limit` (CONTACT_GROUPS_MAX). */
  createGroup(ownerId: UserId, name: string): Promise<Changed & { group: ContactGroup }>;
  /** @throws AppError `group_not_found`. */
  renameGroup(ownerId: UserId, groupId: ContactGroupId, name: string): Promise<Changed>;
  /** Its contacts stay in the list. @throws AppError `group_not_found`. */
  removeGroup(ownerId: UserId, groupId: ContactGroupId): Promise<Changed>;
  /** @throws AppError `group_not_found` when one of them is not the owner's. */
  orderGroups(ownerId: UserId, groupIds: readonly ContactGroupId[]): Promise<Changed>;
  /** Puts a group of the organisation into the list, or takes it out; repeats do no harm. @throws AppError `group_not_found`, `group_limit` (LISTED_GROUPS_MAX). */
  listGroup(ownerId: UserId, groupId: GroupId, listed: boolean): Promise<Changed>;
  /** Members by name, as this viewer may see each. @throws AppError `group_not_found`. */
  groupMembers(viewerId: UserId, groupId: GroupId, page: { offset: number; limit: number }): Promise<GroupMembersAnswer>;
  /** Groups of the organisation by the start of words of their name or address. */
  searchGroups(viewerId: UserId, input: { query: string; limit: number }): Promise<OrganisationGroup[]>;
  /** The last RECENT_MAX people dealt with by any mode, the latest first. */
  recent(ownerId: UserId): Promise<RecentAnswer[]>;
  /** What people see of owners has changed; it stands in the owners' lists. */
  levelsChanged(changes: readonly AccessChange[]): Promise<void>;
};

export function createContacts({ store, levels, fanout, recentSources, automaticGroups }: ContactsDeps): Contacts {
  const told = async <R extends Changed>(ownerId: UserId, change: Promise<R | Refusal>): Promise<Omit<R, "levels">> => {
    const outcome = await change;
    if ("refused" in outcome) throw new AppError(outcome.refused, { ownerId });
    const { levels: changes = [], ...answer } = outcome;
    fanout.toUsers([ownerId], contactsChanged, { rev: outcome.rev });
    await levels.announce(changes.map((one) => ({ ...one, counted: true })));
    return answer;
  };
  /** The group may stand among those that were given a level. */
  const alsoOfLevels = async (ownerId: UserId, change: Promise<Changed>): Promise<Changed> => {
    const changed = await change;
    await levels.announce([], [ownerId]);
    return changed;
  };
  const newId = (): ContactId => uuidV7() as ContactId;

  return {
    async list(ownerId) {
      // The list is read first: its `rev` is no newer than anything else in the answer.
      const { contacts, ...list } = await store.list(ownerId);
      return { ...list, contacts: contacts.map(toContact), automaticGroups: await listAutomaticGroups({ store, sources: automaticGroups }, ownerId) };
    },
    async add(ownerId, input) {
      const { rev, contact } = await told(ownerId, store.add(ownerId, { ...input, id: newId() }));
      return { rev, contact: toContact(contact) };
    },
    addNumber: (ownerId, input) => told(ownerId, store.addNumber(ownerId, { ...input, id: newId() })),
    remove: (ownerId, contactId) => told(ownerId, store.remove(ownerId, contactId)),
    place: (ownerId, { contactId, groupIds, favourite }) => told(ownerId, store.place(ownerId, contactId, { groupIds, favourite })),
    move: (ownerId, input) => told(ownerId, store.move(ownerId, input)),
    createGroup: (ownerId, name) => told(ownerId, store.createGroup(ownerId, { id: uuidV7() as ContactGroupId, name })),
    renameGroup: (ownerId, groupId, name) => alsoOfLevels(ownerId, told(ownerId, store.renameGroup(ownerId, groupId, name))),
    removeGroup: (ownerId, groupId) => alsoOfLevels(ownerId, told(ownerId, store.removeGroup(ownerId, groupId))),
    orderGroups: (ownerId, groupIds) => told(ownerId, store.orderGroups(ownerId, groupIds)),
    listGroup: (ownerId, groupId, listed) => told(ownerId, store.listGroup(ownerId, groupId, listed)),
    async groupMembers(viewerId, groupId, { offset, limit }) {
      const found = await store.groupMembers(viewerId, groupId, { offset, limit });
      if (!found) throw new AppError("group_not_found", { groupId });
      const members = found.members.slice(0, limit).map(({ person, level }) => viewPerson(person, level));
      return { group: found.group, members, more: found.members.length > limit };
    },
    searchGroups: (viewerId, { query, limit }) => store.searchGroups(viewerId, query, limit),
    recent: (ownerId) => listRecent({ store, sources: recentSources }, ownerId),
    async levelsChanged(changes) {
      for (const { ownerId, subjectIds, counted } of changes) {
        const changed = counted ? null : await store.touch(ownerId, subjectIds);
        if (changed) fanout.toUsers([ownerId], contactsChanged, { rev: changed.rev });
      }
    },
  };
}

function toContact({ person, level, ...rest }: StoredContact): Sendable<Contact> {
  return { id: rest.id, userId: rest.userId, person: viewPerson(person, level), groupIds: rest.groupIds, favourite: rest.favourite, seesMeAs: rest.seesMeAs, tagged: rest.tagged };
}
