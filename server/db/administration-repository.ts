import { type AdminGroup, type AdminUser, GroupId, PhotoId, type Policy, type PolicyScope, Role, SessionId, UserId, UserStatus } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Prisma } from "@/generated/prisma/client";
import type { AdministrationReader, AdministrationStore, AdministrationTx, NewUser } from "@/server/domain/administration";
import type { AccessChange } from "@/server/domain/presence";
import { photoPathOf } from "@/server/domain/photo-path";
import { type SettledRow, toAccessChange } from "./access-repository";
import { ADMINISTRATION_LOCK } from "./advisory-locks";
import { auditData } from "./audit-repository";
import type { Database } from "./client";
import { createCustomStateWriter, listCustomStates } from "./custom-states";
import { createOrganisationRepository } from "./organisation-repository";
import { type GroupLooks, listShown, noteLook } from "./group-looks";
import { parseStoredPolicy } from "./policy-repository";
import { definedOnly, toProfile } from "./user-row";

/** An import of the most lines allowed takes a few seconds; nothing else comes near. In ms. */
const TRANSACTION_LIMIT_MS = 60_000;
/** Rows of one INSERT: PostgreSQL takes at most 65,535 parameters. */
const INSERT_ROWS_MAX = 2_000;

type Client = Database["prisma"] | Prisma.TransactionClient;

const withGroups = { groups: { select: { groupId: true } } } as const;
type UserRow = Prisma.UserGetPayload<{ include: typeof withGroups }>;

function toAdminUser(row: UserRow): AdminUser {
  return {
    userId: UserId.parse(row.id),
    email: row.email,
    sipUri: row.sipUri,
    role: Role.parse(row.role),
    status: UserStatus.parse(row.status),
    profile: toProfile(row),
    photoUrl: row.photoId === null ? null : photoPathOf(PhotoId.parse(row.photoId)),
    hasPassword: row.passwordHash !== null,
    groupIds: row.groups.map(({ groupId }) => GroupId.parse(groupId)),
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
  };
}

const groupSelect = { id: true, name: true, priority: true, email: true, published: true, _count: { select: { members: true } } } as const;
const toGroup = (row: Prisma.GroupGetPayload<{ select: typeof groupSelect }>): AdminGroup => ({
  groupId: GroupId.parse(row.id),
  name: row.name,
  priority: row.priority,
  email: row.email,
  published: row.published,
  memberCount: row._count.members,
});

const scopeIds = (scope: PolicyScope) => ({ groupId: scope.kind === "group" ? scope.groupId : null, userId: scope.kind === "user" ? scope.userId : null });

function toScope({ groupId, userId }: { groupId: string | null; userId: string | null }): PolicyScope {
  if (userId !== null) return { kind: "user", userId: UserId.parse(userId) };
  if (groupId !== null) return { kind: "group", groupId: GroupId.parse(groupId) };
  return { kind: "organisation" };
}

