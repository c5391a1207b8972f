import type { AdminGroup, AdminUser, CustomState, CustomStateId, GroupId, Policy, PolicyPatch, PolicyScope, ProfilePatch, Role, SessionEndReason, SessionId, UserId, UserStatus } from "@/lib/protocol";
import type { Actor, NewAuditEntry } from "../audit";
import type { InvitationPurpose } from "../identity";
import type { AccessChange } from "../presence";

export type UserQuery = { offset: number; limit: number; query?: string | undefined; status?: UserStatus | undefined; groupId?: GroupId | undefined };

export type NewUser = {
  userId: UserId;
  email: string;
  sipUri: string;
  givenName: string;
  familyName: string;
  displayName: string;
  role: Role;
  profile: ProfilePatch;
};

export type NewInvitation = { userId: UserId; purpose: InvitationPurpose; tokenHash: string; createdBy: UserId; createdAt: Date; expiresAt: Date };

export type Organisation = { name: string; sipDomain: string; signInText: string };

/** What can be read outside a change. */
export type AdministrationReader = {
  listUsers(query: UserQuery): Promise<{ users: AdminUser[]; total: number }>;
  findUser(userId: UserId): Promise<AdminUser | null>;
  listGroups(): Promise<AdminGroup[]>;
  listPolicies(): Promise<Policy[]>;
  readOrganisation(): Promise<Organisation>;
  /** In the order in which they are offered. */
  listCustomStates(): Promise<CustomState[]>;
};

/**
 * One administrative change: all of it is stored, or nothing. Changes take turns, so what was read inside one is still
 * true when it is stored.
 */
export type AdministrationTx = AdministrationReader & {
  findUsersByEmail(emails: readonly string[]): Promise<AdminUser[]>;
  /** Those of the given SIP URIs that belong to somebody. */
  findSipUris(sipUris: readonly string[]): Promise<string[]>;
  /** Administrators that may sign in, other than this user. */
  countOtherAdministrators(userId: UserId): Promise<number>;
  insertUsers(users: readonly NewUser[]): Promise<void>;
  updateUser(userId: UserId, change: { profile?: ProfilePatch | undefined; role?: Role | undefined; status?: UserStatus | undefined }): Promise<void>;
  /** Says all groups of a user. */
  setGroupsOf(userId: UserId, groupIds: readonly GroupId[]): Promise<void>;
  endSessionsOf(userId: UserId, reason: SessionEndReason, at: Date): Promise<SessionId[]>;
  /** Voids the user's earlier links. */
  replaceInvitation(invitation: NewInvitation): Promise<void>;

  findGroup(groupId: GroupId): Promise<AdminGroup | null>;
  findGroupByName(name: string): Promise<AdminGroup | null>;
  findGroupByEmail(email: string): Promise<AdminGroup | null>;
  insertGroup(group: { groupId: GroupId; name: string; priority: number; email: string | null; published: boolean }): Promise<void>;
  updateGroup(groupId: GroupId, change: { name?: string | undefined; priority?: number | undefined; email?: string | null | undefined; published?: boolean | undefined }): Promise<void>;
  deleteGroup(groupId: GroupId): Promise<void>;
  listMembers(groupId: GroupId): Promise<UserId[]>;
  /** Adding a member twice, or an unknown user, does nothing. */
  addMembers(groupId: GroupId, userIds: readonly UserId[]): Promise<void>;
  removeMembers(groupId: GroupId, userIds: readonly UserId[]): Promise<void>;

  findPolicy(scope: PolicyScope): Promise<PolicyPatch | null>;
  /** `null` removes it. */
  setPolicy(scope: PolicyScope, settings: PolicyPatch | null): Promise<void>;
  updateOrganisation(change: { name?: string | undefined; signInText?: string | undefined }): Promise<void>;

  insertCustomState(state: CustomState, position: number): Promise<void>;
  /** Who chose it goes along with its base. */
  updateCustomState(state: CustomState): Promise<void>;
  /** Says the order of all. */
  orderCustomStates(ids: readonly CustomStateId[]): Promise<void>;
  /** Who chose it keeps its base. */
  deleteCustomState(customStateId: CustomStateId): Promise<void>;

  appendAudit(actor: Actor, entries: readonly NewAuditEntry[], at: Date): Promise<void>;
};

export type AdministrationStore = AdministrationReader & {
  /** What members of groups may see follows from every change of who is in them, in its transaction. */
  transaction<T>(work: (tx: AdministrationTx) => Promise<T>): Promise<Committed<T>>;
};

export type Committed<T> = {
  result: T;
  levels: readonly AccessChange[];
  /** Owners who had given a level to a group that is gone. */
  levelSettingsOf: readonly UserId[];
  /** Groups that people are shown, or were, and that look different now: name, address, publication, members, their number. */
  groupsChanged: readonly GroupId[];
  /** Contact lists that lost a group or got it back, with their new number. */
  listsChanged: readonly { ownerId: UserId; rev: number }[];
};
