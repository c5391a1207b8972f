import {
  contactGroupCreate,
  contactGroupOrder,
  contactGroupRemove,
  contactGroupRename,
  contactsAdd,
  contactsAddNumber,
  contactsGet,
  contactsGroupMembers,
  contactsListGroup,
  contactsMove,
  contactsPlace,
  contactsRecent,
  contactsRemove,
} from "@/lib/protocol";
import type { Contacts } from "@/server/domain/contacts";
import type { Gateway } from "./gateway";

export function bindContacts({ gateway, contacts }: { gateway: Gateway; contacts: Contacts }): void {
  gateway.bindCommand(contactsGet, ({ userId }) => contacts.list(userId));
  gateway.bindCommand(contactsAdd, ({ userId }, input) => contacts.add(userId, input));
  gateway.bindCommand(contactsAddNumber, ({ userId }, input) => contacts.addNumber(userId, input));
  gateway.bindCommand(contactsRemove, async ({ userId }, { contactId }) => toRev(await contacts.remove(userId, contactId)));
  gateway.bindCommand(contactsPlace, async ({ userId }, input) => toRev(await contacts.place(userId, input)));
  gateway.bindCommand(contactsMove, async ({ userId }, input) => toRev(await contacts.move(userId, input)));
  gateway.bindCommand(contactGroupCreate, ({ userId }, { name }) => contacts.createGroup(userId, name));
  gateway.bindCommand(contactGroupRename, async ({ userId }, { groupId, name }) => toRev(await contacts.renameGroup(userId, groupId, name)));
  gateway.bindCommand(contactGroupRemove, async ({ userId }, { groupId }) => toRev(await contacts.removeGroup(userId, groupId)));
  gateway.bindCommand(contactGroupOrder, async ({ userId }, { groupIds }) => toRev(await contacts.orderGroups(userId, groupIds)));
  gateway.bindCommand(contactsListGroup, async ({ userId }, { groupId, listed }) => toRev(await contacts.listGroup(userId, groupId, listed)));
  gateway.bindCommand(contactsGroupMembers, ({ userId }, { groupId, ...page }) => contacts.groupMembers(userId, groupId, page));
  gateway.bindCommand(contactsRecent, async ({ userId }) => ({ people: await contacts.recent(userId) }));
}

const toRev = ({ rev }: { rev: number }): { rev: number } => ({ rev });
