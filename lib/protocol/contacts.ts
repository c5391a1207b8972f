import "./no-eval";
import * as z from "zod";
import { defineCommand, defineEvent } from "./define";
import { ContactGroupId, ContactId, UserId } from "./ids";
import { NAME_MAX } from "./limits";
import { AccessLevel, PersonCard } from "./people";

/** One entry of a person's own list. In no group: it shows under "Other contacts". */
export const Contact = z.object({
  id: ContactId,
  userId: UserId,
  person: PersonCard,
  groupIds: z.array(ContactGroupId),
  favourite: z.boolean(),
  /** What this contact sees of the list's owner. */
  seesMeAs: AccessLevel,
});
export type Contact = z.infer<typeof Contact>;

export const ContactGroup = z.object({
  id: ContactGroupId,
  name: z.string(),
  /** Groups show in ascending position. */
  position: z.number().int(),
});
export type ContactGroup = z.infer<typeof ContactGroup>;

export const ContactList = z.object({
  /** Counts every change of this list; a client that holds a smaller number fetches again. */
  rev: z.number().int().nonnegative(),
  groups: z.array(ContactGroup),
  contacts: z.array(Contact),
});
export type ContactList = z.infer<typeof ContactList>;

export const contactsGet = defineCommand({ name: "contacts:get", input: z.strictObject({}), output: ContactList });

/** Adds a person, also to the group if one is given. A person already in the list is not doubled. */
export const contactsAdd = defineCommand({
  name: "contacts:add",
  input: z.strictObject({ userId: UserId, groupId: ContactGroupId.optional(), favourite: z.boolean().optional() }),
  output: z.object({ rev: z.number().int(), contact: Contact }),
});

const Rev = z.object({ rev: z.number().int() });

export const contactsRemove = defineCommand({ name: "contacts:remove", input: z.strictObject({ contactId: ContactId }), output: Rev });

/** Says all groups of a contact, and whether it is a favourite. */
export const contactsPlace = defineCommand({
  name: "contacts:place",
  input: z.strictObject({ contactId: ContactId, groupIds: z.array(ContactGroupId).max(100).optional(), favourite: z.boolean().optional() }),
  output: Rev,
});

const GroupName = z.string().trim().min(1).max(NAME_MAX);

export const contactGroupCreate = defineCommand({
  name: "contacts:group-create",
  input: z.strictObject({ name: GroupName }),
  output: z.object({ rev: z.number().int(), group: ContactGroup }),
});

export const contactGroupRename = defineCommand({
  name: "contacts:group-rename",
  input: z.strictObject({ groupId: ContactGroupId, name: GroupName }),
  output: Rev,
});

/** Removes the group; its contacts stay in the list. */
export const contactGroupRemove = defineCommand({
  name: "contacts:group-remove",
  input: z.strictObject({ groupId: ContactGroupId }),
  output: Rev,
});

/** The order of all groups, first to last. Groups left out keep their order after those named. */
export const contactGroupOrder = defineCommand({
  name: "contacts:group-order",
  input: z.strictObject({ groupIds: z.array(ContactGroupId).max(100) }),
  output: Rev,
});

/** The list changed on some endpoint of its owner: fetch it when `rev` is above the one held. */
export const contactsChanged = defineEvent({ name: "contacts:changed", payload: Rev });
