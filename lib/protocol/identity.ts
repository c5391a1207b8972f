import "./no-eval";
import * as z from "zod";
import { defineCommand, defineEvent, defineRoute } from "./define";
import { EndpointId, SessionId, UserId } from "./ids";
import { NAME_MAX, PASSWORD_MAX, PASSWORD_MIN, PHOTO_BYTES_MAX } from "./limits";
import { PhoneNumber, WorkingHours } from "./people";
import { Device } from "./presence";

export const Role = z.enum(["user", "admin"]);
export type Role = z.infer<typeof Role>;

export const UserStatus = z.enum(["invited", "active", "disabled"]);
export type UserStatus = z.infer<typeof UserStatus>;

export const Name = z.string().trim().min(1).max(NAME_MAX);
const OptionalText = z.string().trim().max(NAME_MAX).nullable();
const OptionalPhone = PhoneNumber.nullable();

/** Lower case, a mail address; also the user part of the SIP URI. */
export const Email = z.string().trim().toLowerCase().pipe(z.email().max(254));

export const NewPassword = z.string().min(PASSWORD_MIN).max(PASSWORD_MAX);

export const IanaZone = z.string().max(64).refine(isTimeZone, { error: "unknown time zone" });

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** An http or https address; nothing else becomes a link. */
export const WebAddress = z.string().trim().max(500).regex(/^https?:\/\/[^\s/]+\.[^\s]+$/i);

/** The fields of a person that they, or an administrator, may fill in. Numbers are E.164. */
export const Profile = z.object({
  givenName: z.string(),
  familyName: z.string(),
  displayName: z.string(),
  title: z.string().nullable(),
  company: z.string().nullable(),
  department: z.string().nullable(),
  office: z.string().nullable(),
  workPhone: z.string().nullable(),
  mobilePhone: z.string().nullable(),
  homePhone: z.string().nullable(),
  otherPhone: z.string().nullable(),
  timeZone: z.string().nullable(),
  website: z.string().nullable(),
});
export type Profile = z.infer<typeof Profile>;

/** What may be changed of a profile; what is left out stays. */
export const ProfilePatch = z.strictObject({
  givenName: Name.optional(),
  familyName: z.string().trim().max(NAME_MAX).optional(),
  displayName: Name.optional(),
  title: OptionalText.optional(),
  company: OptionalText.optional(),
  department: OptionalText.optional(),
  office: OptionalText.optional(),
  workPhone: OptionalPhone.optional(),
  mobilePhone: OptionalPhone.optional(),
  homePhone: OptionalPhone.optional(),
  otherPhone: OptionalPhone.optional(),
  timeZone: IanaZone.nullable().optional(),
  website: WebAddress.nullable().optional(),
});
export type ProfilePatch = z.infer<typeof ProfilePatch>;

export const Theme = z.enum(["system", "light", "dark", "contrast"]);
export const Language = z.enum(["en", "de"]);
export type Language = z.infer<typeof Language>;

/** A person's own choices; they roam. */
export const Settings = z.object({
  theme: Theme,
  /** `null`: the browser's. */
  language: Language.nullable(),
  density: z.enum(["comfortable", "compact"]),
  /** Minutes without input until Inactive, 1..60. */
  inactiveAfterMin: z.number().int().min(1).max(60),
  /** Minutes without input until Away, above `inactiveAfterMin`, at most 240. */
  awayAfterMin: z.number().int().min(2).max(240),
  enterSends: z.boolean(),
  sounds: z.boolean(),
  /** `device`: the whole device's idleness where the browser can tell and was allowed to; else this page's. */
  idleSource: z.enum(["device", "page"]),
  /** Do not disturb, "presenting", while a page of mine is in full screen. */
  presentInFullScreen: z.boolean(),
  /** Usual hours, shown on my card; null: none said. */
  workingHours: WorkingHours.nullable(),
  /** How the contact list is grouped and sorted. */
  listView: z.enum(["groups", "name", "availability", "access", "tag"]),
  listSort: z.enum(["name", "availability"]),
});
export type Settings = z.infer<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = {
  theme: "system",
  language: null,
  density: "comfortable",
  inactiveAfterMin: 5,
  awayAfterMin: 15,
  enterSends: true,
  sounds: true,
  idleSource: "page",
  presentInFullScreen: true,
  workingHours: null,
  listView: "groups",
  listSort: "name",
};

