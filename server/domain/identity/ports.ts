import type { PhotoId, Profile, ProfilePatch, Role, SessionEndReason, SessionId, Settings, SettingsPatch, UserId, UserStatus } from "@/lib/protocol";

/** A user as this room knows them. Never leaves the server: it holds the password's hash. */
export type UserRecord = {
  userId: UserId;
  email: string;
  sipUri: string;
  role: Role;
  status: UserStatus;
  profile: Profile;
  photoId: PhotoId | null;
  passwordHash: string | null;
  /** "issuer subject" of the single sign-on account. */
  oidcSubject: string | null;
  settings: Settings;
};

export type SessionRecord = {
  sessionId: SessionId;
  userId: UserId;
  publicComputer: boolean;
  userAgent: string;
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
};

/** A session row with what of its user an edge must know. */
export type SessionWithUser = Pick<SessionRecord, "sessionId" | "userId" | "publicComputer" | "lastSeenAt" | "expiresAt"> & {
  ended: boolean;
  role: Role;
  status: UserStatus;
};

export type Picture = { photoId: PhotoId; mediaType: string; bytes: Uint8Array };

export type UserStore = {
  findByEmail(email: string): Promise<UserRecord | null>;
  findById(userId: UserId): Promise<UserRecord | null>;
  findByOidcSubject(oidcSubject: string): Promise<UserRecord | null>;
  /** Ties an account to a user that has none yet, and makes an invited user active. @returns False when the user has another one. */
  linkOidcSubject(userId: UserId, oidcSubject: string): Promise<boolean>;
  /** Sets the hash only while the stored one is still `expectedHash`, so that of two changes at once one is refused. */
  replacePassword(userId: UserId, expectedHash: string, passwordHash: string, at: Date): Promise<boolean>;
  updateProfile(userId: UserId, patch: ProfilePatch): Promise<void>;
  updateSettings(userId: UserId, patch: SettingsPatch): Promise<Settings>;
  /** Replaces the picture; `null` removes it. The earlier one is deleted. */
  replacePicture(userId: UserId, picture: Picture | null): Promise<void>;
  findPicture(photoId: PhotoId): Promise<{ mediaType: string; bytes: Uint8Array } | null>;
  isEmpty(): Promise<boolean>;
};

export type SessionStore = {
  /**
   * Makes the row while its user is active and, where a hash is given, has that password still: one statement, in line
   * with changes of either, which end the sessions they find. @returns False when it was not made.
   */
  create(session: SessionRecord, passwordHash: string | null): Promise<boolean>;
  findWithUser(sessionId: SessionId): Promise<SessionWithUser | null>;
  /** Moves `lastSeenAt` and `expiresAt` forward; never back, never of an ended session. */
  touch(sessionId: SessionId, seenAt: Date, expiresAt: Date): Promise<void>;
  /** @returns False when it was not there, not this user's, or over already. */
  end(sessionId: SessionId, userId: UserId, reason: SessionEndReason, at: Date): Promise<boolean>;
  /** @returns Those that it ended. */
  endAllOf(userId: UserId, reason: SessionEndReason, at: Date, except?: SessionId): Promise<SessionId[]>;
  /** Sessions neither ended nor expired, newest first. */
  listLive(userId: UserId, at: Date): Promise<SessionRecord[]>;
};

export type InvitationPurpose = "invite" | "reset";

export type InvitationStore = {
  /** Null when unknown, used, expired, or its user is disabled: one answer for all. */
  findUsable(tokenHash: string, at: Date): Promise<{ userId: UserId; email: string; displayName: string; purpose: InvitationPurpose } | null>;
  /**
   * Uses the link once, in one transaction: sets the password, makes the user active, voids the user's other
   * links and ends their sessions. Of two callers at once one gets null.
   */
  use(tokenHash: string, passwordHash: string, at: Date): Promise<{ userId: UserId; email: string; endedSessionIds: SessionId[] } | null>;
};

export type NewOrganisation = {
  organisationName: string;
  sipDomain: string;
  givenName: string;
  familyName: string;
  email: string;
};

export type OrganisationStore = {
  read(): Promise<{ name: string; sipDomain: string; signInText: string }>;
  /** Makes the organisation and its first administrator. @returns False when anybody is there; of two callers at once one gets false. */
  setUp(input: NewOrganisation & { userId: UserId; passwordHash: string; address: string; at: Date }): Promise<boolean>;
};

/** Turns passwords into what is stored, and compares. Slow on purpose, and limited in how many run at once. */
export type PasswordHasher = {
  hash(password: string): Promise<string>;
  /** With `null` (nobody there, or no password) it takes as long as with a hash, and answers false. */
  verify(password: string, hash: string | null): Promise<boolean>;
};

/** Counts failures by key, in bounded memory. */
export type AttemptLimiter = {
  /** Takes one attempt. @returns Null, or how long to wait in ms when there is none left. */
  take(key: string): number | null;
  /** Gives one back: the attempt was no failure. */
  giveBack(key: string): void;
  /** Forgets what was taken. */
  clear(key: string): void;
};

/** Tells the socket edge that a session is over, after that was stored. */
export type SessionEnder = { sessionEnded(sessionId: SessionId, reason: SessionEndReason): void };

/** Tells those who see a person that their card changed. Implemented by the directory. */
export type PeopleAnnouncer = { personChanged(userId: UserId): void };

/** Presence goes by a person's idle limits, which are among their settings. */
export type IdleLimitsFollower = { settingsChanged(userId: UserId): Promise<void> };
