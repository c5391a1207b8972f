import {
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
  contactsAddNumber,
  contactsChanged,
  contactsGet,
  contactsListGroup,
  contactsMove,
  contactsPlace,
  contactsRemove,
  contactsTag,
  groupChanged,
  type NumberContact,
  type OrganisationGroup,
  type PersonCard,
} from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Link } from "../link";
import type { Platform } from "../platform";
import { createView } from "../store";
import { arrange, type Arranged } from "./contacts/arrange";
import { type Edit, listed, moved, ordered, placed, renamed, settledContact, settledNumber, tagged, unlisted, withContact, withGroup, without, withoutGroup, withNumber } from "./contacts/edits";
import type { ContactsStore } from "./types";

/** Wait before a failed fetch is tried again while the link is there, in ms. */
const RETRY_MS = 5_000;
/** A change of a group of the organisation is told to everybody at once; their questions spread over this time, in ms. */
const GROUPS_WITHIN_MS = 8_000;

export type OwnedContacts = ContactsStore & {
  /** A person's card, or what they see of me, is known better now. */
  patchPerson(card: PersonCard, seesMeAs: Contact["seesMeAs"] | null): void;
  /** A group of the organisation is known better now. */
  patchGroup(group: OrganisationGroup): void;
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
  let groupsTimer: unknown;

  const current = (): ContactList | null => base && edits.reduce((list, edit) => edit(list), base);
  const view = createView<Arranged>(() => arrange(current(), failed));
  const find: ContactsStore["find"] = (userId) => view.getSnapshot().byUser.get(userId);

  const fetchList = (): void => {
    if (fetching || link.state.getSnapshot().name !== "online") return;
    fetching = true;
    link.call(contactsGet, {}).then(
      (list) => {
        fetching = false;
        failed = false;
        if (!base || list.rev >= base.rev) base = list;
        deps.onCards([...list.contacts.map((contact) => contact.person), ...list.automaticGroups.flatMap((group) => group.people)]);
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
  const provisionalId = (): string => uuidV7(platform.now());

  const stops = [
    link.on(contactsChanged, ({ rev }) => {
      heardRev = Math.max(heardRev, rev);
      fetchIfBehind();
    }),
    link.on(groupChanged, () => {
      groupsTimer ??= platform.setTimer(() => {
        groupsTimer = undefined;
        fetchList();
      }, platform.random() * GROUPS_WITHIN_MS);
    }),
    link.state.subscribe(() => {
      if (link.state.getSnapshot().name === "online") fetchList();
    }),
  ];

  return {
    getSnapshot: () => view.getSnapshot().snapshot,
    subscribe: view.subscribe,
    find,
    async add(card, { groupId, favourite } = {}) {
      const provisional: Contact = { id: ContactId.parse(provisionalId()), userId: card.userId, person: card, groupIds: groupId ? [groupId] : [], favourite: favourite ?? false, seesMeAs: "company", tagged: false };
      await perform(
        withContact(provisional),
        () => link.call(contactsAdd, { userId: card.userId, ...(groupId && { groupId }), ...(favourite !== undefined && { favourite }) }),
        ({ contact }) => settledContact(contact),
      );
    },
    async addNumber({ name, number, groupId }) {
      const provisional: NumberContact = { id: ContactId.parse(provisionalId()), name, number, groupIds: groupId ? [groupId] : [], favourite: false };
      await perform(
        withNumber(provisional),
        () => link.call(contactsAddNumber, { name, number, ...(groupId && { groupId }) }),
        ({ contact }) => settledNumber(contact),
      );
    },
    async remove(contactId) {
      await perform(without(contactId), () => link.call(contactsRemove, { contactId }));
    },
    async place(contactId, { groupIds, favourite }) {
      const place = { ...(groupIds && { groupIds: [...groupIds] }), ...(favourite !== undefined && { favourite }) };
      await perform(placed(contactId, place), () => link.call(contactsPlace, { contactId, ...place }));
    },
    async move(contactIds, { from, to }) {
      if (contactIds.length === 0 || from === to) return;
      await perform(moved(contactIds, from, to), () => link.call(contactsMove, { contactIds: [...contactIds], from, to }));
    },
    async tag(userId, isTagged) {
      await perform(tagged(userId, isTagged), () => link.call(contactsTag, { userId, tagged: isTagged }));
    },
    async createGroup(name) {
      const last = Math.max(0, ...(current()?.groups ?? []).map((group) => group.position));
      const provisional: ContactGroup = { id: ContactGroupId.parse(provisionalId()), name, position: last + 1 };
      const { group } = await perform(
        withGroup(provisional),
        () => link.call(contactGroupCreate, { name }),
        ({ group: made }) => withGroup(made),
      );
      return group.id;
    },
    async renameGroup(groupId, name) {
      await perform(renamed(groupId, name), () => link.call(contactGroupRename, { groupId, name }));
    },
    async removeGroup(groupId) {
      await perform(withoutGroup(groupId), () => link.call(contactGroupRemove, { groupId }));
    },
    async orderGroups(groupIds) {
      await perform(ordered(groupIds), () => link.call(contactGroupOrder, { groupIds: [...groupIds] }));
    },
    async listGroup(group, isListed) {
      const { groupId } = group;
      await perform(isListed ? listed(group) : unlisted(groupId), () => link.call(contactsListGroup, { groupId, listed: isListed }));
    },
    patchPerson(card, seesMeAs) {
      if (!base?.contacts.some((contact) => contact.userId === card.userId)) return;
      const patch = (contact: Contact): Contact => (contact.userId === card.userId ? { ...contact, person: card, ...(seesMeAs && { seesMeAs }) } : contact);
      base = { ...base, contacts: base.contacts.map(patch) };
      view.touch();
    },
    patchGroup({ groupId, name, memberCount }) {
      const known = base?.organisationGroups.find((group) => group.groupId === groupId);
      if (!base || !known || (known.name === name && known.memberCount === memberCount)) return;
      base = { ...base, organisationGroups: base.organisationGroups.map((group) => (group === known ? { ...known, name, memberCount } : group)) };
      view.touch();
    },
    dispose() {
      for (const stop of stops) stop();
      for (const timer of [retryTimer, groupsTimer]) if (timer !== undefined) platform.clearTimer(timer);
    },
  };
}