/** Every word must begin or be within one of the names or the address; case does not matter. */
function matching(query: string): Prisma.UserWhereInput {
  const words = query.split(/\s+/).filter((word) => word !== "").slice(0, 10);
  return {
    AND: words.map((word) => {
      const contains = { contains: word.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" as const };
      return { OR: [{ displayName: contains }, { givenName: contains }, { familyName: contains }, { email: contains }, { department: contains }] };
    }),
  };
}

function createReader(client: Client): AdministrationReader {
  return {
    async listUsers({ offset, limit, query, status, groupId }) {
      const where: Prisma.UserWhereInput = { ...(query ? matching(query) : {}), ...(status ? { status } : {}), ...(groupId ? { groups: { some: { groupId } } } : {}) };
      const [rows, total] = await Promise.all([
        client.user.findMany({ where, include: withGroups, orderBy: [{ familyName: "asc" }, { givenName: "asc" }, { id: "asc" }], skip: offset, take: limit }),
        client.user.count({ where }),
      ]);
      return { users: rows.map(toAdminUser), total };
    },
    async findUser(userId) {
      const row = await client.user.findUnique({ where: { id: userId }, include: withGroups });
      return row && toAdminUser(row);
    },
    async listGroups() {
      return (await client.group.findMany({ select: groupSelect, orderBy: [{ priority: "asc" }, { name: "asc" }] })).map(toGroup);
    },
    async listPolicies(): Promise<Policy[]> {
      const rows = await client.policy.findMany({ orderBy: { id: "asc" } });
      return rows.map((row) => ({ scope: toScope(row), settings: parseStoredPolicy(row.settings) }));
    },
    listCustomStates: () => listCustomStates(client),
    readOrganisation: () => createOrganisationRepository({ prisma: client as Database["prisma"] }).read(),
  };
}

/** Who came to groups or left them in a transaction, and the owners who had given a level to a group that is gone. */
type Moved = { groupIds: Set<string>; memberIds: Set<string>; ownerIds: Set<string> };
type MemberRow = { group_id: string; user_id: string };

function createTx(tx: Prisma.TransactionClient, moved: Moved, looks: GroupLooks): AdministrationTx {
  const note = (rows: readonly MemberRow[]): void => {
    for (const { group_id, user_id } of rows) {
      moved.groupIds.add(group_id);
      moved.memberIds.add(user_id);
    }
  };

  return {
    ...createReader(tx),
    ...createCustomStateWriter(tx),

    async findUsersByEmail(emails) {
      return (await tx.user.findMany({ where: { email: { in: [...emails] } }, include: withGroups })).map(toAdminUser);
    },
    async findSipUris(sipUris) {
      return (await tx.user.findMany({ where: { sipUri: { in: [...sipUris] } }, select: { sipUri: true } })).map(({ sipUri }) => sipUri);
    },
    countOtherAdministrators: (userId) => tx.user.count({ where: { role: "admin", status: "active", id: { not: userId } } }),

    async insertUsers(users) {
      for (let at = 0; at < users.length; at += INSERT_ROWS_MAX) {
        const part = users.slice(at, at + INSERT_ROWS_MAX);
        await tx.party.createMany({ data: part.map(({ userId, displayName }) => ({ id: userId, kind: "user", displayName })) });
        await tx.user.createMany({ data: part.map(toNewRow) });
      }
    },
    async updateUser(userId, { profile = {}, role, status }) {
      const fields = definedOnly(profile);
      const data = { ...fields, ...definedOnly({ role, status }) };
      if (Object.keys(data).length === 0) return;
      await tx.user.update({ where: { id: userId }, data });
      if (status !== undefined) for (const { groupId } of await tx.groupMember.findMany({ where: { userId }, select: { groupId: true } })) looks.changed.add(groupId);
      if (fields.displayName !== undefined) await tx.party.update({ where: { id: userId }, data: { displayName: fields.displayName } });
    },
    async setGroupsOf(userId, groupIds) {
      note(
        await tx.$queryRaw<MemberRow[]>`
          WITH gone AS (DELETE FROM group_member WHERE user_id = ${userId}::uuid AND group_id <> ALL (${groupIds}::uuid[]) RETURNING group_id, user_id),
               come AS (INSERT INTO group_member (group_id, user_id) SELECT unnest(${groupIds}::uuid[]), ${userId}::uuid ON CONFLICT DO NOTHING RETURNING group_id, user_id)
          SELECT * FROM gone UNION ALL SELECT * FROM come`,
      );
    },
    async endSessionsOf(userId, reason, at) {
      const ended = await tx.session.updateManyAndReturn({ where: { userId, endedAt: null }, data: { endedAt: at, endReason: reason }, select: { id: true } });
      return ended.map(({ id }) => SessionId.parse(id));
    },
    async replaceInvitation(invitation) {
      await tx.invitation.deleteMany({ where: { userId: invitation.userId, usedAt: null } });
      await tx.invitation.create({ data: { id: uuidV7(), ...invitation } });
    },

    async findGroup(groupId) {
      const row = await tx.group.findUnique({ where: { id: groupId }, select: groupSelect });
      return row && toGroup(row);
    },
    async findGroupByName(name) {
      const row = await tx.group.findFirst({ where: { name: { equals: name.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" } }, select: groupSelect });
      return row && toGroup(row);
    },
    async findGroupByEmail(email) {
      const row = await tx.group.findUnique({ where: { email }, select: groupSelect });
      return row && toGroup(row);
    },
    async insertGroup({ groupId, ...rest }) {
      await tx.group.create({ data: { id: groupId, ...rest } });
      looks.changed.add(groupId);
    },
    async updateGroup(groupId, change) {
      await noteLook(tx, looks, groupId, definedOnly(change));
      await tx.group.update({ where: { id: groupId }, data: definedOnly(change) });
    },
    async deleteGroup(groupId) {
      await noteLook(tx, looks, groupId, { email: null, published: false });
      const [held] = await tx.$queryRaw<{ owners: string[] }[]>`SELECT hold_group_levels(ARRAY[${groupId}::uuid]) AS owners`;
      for (const ownerId of held?.owners ?? []) moved.ownerIds.add(ownerId);
      note(await tx.$queryRaw<MemberRow[]>`DELETE FROM group_member WHERE group_id = ${groupId}::uuid RETURNING group_id, user_id`);
      await tx.group.delete({ where: { id: groupId } });
    },
    async listMembers(groupId) {
      return (await tx.groupMember.findMany({ where: { groupId }, select: { userId: true }, orderBy: { userId: "asc" } })).map(({ userId }) => UserId.parse(userId));
    },
    async addMembers(groupId, userIds) {
      if (userIds.length === 0) return;
      note(
        await tx.$queryRaw<MemberRow[]>`
          INSERT INTO group_member (group_id, user_id) SELECT ${groupId}::uuid, id FROM "user" WHERE id = ANY (${userIds}::uuid[])
          ON CONFLICT DO NOTHING RETURNING group_id, user_id`,
      );
    },
    async removeMembers(groupId, userIds) {
      if (userIds.length === 0) return;
      note(await tx.$queryRaw<MemberRow[]>`DELETE FROM group_member WHERE group_id = ${groupId}::uuid AND user_id = ANY (${userIds}::uuid[]) RETURNING group_id, user_id`);
    },

    async findPolicy(scope) {
      const row = await tx.policy.findFirst({ where: scopeIds(scope) });
      return row && parseStoredPolicy(row.settings);
    },
    async setPolicy(scope, settings) {
      await tx.policy.deleteMany({ where: scopeIds(scope) });
      if (settings) await tx.policy.create({ data: { id: uuidV7(), ...scopeIds(scope), settings } });
    },
    async updateOrganisation(change) {
      await tx.organisation.update({ where: { id: 1 }, data: definedOnly(change) });
    },

    async appendAudit(actor, entries, at) {
      const row = await tx.user.findUnique({ where: { id: actor.userId }, select: { displayName: true } });
      for (let from = 0; from < entries.length; from += INSERT_ROWS_MAX) {
        await tx.auditEntry.createMany({ data: entries.slice(from, from + INSERT_ROWS_MAX).map((entry) => auditData(actor, row?.displayName ?? "", entry, at)) });
      }
    },
  };
}

/** What groups give follows from who is in them: one statement, however many came and left. */
async function settleLevels(tx: Prisma.TransactionClient, { groupIds, memberIds, ownerIds }: Moved): Promise<readonly AccessChange[]> {
  if (memberIds.size === 0) return [];
  const rows = await tx.$queryRaw<SettledRow[]>`
    SELECT owner_id, subject_ids FROM settle_member_levels(${[...groupIds]}::uuid[], ${[...memberIds]}::uuid[], ${[...ownerIds]}::uuid[])`;
  return rows.map(toAccessChange);
}

function toNewRow({ userId, profile, ...rest }: NewUser): Prisma.UserCreateManyInput {
  return { ...definedOnly(profile), id: userId, ...rest };
}

/** Users, groups and policies as administrators see and change them. */
export function createAdministrationRepository({ prisma }: Pick<Database, "prisma">): AdministrationStore {
  return {
    ...createReader(prisma),
    transaction: (work) =>
      prisma.$transaction(
        async (tx) => {
          await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ADMINISTRATION_LOCK})`;
          const moved: Moved = { groupIds: new Set(), memberIds: new Set(), ownerIds: new Set() };
          const looks: GroupLooks = { changed: new Set(), wereShown: new Set(), lists: [] };
          const result = await work(createTx(tx, moved, looks));
          const levels = await settleLevels(tx, moved);
          const groupsChanged = await listShown(tx, looks, moved.groupIds);
          return { result, levels, levelSettingsOf: [...moved.ownerIds] as UserId[], groupsChanged, listsChanged: looks.lists };
        },
        { timeout: TRANSACTION_LIMIT_MS, maxWait: 10_000 },
      ),
  };
}
