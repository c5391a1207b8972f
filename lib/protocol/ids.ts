import "./no-eval";
import * as z from "zod";

/**
 * Identifiers are UUID version 7 (RFC 9562 §5.7). A brand is given only by a parse, so that an id of
 * one kind cannot stand for another. Digits are brought to lower case, as the database gives them back: one id, one
 * spelling, so that it may be a key. The brand comes last: `meta` gives back the schema without it.
 */
const id = <B extends string>(brand: B) => z.uuid().toLowerCase().meta({ description: `${brand}, a UUID version 7` }).brand<B, "inout">();

/** Anyone who can author, call or join: user, guest, external person, phone number, bot. */
export const PartyId = id("PartyId");
export type PartyId = z.infer<typeof PartyId>;

/** A directory person. Every user is a party under the same value; use `partyOf` where a party is asked for. */
export const UserId = id("UserId");
export type UserId = z.infer<typeof UserId>;

export const partyOf = (userId: UserId): PartyId => userId as string as PartyId;

/** One signed-in instance of a user: a browser tab, an installed app, a phone. Made by the client, once per tab. */
export const EndpointId = id("EndpointId");
export type EndpointId = z.infer<typeof EndpointId>;

/** One sign-in. Listed and revoked by its user. */
export const SessionId = id("SessionId");
export type SessionId = z.infer<typeof SessionId>;

export const ConversationId = id("ConversationId");
export type ConversationId = z.infer<typeof ConversationId>;

export const MessageId = id("MessageId");
export type MessageId = z.infer<typeof MessageId>;

export const ContactId = id("ContactId");
export type ContactId = z.infer<typeof ContactId>;

export const ContactGroupId = id("ContactGroupId");
export type ContactGroupId = z.infer<typeof ContactGroupId>;

/** A group of the organisation, made by administrators: carries policies, may be published or a distribution group. */
export const GroupId = id("GroupId");
export type GroupId = z.infer<typeof GroupId>;

/** A state an administrator made for everybody to choose. */
export const CustomStateId = id("CustomStateId");
export type CustomStateId = z.infer<typeof CustomStateId>;

export const CalendarId = id("CalendarId");
export type CalendarId = z.infer<typeof CalendarId>;

export const AddressBookId = id("AddressBookId");
export type AddressBookId = z.infer<typeof AddressBookId>;

export const AddressEntryId = id("AddressEntryId");
export type AddressEntryId = z.infer<typeof AddressEntryId>;

export const PhotoId = id("PhotoId");
export type PhotoId = z.infer<typeof PhotoId>;
