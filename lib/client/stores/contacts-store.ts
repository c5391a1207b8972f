import {
  type AccessLevel,
  type Contact,
  type ContactGroup,
  ContactGroupId,
  contactGroupCreate,
  contactGroupOrder,
  contactGroupRemove,
  contactGroupRename,
  ContactId,
  type ContactList,
  contactsAdd,
  contactsChanged,
  contactsGet,
  contactsPlace,
  contactsRemove,
  contactsTag,
  type PersonCard,
} from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Link } from "../link";
import type { Platform } from "../platform";
import { createView } from "../store";
import type { ContactsSnapshot, ContactsStore } from "./types";

/** Wait before a failed fetch is tried again while the link is there, in ms. */
const RETRY_MS = 5_000;

type Edit = (list: ContactList) => ContactList;

export type OwnedContacts = ContactsStore & {
  /** A person's card, or what they see of me, is known better now. */
  patchPerson(card: PersonCard, seesMeAs: AccessLevel | null): void;
  dispose(): void;
};

/**
 * My contact list: what the server told last, with my own edits on top until it has them. A change made elsewhere is
 * only a number; the list is then fetched whole.
 */
export function createContactsStore(deps: { link: Link; platform: Platform; onCards(cards: readonly PersonCard[]): void }): OwnedContacts {
  const { link, platform } = deps;
  let base: ContactList | null = null;
  let failed = false;
  let heardRev = 0;
  let edits: readonly Edit[] = [];
  let fetching = false;
  let retryTimer: unknown;

  const current = (): ContactList | null => base && edits.reduce((list, edit) => edit(list), base);
  const view = createView<ContactsSnapshot>(() => arrange(current(), failed));

  const fetchList = (): void => {
    if (fetching || link.state.getSnapshot().name !== "online") return;
    fetching = true;
    link.call(contactsGet, {}).then(
      (list) => {
        fetching = false;
        failed = false;
        if (!base || list.rev >= base.rev) base = list;
        deps.onCards(list.contacts.map((contact) => contact.person));
        view.touch();
        fetchIfBehind();
      },
      () => {
        fetching = false;
        failed = base === null;
        view.touch();
        retryTimer ??= platform.setTimer(() => {
          retryTimer = undefined;
          fetchIfBehind();
        }, RETRY_MS);
      },
    );
  };
  const fetchIfBehind = (): void => {
    // While edits are on their way, the number told may be their own.
    if (edits.length === 0 && (!base || heardRev > base.rev)) fetchList();
  };

  /** @param settle Makes the edit as the server did it, from its answer. */
  async function perform<R extends { rev: number }>(edit: Edit, ask: () => Promise<R>, settle: (answer: R) => Edit = () => edit): Promise<R> {
    edits = [...edits, edit];
    view.touch();
    try {
      const answer = await ask();
      heardRev = Math.max(heardRev, answer.rev);
      // The next number: nobody else changed it in between, and it need not be fetched.
      if (base && (answer.rev === base.rev + 1 || answer.rev === base.rev)) base = { ...settle(answer)(base), rev: answer.rev };
      return answer;
    } finally {
      edits = edits.filter((one) => one !== edit);
      view.touch();
      fetchIfBehind();
    }
  }

  const stops = [
    link.on(contactsChanged, ({ rev }) => {
      heardRev = Math.max(heardRev, rev);
      fetchIfBehind();
    }),
    link.state.subscribe(() => {
      if (link.state.getSnapshot().name === "online") fetchList();
    }),
  ];

  return {
    getSnapshot: view.getSnapshot,
    subscribe: view.subscribe,
    find: (userId) => current()?.contacts.find((contact) => contact.userId === userId),
    async add(card, { groupId, favourite } = {}) {
      const provisional: Contact = {
        id: ContactId.parse(uuidV7(platform.now())),
        userId: card.userId,
        person: card,
        groupIds: groupId ? [groupId] : [],
        favourite: favourite ?? false,
        seesMeAs: "company",
        tagged: false,
      };
      await perform(
        (list) => withContact(list, provisional),
        () => link.call(contactsAdd, { userId: card.userId, ...(groupId && { groupId }), ...(favourite !== undefined && { favourite }) }),
        ({ contact }) => (list) => ({ ...list, contacts: [...list.contacts.filter((one) => one.userId !== contact.userId), contact] }),
      );
    },
    async remove(contactId) {
      await perform(
        (list) => ({ ...list, contacts: list.contacts.filter((contact) => contact.id !== contactId) }),
        () => link.call(contactsRemove, { contactId }),
      );
    },
    async place(contactId, { groupIds, favourite }) {
      const place = { ...(groupIds && { groupIds: [...groupIds] }), ...(favourite !== undefined && { favourite }) };
      await perform(
        (list) => ({ ...list, contacts: list.contacts.map((contact) => (contact.id === contactId ? { ...contact, ...place } : contact)) }),
        () => link.call(contactsPlace, { contactId, ...place }),
      );
    },
    async tag(userId, tagged) {
      await perform(
        (list) => ({ ...list, contacts: list.contacts.map((contact) => (contact.userId === userId ? { ...contact, tagged } : contact)) }),
        () => link.call(contactsTag, { userId, tagged }),
      );
    },
    async createGroup(name) {
      const last = Math.max(0, ...(current()?.groups ?? []).map((group) => group.position));
      const provisional: ContactGroup = { id: ContactGroupId.parse(uuidV7(platform.now())), name, position: last + 1 };
      const { group } = await perform(
        (list) => ({ ...list, groups: [...list.groups, provisional] }),
        () => link.call(contactGroupCreate, { name }),
        ({ group: made }) =>
          (list) => ({ ...list, groups: [...list.groups.filter((one) => one.id !== made.id), made] }),
      );
      return group.id;
    },
    async renameGroup(groupId, name) {
      await perform(
        (list) => ({ ...list, groups: list.groups.map((group) => (group.id === groupId ? { ...group, name } : group)) }),
        () => link.call(contactGroupRename, { groupId, name }),
      );
    },
    async removeGroup(groupId) {
      await perform(
        (list) => ({
          ...list,
          groups: list.groups.filter((group) => group.id !== groupId),
          contacts: list.contacts.map((contact) => ({ ...contact, groupIds: contact.groupIds.filter((id) => id !== groupId) })),
        }),
        () => link.call(contactGroupRemove, { groupId }),
      );
    },
    async orderGroups(groupIds) {
      await perform(
        (list) => ({ ...list, groups: ordered(list.groups, groupIds) }),
        () => link.call(contactGroupOrder, { groupIds: [...groupIds] }),
      );
    },
    patchPerson(card, seesMeAs) {
      if (!base?.contacts.some((contact) => contact.userId === card.userId)) return;
      const patch = (contact: Contact): Contact => (contact.userId === card.userId ? { ...contact, person: card, ...(seesMeAs && { seesMeAs }) } : contact);
      base = { ...base, contacts: base.contacts.map(patch) };
      view.touch();
    },
    dispose() {
      for (const stop of stops) stop();
      if (retryTimer !== undefined) platform.clearTimer(retryTimer);
    },
  };
}

