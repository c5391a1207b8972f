import "./no-eval";
import * as z from "zod";
import { defineCommand, defineEvent } from "./define";
import { ContactGroupId, ContactId, GroupId, UserId } from "./ids";
import { GROUP_PAGE_MAX, NAME_MAX, RECENT_MAX } from "./limits";
import { AccessLevel, PersonCard, PhoneNumber } from "./people";

/** One entry of a person's own list. In no group: it shows under "Other contacts". */
export const Contact = z.object({
  id: ContactId,
  userId: UserId,
  person: PersonCard,
  groupIds: z.array(ContactGroupId),
  favourite: z.boolean(),
  /** What this contact sees of the list's owner. */
  seesMeAs: AccessLevel,
  /** I am told when this person's status changes. */
  tagged: z.boolean(),
});
export type Contact = z.infer<typeof Contact>;

export const ContactGroup = z.object({
  id: ContactGroupId,
  name: z.string(),
  /** Groups show in ascending position. */
  position: z.number().int(),
});
export type ContactGroup = z.infer<typeof ContactGroup>;

/** A number with a name, kept like a person. */
export const NumberContact = z.object({
  id: ContactId,
  name: z.string(),
  number: PhoneNumber,
  groupIds: z.array(ContactGroupId),
  favourite: z.boolean(),
});
export type NumberContact = z.infer<typeof NumberContact>;

/** A group of the organisation as it stands in a list or a search; `contacts:group-members` says who is in it. */
export const OrganisationGroup = z.object({
  groupId: GroupId,
  name: z.string(),
  /** Address of a distribution group. */
  email: z.string().optional(),
  memberCount: z.number().int(),
  /** `published`: in everybody's list; `listed`: put there by its owner; `found`: in a search's answer only. */
  origin: z.enum(["published", "listed", "found"]),
});
export type OrganisationGroup = z.infer<typeof OrganisationGroup>;

/** A group that a setting makes by itself: whom I delegate to, or whose delegate I am; who rings with me. */
export const AutomaticGroup = z.object({ kind: z.enum(["delegates", "delegators", "team-call"]), people: z.array(PersonCard) });
export type AutomaticGroup = z.infer<typeof AutomaticGroup>;

export const ContactList = z.object({
  /** Counts every change of this list; a client that holds a smaller number fetches again. */
  rev: z.number().int().nonnegative(),
  groups: z.array(ContactGroup),
  contacts: z.array(Contact),
  numbers: z.array(NumberContact),
  /** Published ones first, then those put into the list, in their order. */
  organisationGroups: z.array(OrganisationGroup),
  /** Only those that have members. */
  automaticGroups: z.array(AutomaticGroup),
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

/** Adds a number under a name; a number already in the list gets the new name. @errors contact_limit, group_not_found */
export const contactsAddNumber = defineCommand({
  name: "contacts:add-number",
  input: z.strictObject({ name: GroupName, number: PhoneNumber, groupId: ContactGroupId.optional() }),
  output: z.object({ rev: z.number().int(), contact: NumberContact }),
});

/** Puts several contacts into a group at once, or takes them out: the answer to a drop or a selection. */
export const contactsMove = defineCommand({
  name: "contacts:move",
  input: z.strictObject({ contactIds: z.array(ContactId).min(1).max(1_000), from: ContactGroupId.nullable(), to: ContactGroupId.nullable() }),
  output: Rev,
});

/** Puts a group of the organisation into my list, or takes it out. Repeats do no harm. @errors group_not_found, group_limit */
export const contactsListGroup = defineCommand({
  name: "contacts:list-group",
  input: z.strictObject({ groupId: GroupId, listed: z.boolean() }),
  output: Rev,
});

/** The members of a group of the organisation, by name, as this viewer may see each. @errors group_not_found */
export const contactsGroupMembers = defineCommand({
  name: "contacts:group-members",
  input: z.strictObject({ groupId: GroupId, offset: z.number().int().min(0).max(100_000).default(0), limit: z.number().int().min(1).max(GROUP_PAGE_MAX).default(GROUP_PAGE_MAX) }),
  output: z.object({ group: OrganisationGroup, members: z.array(PersonCard), more: z.boolean() }),
});

/** The people I dealt with last by any mode, the latest first. */
export const contactsRecent = defineCommand({
  name: "contacts:recent",
  input: z.strictObject({}),
  output: z.object({ people: z.array(z.object({ person: PersonCard, at: z.iso.datetime() })).max(RECENT_MAX) }),
});

/** Tags a person of my list, or takes the tag back: I am told once for each change of their status. A tag ends with its contact. @errors contact_not_found, tag_limit */
export const contactsTag = defineCommand({
  name: "contacts:tag",
  input: z.strictObject({ userId: UserId, tagged: z.boolean() }),
  output: Rev,
});

/** The list changed on some endpoint of its owner: fetch it when `rev` is above the one held. */
export const contactsChanged = defineEvent({ name: "contacts:changed", payload: Rev });

/** Members of a group of the organisation, or its name, changed: whoever shows it asks again. To everybody who is signed in. */
export const groupChanged = defineEvent({ name: "contacts:group-changed", payload: z.object({ groupId: GroupId }) });
