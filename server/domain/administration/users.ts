import { type AdminUser, type GroupId, type ProfilePatch, type Role, UserId, type UserStatus } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { type Actor, changedFields } from "../audit";
import { AppError } from "../errors";
import { createLinkToken, INVITE_TTL_MS, type InvitationPurpose, RESET_TTL_MS } from "../identity";
import { type Change, type ChangeDeps, makeChange } from "./change";
import type { AdministrationReader, NewUser } from "./ports";

type Deps = ChangeDeps & { /** Scheme, host and port of links. */ publicUrl: string };

export type InvitationLink = { url: string; expiresAt: string };
export type UserCreation = { email: string; givenName: string; familyName: string; role: Role; profile?: ProfilePatch | undefined; groupIds?: readonly GroupId[] | undefined };
export type UserChange = { userId: UserId; profile?: ProfilePatch | undefined; role?: Role | undefined; status?: "active" | "disabled" | undefined; groupIds?: readonly GroupId[] | undefined };

/** @throws AppError `person_not_found`. */
export async function getUser(reader: Pick<AdministrationReader, "findUser">, userId: UserId): Promise<AdminUser> {
  const user = await reader.findUser(userId);
  if (!user) throw new AppError("person_not_found", { userId });
  return user;
}

/** The user part of the SIP URI is that of the mail address. */
export const sipUriOf = (email: string, sipDomain: string): string => `sip:${email.slice(0, email.lastIndexOf("@"))}@${sipDomain}`;

/**
 * Creates a user who is invited: they become active by setting a password through the link, or by single sign-on.
 *
 * @throws AppError `already_exists` for a mail address, or one with the same part before the @; `group_not_found`.
 */
export function createUser(deps: Deps, actor: Actor, input: UserCreation): Promise<{ user: AdminUser; invitation: InvitationLink }> {
  return makeChange(deps, actor, async (change) => {
    const { tx } = change;
    const user = toNewUser(input, (await tx.readOrganisation()).sipDomain);
    if ((await tx.findUsersByEmail([user.email])).length > 0 || (await tx.findSipUris([user.sipUri])).length > 0) {
      throw new AppError("already_exists", {}, { fields: ["email"] });
    }
    await tx.insertUsers([user]);
    if (input.groupIds && input.groupIds.length > 0) await setGroups(change, user.userId, input.groupIds);
    const stored = await getUser(tx, user.userId);
    change.audit({ action: "user.create", target: targetOf(stored), before: null, after: auditedFields(stored) });
    change.personChanged(user.userId);
    return { user: stored, invitation: await makeLink(deps, actor, change, user.userId, "invite") };
  });
}

export function toNewUser({ email, givenName, familyName, role, profile = {} }: UserCreation, sipDomain: string): NewUser {
  const names = { givenName: profile.givenName ?? givenName, familyName: profile.familyName ?? familyName };
  const displayName = profile.displayName ?? `${names.givenName} ${names.familyName}`.trim();
  return { userId: UserId.parse(uuidV7()), email, sipUri: sipUriOf(email, sipDomain), ...names, displayName, role, profile };
}

export const targetOf = (user: AdminUser) => ({ kind: "user" as const, id: user.userId, name: user.profile.displayName });

/** What of a user the audit holds: no password, no link. */
export function auditedFields({ email, role, status, groupIds, profile }: AdminUser): Record<string, unknown> {
  return { email, role, status, groupIds: [...groupIds].sort(), ...profile };
}

async function setGroups({ tx, policiesChanged }: Change, userId: UserId, groupIds: readonly GroupId[]): Promise<void> {
  const known = new Set((await tx.listGroups()).map(({ groupId }) => groupId));
  const unknown = groupIds.find((groupId) => !known.has(groupId));
  if (unknown) throw new AppError("group_not_found", { groupId: unknown });
  await tx.setGroupsOf(userId, [...new Set(groupIds)]);
  policiesChanged([userId]);
}

/**
 * Changes a user. Disabling ends their sessions at once; enabling one who never set a password leaves them invited.
 *
 * @throws AppError `person_not_found`, `group_not_found`; `last_administrator` when nobody who may sign in would be left to administer.
 */
