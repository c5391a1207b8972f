import type { Prisma } from "@/generated/prisma/client";
import type { GroupId, UserId } from "@/lib/protocol";

/** What a transaction changed in how people see groups of the organisation. */
export type GroupLooks = {
  changed: Set<string>;
  /** Changed, and shown to people before. */
  wereShown: Set<string>;
  /** Contact lists that lost a group, or got it back. */
  lists: { ownerId: UserId; rev: number }[];
};

type Look = { name?: string; email?: string | null; published?: boolean };

const isShown = ({ email, published }: Look): boolean => published === true || (email ?? null) !== null;

/**
 * Notes a change of a group before it is made. One that is shown from now on, or no longer, changes the lists it was put
 * into. Their owners' rows are taken before the group's: owners who put a group into their list take them in that order.
 */
export async function noteLook(tx: Prisma.TransactionClient, looks: GroupLooks, groupId: GroupId, change: Look): Promise<void> {
  const before = await tx.group.findUnique({ where: { id: groupId }, select: { name: true, email: true, published: true } });
  if (!before) return;
  const after = { ...before, ...change };
  if (isShown(before) !== isShown(after)) {
    const rows = await tx.$queryRaw<{ owner_id: UserId; rev: number }[]>`
      WITH owners AS MATERIALIZED (SELECT u.id FROM "user" u JOIN listed_group l ON l.owner_id = u.id AND l.group_id = ${groupId}::uuid ORDER BY u.id FOR NO KEY UPDATE OF u)
      UPDATE "user" u SET contacts_rev = u.contacts_rev + 1 FROM owners WHERE u.id = owners.id RETURNING u.id AS owner_id, u.contacts_rev AS rev`;
    looks.lists.push(...rows.map((row) => ({ ownerId: row.owner_id, rev: row.rev })));
  }
  if (before.name === after.name && before.email === after.email && before.published === after.published) return;
  looks.changed.add(groupId);
  if (isShown(before)) looks.wereShown.add(groupId);
}

/** Of the groups that changed, those that people are shown, or were. */
export async function listShown(tx: Prisma.TransactionClient, looks: GroupLooks, moved: ReadonlySet<string>): Promise<GroupId[]> {
  const groupIds = [...new Set([...looks.changed, ...moved])];
  if (groupIds.length === 0) return [];
  const shown = await tx.group.findMany({ where: { id: { in: groupIds }, OR: [{ published: true }, { email: { not: null } }] }, select: { id: true } });
  return [...new Set([...shown.map(({ id }) => id), ...looks.wereShown])] as GroupId[];
}
