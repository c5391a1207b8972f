import "./no-eval";
import * as z from "zod";
import { defineRoute } from "./define";
import { GroupId, UserId } from "./ids";
import { CSV_ROWS_MAX, CSV_TEXT_MAX, NAME_MAX } from "./limits";
import { Email, Name, PolicySettings, Profile, ProfilePatch, Role, UserStatus } from "./identity";

const Empty = z.strictObject({});
const Nothing = z.object({});
const Instant = z.iso.datetime();

/** A user as an administrator sees them. */
export const AdminUser = z.object({
  userId: UserId,
  email: z.string(),
  sipUri: z.string(),
  role: Role,
  status: UserStatus,
  profile: Profile,
  photoUrl: z.string().nullable(),
  hasPassword: z.boolean(),
  groupIds: z.array(GroupId),
  createdAt: Instant,
  lastSeenAt: Instant.nullable(),
});
export type AdminUser = z.infer<typeof AdminUser>;

const Page = { offset: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(200).default(50) };

export const adminUsersRoute = defineRoute({
  method: "GET",
  path: "/admin/users",
  access: "admin",
  summary: "Users, filtered, by name",
  input: z.strictObject({ ...Page, query: z.string().trim().max(NAME_MAX).optional(), status: UserStatus.optional(), groupId: GroupId.optional() }),
  output: z.object({ users: z.array(AdminUser), total: z.number().int() }),
});

export const adminUserRoute = defineRoute({ method: "GET", path: "/admin/users/{userId}", access: "admin", summary: "One user", input: z.strictObject({ userId: UserId }), output: AdminUser });

const Invitation = z.object({ /** Shown once; only its hash is stored. */ url: z.string(), expiresAt: Instant });

export const adminUserCreateRoute = defineRoute({
  method: "POST",
  path: "/admin/users",
  access: "admin",
  summary: "Create a user and an invitation link",
  input: z.strictObject({ email: Email, givenName: Name, familyName: z.string().trim().max(NAME_MAX).default(""), role: Role.default("user"), profile: ProfilePatch.optional(), groupIds: z.array(GroupId).max(100).optional() }),
  output: z.object({ user: AdminUser, invitation: Invitation }),
});

export const adminUserUpdateRoute = defineRoute({
  method: "PATCH",
  path: "/admin/users/{userId}",
  access: "admin",
  summary: "Change a user: profile, role, status, groups",
  input: z.strictObject({ userId: UserId, profile: ProfilePatch.optional(), role: Role.optional(), status: z.enum(["active", "disabled"]).optional(), groupIds: z.array(GroupId).max(100).optional() }),
  output: AdminUser,
});

/** A new link for somebody who has none or forgot their password. Earlier links of the user stop working. */
export const adminUserInviteRoute = defineRoute({
  method: "POST",
  path: "/admin/users/{userId}/invitation",
  access: "admin",
  summary: "Make an invitation or password-reset link",
  input: z.strictObject({ userId: UserId }),
  output: Invitation,
});

export const adminUserSignOutRoute = defineRoute({
  method: "POST",
  path: "/admin/users/{userId}/sign-out",
  access: "admin",
  summary: "End all sessions of a user",
  input: z.strictObject({ userId: UserId }),
  output: z.object({ ended: z.number().int() }),
});

/** What would happen, or happened, to one line of the file. Lines count from 1, the header included. */
export const ImportRow = z.object({
  line: z.number().int(),
  email: z.string(),
  action: z.enum(["create", "update", "unchanged", "error"]),
  /** Column names whose values are wrong, or a reason code. */
  problems: z.array(z.string()),
});

export const adminImportRoute = defineRoute({
  method: "POST",
  path: "/admin/users/import",
  access: "admin",
  summary: "Import users from CSV; a dry run changes nothing",
  input: z.strictObject({ csv: z.string().max(CSV_TEXT_MAX), dryRun: z.boolean() }),
  output: z.object({ rows: z.array(ImportRow).max(CSV_ROWS_MAX), created: z.number().int(), updated: z.number().int(), unchanged: z.number().int(), errors: z.number().int() }),
  bodyBytesMax: CSV_TEXT_MAX + 1_000_000,
});

/** A group of the organisation. Its policy applies to its members, the lowest `priority` number first. */
export const AdminGroup = z.object({
  groupId: GroupId,
  name: z.string(),
  /** 1 is asked first. */
  priority: z.number().int(),
  /** Address of a distribution group; null: it is none. */
  email: z.string().nullable(),
  /** In everybody's contact list. */
  published: z.boolean(),
  memberCount: z.number().int(),
});
export type AdminGroup = z.infer<typeof AdminGroup>;