export function updateUser(deps: Deps, actor: Actor, { userId, profile, role, status, groupIds }: UserChange): Promise<AdminUser> {
  return makeChange(deps, actor, async (change) => {
    const { tx } = change;
    const before = await getUser(tx, userId);
    const nextStatus = status === undefined ? before.status : statusAfter(before, status);
    await requireAnotherAdministrator(change, before, role ?? before.role, nextStatus);
    await tx.updateUser(userId, { profile, role, ...(nextStatus === before.status ? {} : { status: nextStatus }) });
    if (groupIds) await setGroups(change, userId, groupIds);
    const after = await getUser(tx, userId);
    const fields = changedFields(auditedFields(before), auditedFields(after));
    if (!fields) return after;
    change.audit({ action: actionOf(before.status, nextStatus), target: targetOf(after), ...fields });
    if (nextStatus === "disabled" && before.status !== "disabled") change.sessionsEnded(await tx.endSessionsOf(userId, "disabled", change.at), "disabled");
    change.meChanged([userId]);
    change.personChanged(userId);
    return after;
  });
}

function statusAfter(before: AdminUser, wanted: "active" | "disabled"): UserStatus {
  if (wanted === "disabled") return "disabled";
  // Nobody can sign in without a password or an account: such a user waits for their link.
  return before.status === "disabled" && !before.hasPassword ? "invited" : before.status === "disabled" ? "active" : before.status;
}

function actionOf(before: UserStatus, after: UserStatus): "user.update" | "user.disable" | "user.enable" {
  if (before === after) return "user.update";
  return after === "disabled" ? "user.disable" : "user.enable";
}

/** Changes take turns, so of two administrators who demote each other at once the second is refused [ADM-4]. */
export async function requireAnotherAdministrator({ tx }: Pick<Change, "tx">, before: AdminUser, role: Role, status: UserStatus): Promise<void> {
  const was = before.role === "admin" && before.status === "active";
  const stays = role === "admin" && status === "active";
  if (was && !stays && (await tx.countOtherAdministrators(before.userId)) === 0) throw new AppError("last_administrator", { userId: before.userId });
}

/**
 * Makes a link: an invitation for whoever has no password yet, else a reset. Earlier links of the user stop working.
 *
 * @throws AppError `person_not_found`; `forbidden` for a disabled user.
 */
export function inviteUser(deps: Deps, actor: Actor, userId: UserId): Promise<InvitationLink> {
  return makeChange(deps, actor, async (change) => {
    const user = await getUser(change.tx, userId);
    if (user.status === "disabled") throw new AppError("forbidden", { userId });
    const purpose = user.hasPassword ? "reset" : "invite";
    change.audit({ action: `user.${purpose}`, target: targetOf(user), before: null, after: null });
    return makeLink(deps, actor, change, userId, purpose);
  });
}

async function makeLink(deps: Deps, actor: Actor, { tx, at }: Change, userId: UserId, purpose: InvitationPurpose): Promise<InvitationLink> {
  const { token, tokenHash } = createLinkToken();
  const expiresAt = new Date(at.getTime() + (purpose === "invite" ? INVITE_TTL_MS : RESET_TTL_MS));
  await tx.replaceInvitation({ userId, purpose, tokenHash, createdBy: actor.userId, createdAt: at, expiresAt });
  return { url: `${deps.publicUrl}/invitation/${token}`, expiresAt: expiresAt.toISOString() };
}

/** Ends every session of a user at once. @throws AppError `person_not_found`. */
export function signOutUser(deps: Deps, actor: Actor, userId: UserId): Promise<{ ended: number }> {
  return makeChange(deps, actor, async (change) => {
    const user = await getUser(change.tx, userId);
    const ended = await change.tx.endSessionsOf(userId, "revoked", change.at);
    change.audit({ action: "user.sign-out", target: targetOf(user), before: null, after: { ended: ended.length } });
    change.sessionsEnded(ended, "revoked");
    return { ended: ended.length };
  });
}
