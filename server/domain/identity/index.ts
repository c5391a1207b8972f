import type { PhotoId, ProfilePatch, SessionId, SettingsPatch, UserId } from "@/lib/protocol";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import type { Policies } from "../policy";
import type { AttemptRate } from "./attempt-limiter";
import { acceptInvitation, readInvitation, readSignInOptions, setUpOrganisation } from "./first-steps";
import { changePassword, changePhoto, changeProfile, changeSettings, readMe, removePhoto } from "./own-account";
import type { AttemptLimiter, IdleLimitsFollower, InvitationStore, OrganisationStore, PasswordHasher, PeopleAnnouncer, SessionEnder, SessionStore, UserStore } from "./ports";
import { expireSession, findLiveSession, listSessions, type LiveSession, revokeSession, signOut, touchSession } from "./sessions";
import { type OidcSignIn, type PasswordSignIn, signInWithOidc, signInWithPassword } from "./sign-in";

export type IdentityDeps = {
  users: UserStore;
  sessions: SessionStore;
  invitations: InvitationStore;
  organisation: OrganisationStore;
  policies: Policies;
  passwords: PasswordHasher;
  attemptsByAccount: AttemptLimiter;
  attemptsByAddress: AttemptLimiter;
  ender: SessionEnder;
  people: PeopleAnnouncer;
  idleLimits: IdleLimitsFollower;
  fanout: Fanout;
  clock: Clock;
  /** Label of the single sign-on button; null without a provider. */
  singleSignOn: string | null;
  /** A demo installation says so beside its sign-in form. */
  demo: boolean;
};

type Self = { userId: UserId; sessionId: SessionId; publicComputer: boolean };

/** Who people are and how they prove it. The rules are numbered in SPEC.md. */
export function createIdentity(deps: IdentityDeps) {
  return {
    signInWithPassword: (input: PasswordSignIn) => signInWithPassword(deps, input),
    signInWithOidc: (input: OidcSignIn) => signInWithOidc(deps, input),

    findLiveSession: (sessionId: SessionId) => findLiveSession(deps, sessionId),
    touchSession: (session: Pick<LiveSession, "sessionId" | "publicComputer" | "lastSeenAt" | "expiresAt">, usedAt?: Date) => touchSession(deps, session, usedAt),
    expireSession: (session: Self) => expireSession(deps, session),
    listSessions: (self: Self) => listSessions(deps, self),
    revokeSession: (userId: UserId, sessionId: SessionId) => revokeSession(deps, userId, sessionId),
    signOut: (userId: UserId, sessionId: SessionId) => signOut(deps, userId, sessionId),

    me: (self: Self) => readMe(deps, self),
    changeProfile: (self: Self, patch: ProfilePatch) => changeProfile(deps, self, patch),
    changeSettings: (userId: UserId, patch: SettingsPatch) => changeSettings(deps, userId, patch),
    changePassword: (self: Self, input: { currentPassword: string; newPassword: string }) => changePassword(deps, self, input),
    changePhoto: (userId: UserId, bytes: Uint8Array) => changePhoto(deps, userId, bytes),
    removePhoto: (userId: UserId) => removePhoto(deps, userId),
    /** @throws AppError `not_found`. */
    async getPhoto(photoId: PhotoId): Promise<{ mediaType: string; bytes: Uint8Array }> {
      const picture = await deps.users.findPicture(photoId);
      if (!picture) throw new AppError("not_found", { photoId });
      return picture;
    },

    signInOptions: () => readSignInOptions(deps),
    setUp: (input: Parameters<typeof setUpOrganisation>[1]) => setUpOrganisation(deps, input),
    invitation: (input: { token: string; address: string }) => readInvitation(deps, input),
    acceptInvitation: (input: { token: string; password: string; address: string }) => acceptInvitation(deps, input),
  };
}
export type Identity = ReturnType<typeof createIdentity>;

/** Guesses at one account, and from one address: this many at once, then one more after the time. */
export const ACCOUNT_ATTEMPTS: AttemptRate = { burst: 10, refillMs: 30_000, keysMax: 50_000 };
export const ADDRESS_ATTEMPTS: AttemptRate = { burst: 100, refillMs: 3_000, keysMax: 50_000 };

export { byNetwork, createAttemptLimiter } from "./attempt-limiter";
export { createLinkToken, INVITE_TTL_MS, RESET_TTL_MS } from "./link-token";
export type * from "./ports";
export { createScryptPasswords } from "./scrypt-passwords";
export { type LiveSession, PRIVATE_SESSION_MS, type SignInCircumstances, TOUCH_INTERVAL_MS } from "./sessions";
export type { OidcSignIn, PasswordSignIn } from "./sign-in";