export const SettingsPatch = z.strictObject(Settings.partial().shape);
export type SettingsPatch = z.infer<typeof SettingsPatch>;

/** What the organisation allows this person; the effective policy. */
export const PolicySettings = z.object({
  /** May change their own name, title, numbers and the like. */
  editProfile: z.boolean(),
  /** May change their own picture. */
  editPhoto: z.boolean(),
  /** May start conversations with more than one other. */
  groupConversations: z.boolean(),
  /** May edit and delete own messages after sending. */
  editMessages: z.boolean(),
  deleteMessages: z.boolean(),
  /** May sign in on a computer that is not marked as public. False: every session is treated as public. */
  privateComputers: z.boolean(),
});
export type PolicySettings = z.infer<typeof PolicySettings>;

export const DEFAULT_POLICY: PolicySettings = {
  editProfile: true,
  editPhoto: true,
  groupConversations: true,
  editMessages: true,
  deleteMessages: true,
  privateComputers: true,
};

export const Me = z.object({
  userId: UserId,
  email: z.string(),
  sipUri: z.string(),
  role: Role,
  profile: Profile,
  photoUrl: z.string().nullable(),
  settings: Settings,
  policy: PolicySettings,
  /** False for people who come by single sign-on only. */
  hasPassword: z.boolean(),
  session: z.object({ id: SessionId, publicComputer: z.boolean() }),
  organisation: z.object({ name: z.string(), sipDomain: z.string() }),
});
export type Me = z.infer<typeof Me>;

/** One of my sign-ins. */
export const SessionInfo = z.object({
  id: SessionId,
  current: z.boolean(),
  /** "Firefox on Linux"; guessed from what the browser says of itself. */
  userAgent: z.string(),
  address: z.string(),
  publicComputer: z.boolean(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
});
export type SessionInfo = z.infer<typeof SessionInfo>;

/** What the sign-in page must know before anybody is signed in. Says nothing about accounts. */
export const SignInOptions = z.object({
  organisationName: z.string(),
  /** What the organisation says beside the form; plain text, may be empty. */
  signInText: z.string(),
  /** Label of the single sign-on button, when a provider is configured. */
  singleSignOn: z.string().nullable(),
  /** Nobody is there yet: the first visitor makes the administrator. */
  needsSetup: z.boolean(),
  /** Shown on a demo installation only. */
  demo: z.boolean(),
});
export type SignInOptions = z.infer<typeof SignInOptions>;

/** What a client says of itself when its socket connects. */
export const Handshake = z.object({
  protocolVersion: z.number().int().positive(),
  endpointId: EndpointId,
  device: Device.exclude(["phone"]),
  /** How long ago the last input was when the socket connected, in ms. */
  idleForMs: z.number().int().min(0).max(86_400_000).default(0),
});
export type Handshake = z.infer<typeof Handshake>;

const Empty = z.strictObject({});
const Nothing = z.object({});

export const signInOptionsRoute = defineRoute({ method: "GET", path: "/sign-in-options", access: "public", summary: "What the sign-in page offers", input: Empty, output: SignInOptions });

export const setupRoute = defineRoute({
  method: "POST",
  path: "/setup",
  access: "public",
  summary: "Make the first administrator; works once, on an empty organisation",
  input: z.strictObject({ organisationName: Name, sipDomain: z.string().trim().toLowerCase().regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/), givenName: Name, familyName: Name, email: Email, password: NewPassword }),
  output: Nothing,
});

