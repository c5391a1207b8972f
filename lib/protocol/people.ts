import "./no-eval";
import * as z from "zod";
import { defineCommand, defineEvent, defineRoute } from "./define";
import { ContactGroupId, GroupId, PartyId, UserId } from "./ids";
import { NAME_MAX, SEARCH_RESULTS_MAX } from "./limits";

/** How much of a person another may see, most to least. MS-PRES containers 400, 300, 200, 100, 32000. */
export const ACCESS_LEVELS = ["personal", "team", "company", "public", "blocked"] as const;
export const AccessLevel = z.enum(ACCESS_LEVELS);
export type AccessLevel = z.infer<typeof AccessLevel>;

export const PartyKind = z.enum(["user", "guest", "external", "phone", "bot"]);
export type PartyKind = z.infer<typeof PartyKind>;

/** Stored as E.164 (ITU-T), shown in the reader's national format. */
export const PhoneNumber = z.string().regex(/^\+[1-9]\d{1,14}$/, { error: "not E.164" });

/** Usual hours of a week, as wall time; `to` before `from` goes on after midnight. */
export const WorkingHours = z.object({
  /** 1 Monday .. 7 Sunday (ISO 8601). */
  days: z.array(z.number().int().min(1).max(7)).max(7),
  /** "09:00" */
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
});
export type WorkingHours = z.infer<typeof WorkingHours>;

/**
 * A person as one viewer may see them: fields above the viewer's access level are absent, not empty.
 * Made only by the view function of `server/domain/presence`.
 */
export const PersonCard = z.object({
  userId: UserId,
  displayName: z.string(),
  title: z.string().optional(),
  company: z.string().optional(),
  email: z.string().optional(),
  department: z.string().optional(),
  office: z.string().optional(),
  workPhone: z.string().optional(),
  mobilePhone: z.string().optional(),
  homePhone: z.string().optional(),
  otherPhone: z.string().optional(),
  /** Path of the picture, relative to the site; changes with the picture. Absent: initials. */
  photoUrl: z.string().optional(),
  /** IANA zone name, for the local time of the other. */
  timeZone: z.string().optional(),
  /** A page about the person, http or https. */
  website: z.string().optional(),
  /** When the person usually works, in `timeZone`. */
  workingHours: WorkingHours.optional(),
});
export type PersonCard = z.infer<typeof PersonCard>;

/** An author or member, with no more than a name: what even a stranger in the same conversation sees. */
export const Party = z.object({
  id: PartyId,
  kind: PartyKind,
  displayName: z.string(),
  photoUrl: z.string().optional(),
});
export type Party = z.infer<typeof Party>;

/** Finds people by the start of first name, last name, mail alias, or digits of a phone number the searcher may see. */
export const directorySearch = defineCommand({
  name: "directory:search",
  input: z.strictObject({
    query: z.string().trim().min(1).max(NAME_MAX),
    limit: z.number().int().min(1).max(SEARCH_RESULTS_MAX).default(20),
  }),
  output: z.object({ people: z.array(PersonCard) }),
});

export const personGet = defineCommand({
  name: "person:get",
  input: z.strictObject({ userId: UserId }),
  output: z.object({
    card: PersonCard,
    /** What the asked person sees of the asker: the asker's own choice or default. */
    seesMeAs: AccessLevel,
  }),
});

export const directorySearchRoute = defineRoute({
  method: "GET",
  path: "/directory",
  access: "user",
  summary: "Search the directory",
  input: z.strictObject({ query: z.string().trim().min(1).max(NAME_MAX), limit: z.coerce.number().int().min(1).max(SEARCH_RESULTS_MAX).default(20) }),
  output: z.object({ people: z.array(PersonCard) }),
});

export const personRoute = defineRoute({
  method: "GET",
  path: "/people/{userId}",
  access: "user",
  summary: "One person's card, as the caller may see it",
  input: z.strictObject({ userId: UserId }),
  output: z.object({ card: PersonCard, seesMeAs: AccessLevel }),
});

/** Sets what one person sees of me; `null` returns to the default of their origin. Told to both sides at once. */
export const accessSet = defineCommand({
  name: "access:set",
  input: z.strictObject({ userId: UserId, level: AccessLevel.nullable() }),
  output: z.object({ userId: UserId, level: AccessLevel }),
});

/** A group that can be given a level as a whole: one of my list, or one of the organisation. */
export const AccessGroup = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("contact-group"), contactGroupId: ContactGroupId }),
  z.strictObject({ kind: z.literal("group"), groupId: GroupId }),
]);
export type AccessGroup = z.infer<typeof AccessGroup>;

/** Where somebody comes from; who is known by nothing else gets the level of their origin. */
export const AccessOrigin = z.enum(["organisation", "federated", "public"]);
export type AccessOrigin = z.infer<typeof AccessOrigin>;

/**
 * Everything I have said about who sees what. A person's level is the one given by name; else what their groups give:
 * Blocked before all, else the one that shows most; else the one of their origin.
 */
export const AccessSettings = z.object({
  people: z.array(z.object({ person: PersonCard, level: AccessLevel })),
  groups: z.array(z.object({ group: AccessGroup, name: z.string(), level: AccessLevel })),
  defaults: z.array(z.object({ origin: AccessOrigin, level: AccessLevel })),
});
export type AccessSettings = z.infer<typeof AccessSettings>;

export const accessGet = defineCommand({ name: "access:get", input: z.strictObject({}), output: AccessSettings });

/** Sets what all members of a group see of me, now and later; `null` says nothing about them any more. Told to every side at once. */
export const accessSetGroup = defineCommand({
  name: "access:set-group",
  input: z.strictObject({ group: AccessGroup, level: AccessLevel.nullable() }),
  output: z.object({}),
});

/** Nobody is blocked for where they come from. */
export const DefaultLevel = AccessLevel.exclude(["blocked"]);
export type DefaultLevel = z.infer<typeof DefaultLevel>;

/** Sets what people of an origin see of me if nothing else is said; `null` returns to the program's default. */
export const accessSetDefault = defineCommand({
  name: "access:set-default",
  input: z.strictObject({ origin: AccessOrigin, level: DefaultLevel.nullable() }),
  output: z.object({ origin: AccessOrigin, level: AccessLevel }),
});

/** What I have said about levels changed on some endpoint of mine: fetch it again. */
export const accessChanged = defineEvent({ name: "access:changed", payload: z.object({}) });