export const adminGroupsRoute = defineRoute({ method: "GET", path: "/admin/groups", access: "admin", summary: "Groups by priority", input: Empty, output: z.object({ groups: z.array(AdminGroup) }) });
export const adminGroupCreateRoute = defineRoute({ method: "POST", path: "/admin/groups", access: "admin", summary: "Create a group", input: z.strictObject({ name: Name, priority: z.number().int().min(1).max(1_000).default(100), email: Email.nullable().default(null), published: z.boolean().default(false) }), output: AdminGroup });
export const adminGroupUpdateRoute = defineRoute({
  method: "PATCH",
  path: "/admin/groups/{groupId}",
  access: "admin",
  summary: "Change a group: name, priority, address, whether it is published, members",
  input: z.strictObject({ groupId: GroupId, name: Name.optional(), priority: z.number().int().min(1).max(1_000).optional(), email: Email.nullable().optional(), published: z.boolean().optional(), addUserIds: z.array(UserId).max(1_000).optional(), removeUserIds: z.array(UserId).max(1_000).optional() }),
  output: AdminGroup,
});
export const adminGroupDeleteRoute = defineRoute({ method: "DELETE", path: "/admin/groups/{groupId}", access: "admin", summary: "Delete a group and its policy", input: z.strictObject({ groupId: GroupId }), output: Nothing });

/** Whom a policy is for. */
export const PolicyScope = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("organisation") }),
  z.strictObject({ kind: z.literal("group"), groupId: GroupId }),
  z.strictObject({ kind: z.literal("user"), userId: UserId }),
]);
export type PolicyScope = z.infer<typeof PolicyScope>;

/** Settings a policy says something about; what is left out is asked of the next scope. */
export const PolicyPatch = z.strictObject(PolicySettings.partial().shape);
export type PolicyPatch = z.infer<typeof PolicyPatch>;

export const Policy = z.object({ scope: PolicyScope, settings: PolicySettings.partial() });
export type Policy = z.infer<typeof Policy>;

export const adminPoliciesRoute = defineRoute({ method: "GET", path: "/admin/policies", access: "admin", summary: "All policies", input: Empty, output: z.object({ policies: z.array(Policy) }) });
export const adminPolicySetRoute = defineRoute({ method: "PUT", path: "/admin/policies", access: "admin", summary: "Set the policy of the organisation, a group or a user; empty settings remove it", input: z.strictObject({ scope: PolicyScope, settings: PolicyPatch }), output: Policy });

/** One effective setting with where it comes from, first that says something, and what it overrides. */
export const EffectiveSetting = z.object({
  name: z.string(),
  value: z.union([z.boolean(), z.number(), z.string()]),
  from: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("user") }),
    z.object({ kind: z.literal("group"), groupId: GroupId, name: z.string() }),
    z.object({ kind: z.literal("organisation") }),
    z.object({ kind: z.literal("default") }),
  ]),
});
export const adminEffectivePolicyRoute = defineRoute({ method: "GET", path: "/admin/users/{userId}/policy", access: "admin", summary: "What applies to a user, and why", input: z.strictObject({ userId: UserId }), output: z.object({ settings: z.array(EffectiveSetting), effective: PolicySettings }) });

/** One administrative change. Never edited, never deleted by the program. */
export const AuditEntry = z.object({
  id: z.string(),
  at: Instant,
  actorId: UserId.nullable(),
  actorName: z.string(),
  action: z.string(),
  targetKind: z.string(),
  targetId: z.string(),
  targetName: z.string(),
  /** Fields before and after; secrets are never among them. */
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  address: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const adminAuditRoute = defineRoute({
  method: "GET",
  path: "/admin/audit",
  access: "admin",
  summary: "Administrative changes, newest first",
  input: z.strictObject({ limit: Page.limit, beforeId: z.string().regex(/^\d{1,18}$/).optional(), targetId: z.string().max(64).optional() }),
  output: z.object({ entries: z.array(AuditEntry), more: z.boolean() }),
});

export const OrganisationSettings = z.object({
  name: z.string(),
  sipDomain: z.string(),
  /** Shown beside the sign-in form; plain text. */
  signInText: z.string(),
});
export const adminOrganisationRoute = defineRoute({ method: "GET", path: "/admin/organisation", access: "admin", summary: "The organisation's settings", input: Empty, output: OrganisationSettings });
export const adminOrganisationUpdateRoute = defineRoute({ method: "PATCH", path: "/admin/organisation", access: "admin", summary: "Change the organisation's settings", input: z.strictObject({ name: Name.optional(), signInText: z.string().trim().max(1_000).optional() }), output: OrganisationSettings });