export const meRoute = defineRoute({ method: "GET", path: "/me", access: "user", summary: "Who I am, my settings, what I may", input: Empty, output: Me });
export const meUpdateRoute = defineRoute({ method: "PATCH", path: "/me", access: "user", summary: "Change my profile", input: ProfilePatch, output: Me });
export const settingsRoute = defineRoute({ method: "PATCH", path: "/me/settings", access: "user", summary: "Change my settings", input: SettingsPatch, output: Settings });
export const passwordRoute = defineRoute({
  method: "POST",
  path: "/me/password",
  access: "user",
  summary: "Change my password; ends my other sessions",
  input: z.strictObject({ currentPassword: z.string().max(PASSWORD_MAX), newPassword: NewPassword }),
  output: Nothing,
});
export const photoPutRoute = defineRoute({
  method: "PUT",
  path: "/me/photo",
  access: "user",
  summary: "Change my picture (PNG, JPEG or WebP, at most 2 MB)",
  input: z.strictObject({ /** Base64 of the file. */ imageBase64: z.base64().max(Math.ceil((PHOTO_BYTES_MAX * 4) / 3) + 4) }),
  output: z.object({ photoUrl: z.string() }),
  bodyBytesMax: Math.ceil((PHOTO_BYTES_MAX * 4) / 3) + 1_000,
});
export const photoDeleteRoute = defineRoute({ method: "DELETE", path: "/me/photo", access: "user", summary: "Remove my picture", input: Empty, output: Nothing });
export const sessionsRoute = defineRoute({ method: "GET", path: "/me/sessions", access: "user", summary: "Where I am signed in", input: Empty, output: z.object({ sessions: z.array(SessionInfo) }) });
export const sessionRevokeRoute = defineRoute({ method: "DELETE", path: "/me/sessions/{sessionId}", access: "user", summary: "End one of my sessions", input: z.strictObject({ sessionId: SessionId }), output: Nothing });
export const signOutRoute = defineRoute({ method: "POST", path: "/sign-out", access: "user", summary: "End this session; the answer clears what the browser kept", input: Empty, output: Nothing });

export const invitationRoute = defineRoute({
  method: "GET",
  path: "/invitations/{token}",
  access: "public",
  summary: "Whom an invitation or reset link is for",
  input: z.strictObject({ token: z.string().min(20).max(200) }),
  output: z.object({ email: z.string(), displayName: z.string(), purpose: z.enum(["invite", "reset"]) }),
});
export const invitationAcceptRoute = defineRoute({
  method: "POST",
  path: "/invitations/{token}",
  access: "public",
  summary: "Set a password by an invitation or reset link; works once",
  input: z.strictObject({ token: z.string().min(20).max(200), password: NewPassword }),
  output: z.object({ email: z.string() }),
});

/** The session is over: revoked, expired, or its user was disabled. The socket closes after this. */
export const SessionEndReason = z.enum(["signed-out", "revoked", "expired", "idle", "disabled"]);
export type SessionEndReason = z.infer<typeof SessionEndReason>;
export const sessionEnded = defineEvent({ name: "session:ended", payload: z.object({ reason: SessionEndReason }) });

/** My profile, settings, policy or role changed somewhere: fetch `/me`. */
export const meChanged = defineEvent({
  name: "me:changed",
  payload: z.object({
    /** Everybody was told at once: ask at a random moment within this time, in ms. Left out: now. */
    withinMs: z.number().int().positive().optional(),
  }),
});

/** The server is about to stop; the socket will reconnect by itself. */
export const serverStopping = defineEvent({ name: "server:stopping", payload: z.object({}) });

/** Ends this endpoint at once, without waiting for its lease: sent at sign-out. */
export const endpointBye = defineCommand({ name: "endpoint:bye", input: z.strictObject({}), output: z.object({}) });
