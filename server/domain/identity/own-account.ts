import {
  type Me,
  meChanged,
  PHOTO_BYTES_MAX,
  PhotoId,
  type PolicySettings,
  type ProfilePatch,
  type SessionId,
  Settings,
  type SettingsPatch,
  type UserId,
} from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import { photoPathOf } from "../photo-path";
import type { Policies } from "../policy";
import { readImageHeader } from "./image";
import { requireStrongPassword } from "./password-rules";
import type { AttemptLimiter, IdleLimitsFollower, OrganisationStore, PasswordHasher, PeopleAnnouncer, SessionEnder, SessionStore, UserRecord, UserStore } from "./ports";

type Deps = {
  users: UserStore;
  sessions: SessionStore;
  organisation: OrganisationStore;
  policies: Policies;
  passwords: PasswordHasher;
  attemptsByAccount: AttemptLimiter;
  ender: SessionEnder;
  people: PeopleAnnouncer;
  idleLimits: IdleLimitsFollower;
  fanout: Fanout;
  clock: Clock;
};

type Self = { userId: UserId; sessionId: SessionId; publicComputer: boolean };

/** Longest side of a picture, in pixels. */
const PICTURE_SIDE_MAX = 4_096;

/** Who the caller is, what they chose and what they may. */
export async function readMe(deps: Deps, self: Self): Promise<Me> {
  const [user, policy, organisation] = await Promise.all([getUser(deps, self.userId), deps.policies.effectiveFor(self.userId), deps.organisation.read()]);
  return {
    userId: user.userId,
    email: user.email,
    sipUri: user.sipUri,
    role: user.role,
    profile: user.profile,
    photoUrl: user.photoId && photoPathOf(user.photoId),
    settings: user.settings,
    policy,
    hasPassword: user.passwordHash !== null,
    session: { id: self.sessionId, publicComputer: self.publicComputer },
    organisation: { name: organisation.name, sipDomain: organisation.sipDomain },
  };
}

async function getUser(deps: Deps, userId: UserId): Promise<UserRecord> {
  const user = await deps.users.findById(userId);
  if (!user) throw new AppError("person_not_found", { userId });
  return user;
}

async function requirePolicy(deps: Deps, userId: UserId, setting: keyof PolicySettings): Promise<void> {
  const policy = await deps.policies.effectiveFor(userId);
  if (!policy[setting]) throw new AppError("policy_forbids", { userId, setting });
}

function tellChange(deps: Deps, userId: UserId): void {
  deps.fanout.toUsers([userId], meChanged, {});
  deps.people.personChanged(userId);
}

/** @throws AppError `policy_forbids` when the policy keeps profiles to administrators. */
export async function changeProfile(deps: Deps, self: Self, patch: ProfilePatch): Promise<Me> {
  await requirePolicy(deps, self.userId, "editProfile");
  await deps.users.updateProfile(self.userId, patch);
  tellChange(deps, self.userId);
  return readMe(deps, self);
}

/** @throws AppError `invalid_input` when Away would come before Inactive. */
export async function changeSettings(deps: Deps, userId: UserId, patch: SettingsPatch): Promise<Settings> {
  const { settings } = await getUser(deps, userId);
  const wanted = Settings.parse({ ...settings, ...patch });
  if (wanted.awayAfterMin <= wanted.inactiveAfterMin) throw new AppError("invalid_input", { userId }, { fields: ["awayAfterMin"] });
  const stored = await deps.users.updateSettings(userId, patch);
  deps.fanout.toUsers([userId], meChanged, {});
  await deps.idleLimits.settingsChanged(userId);
  return stored;
}

/**
 * Changes the password and ends every other session of the person [ID-8].
 *
 * @throws AppError `password_wrong` when the present one does not match, or there is none.
 * @throws AppError `password_too_weak` for the new one.
 * @throws AppError `rate_limited` after too many wrong ones.
 */
export async function changePassword(deps: Deps, self: Self, input: { currentPassword: string; newPassword: string }): Promise<void> {
  const { userId, sessionId } = self;
  const key = `change ${userId}`;
  const waitMs = deps.attemptsByAccount.take(key);
  if (waitMs !== null) throw new AppError("rate_limited", { userId }, { retryAfterMs: waitMs });
  const user = await getUser(deps, userId);
  if (!(await deps.passwords.verify(input.currentPassword, user.passwordHash)) || user.passwordHash === null) throw new AppError("password_wrong", { userId });
  deps.attemptsByAccount.clear(key);
  requireStrongPassword(input.newPassword, user.email);
  const hash = await deps.passwords.hash(input.newPassword);
  const now = deps.clock.now();
  if (!(await deps.users.replacePassword(userId, user.passwordHash, hash, now))) throw new AppError("password_wrong", { userId });
  for (const ended of await deps.sessions.endAllOf(userId, "revoked", now, sessionId)) deps.ender.sessionEnded(ended, "revoked");
}

/**
 * Stores a picture as it came, under a new address.
 *
 * @throws AppError `policy_forbids`; `too_large` above `PHOTO_BYTES_MAX`; `image_invalid` for what is neither PNG, JPEG nor
 *   WebP by its content, or has a side above 4096 pixels.
 */
export async function changePhoto(deps: Deps, userId: UserId, bytes: Uint8Array): Promise<{ photoUrl: string }> {
  await requirePolicy(deps, userId, "editPhoto");
  if (bytes.byteLength > PHOTO_BYTES_MAX) throw new AppError("too_large", { userId, sizeBytes: bytes.byteLength });
  const header = readImageHeader(bytes);
  const inRange = (side: number): boolean => side >= 1 && side <= PICTURE_SIDE_MAX;
  if (!header || !inRange(header.width) || !inRange(header.height)) throw new AppError("image_invalid", { userId, sizeBytes: bytes.byteLength });
  const photoId = PhotoId.parse(uuidV7());
  await deps.users.replacePicture(userId, { photoId, mediaType: header.mediaType, bytes });
  tellChange(deps, userId);
  return { photoUrl: photoPathOf(photoId) };
}

/** @throws AppError `policy_forbids`. */
export async function removePhoto(deps: Deps, userId: UserId): Promise<void> {
  await requirePolicy(deps, userId, "editPhoto");
  await deps.users.replacePicture(userId, null);
  tellChange(deps, userId);
}