/** A person already in the list is not doubled: only the group and the mark are added. */
function withContact(list: ContactList, contact: Contact): ContactList {
  const known = list.contacts.find((one) => one.userId === contact.userId);
  if (!known) return { ...list, contacts: [...list.contacts, contact] };
  const merged: Contact = { ...known, groupIds: [...new Set([...known.groupIds, ...contact.groupIds])], favourite: known.favourite || contact.favourite };
  return { ...list, contacts: list.contacts.map((one) => (one === known ? merged : one)) };
}

function ordered(groups: readonly ContactGroup[], first: readonly ContactGroupId[]): ContactGroup[] {
  const placeOf = (group: ContactGroup): number => {
    const at = first.indexOf(group.id);
    return at === -1 ? first.length + group.position : at;
  };
  return groups.toSorted((a, b) => placeOf(a) - placeOf(b)).map((group, at) => ({ ...group, position: at + 1 }));
}

function arrange(list: ContactList | null, failed: boolean): ContactsSnapshot {
  if (!list) return { status: failed ? "failed" : "loading", groups: [], favourites: [], others: [], all: [] };
  const all = list.contacts.toSorted((a, b) => a.person.displayName.localeCompare(b.person.displayName) || (a.id < b.id ? -1 : 1));
  const groups = list.groups.toSorted((a, b) => a.position - b.position).map((group) => ({ group, contacts: all.filter((contact) => contact.groupIds.includes(group.id)) }));
  return { status: "ready", groups, favourites: all.filter((contact) => contact.favourite), others: all.filter((contact) => contact.groupIds.length === 0), all };
}
