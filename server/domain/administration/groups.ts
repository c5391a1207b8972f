import { type AdminGroup, GroupId, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { type Actor, changedFields } from "../audit";
import { AppError } from "../errors";
import { type ChangeDeps, makeChange } from "./change";
import type { AdministrationTx } from "./ports";

export type GroupChange = {
  groupId: GroupId;
  name?: string | undefined;
  priority?: number | undefined;
  /** Null: no distribution group any more. */
  email?: string | null | undefined;
  published?: boolean | undefined;
  addUserIds?: readonly UserId[] | undefined;
  removeUserIds?: readonly UserId[] | undefined;
};

async function getGroup(tx: AdministrationTx, groupId: GroupId): Promise<AdminGroup> {
  const group = await tx.findGroup(groupId);
  if (!group) throw new AppError("group_not_found", { groupId });
  return group;
}

async function requireFreeName(tx: AdministrationTx, name: string, own?: GroupId): Promise<void> {
  const other = await tx.findGroupByName(name);
  if (other && other.groupId !== own) throw new AppError("already_exists", {}, { fields: ["name"] });
}

/** An address leads to one group or one person. */
async function requireFreeEmail(tx: AdministrationTx, email: string, own?: GroupId): Promise<void> {
  const other = await tx.findGroupByEmail(email);
  const taken = (other !== null && other.groupId !== own) || (await tx.findUsersByEmail([email])).length > 0;
  if (taken) throw new AppError("already_exists", {}, { fields: ["email"] });
}

const auditedFields = ({ name, priority, email, published }: AdminGroup) => ({ name, priority, email, published });
const targetOf = ({ groupId, name }: AdminGroup) => ({ kind: "group" as const, id: groupId, name });

export type NewGroup = { name: string; priority: number; email?: string | null | undefined; published?: boolean | undefined };

/** @throws AppError `already_exists` for the name of another group, or the address of another group or a person. */
export function createGroup(deps: ChangeDeps, actor: Actor, { name, priority, email = null, published = false }: NewGroup): Promise<AdminGroup> {
  return makeChange(deps, actor, async ({ tx, audit }) => {
    await requireFreeName(tx, name);
    if (email !== null) await requireFreeEmail(tx, email);
    const groupId = GroupId.parse(uuidV7());
    await tx.insertGroup({ groupId, name, priority, email, published });
    const group = await getGroup(tx, groupId);
    audit({ action: "group.create", target: targetOf(group), before: null, after: { name, priority, email, published } });
    return group;
  });
}

/** @throws AppError `group_not_found`; `already_exists` for the name of another group, or the address of another group or a person. */
export function updateGroup(deps: ChangeDeps, actor: Actor, { groupId, name, priority, email, published, addUserIds = [], removeUserIds = [] }: GroupChange): Promise<AdminGroup> {
  return makeChange(deps, actor, async ({ tx, audit, meChanged, policiesChanged }) => {
    const before = await getGroup(tx, groupId);
    const membersBefore = await tx.listMembers(groupId);
    if (name !== undefined) await requireFreeName(tx, name, groupId);
    if (email !== undefined && email !== null) await requireFreeEmail(tx, email, groupId);
    await tx.updateGroup(groupId, { name, priority, email, published });
    await tx.removeMembers(groupId, removeUserIds);
    await tx.addMembers(groupId, addUserIds);
    const after = await getGroup(tx, groupId);
    const membersAfter = await tx.listMembers(groupId);
    const added = membersAfter.filter((userId) => !membersBefore.includes(userId));
    const removed = membersBefore.filter((userId) => !membersAfter.includes(userId));
    const fields = changedFields({ ...auditedFields(before), removed, added: [] }, { ...auditedFields(after), removed: [], added });
    if (!fields) return after;
    audit({ action: "group.update", target: targetOf(after), ...fields });
    // A name or a priority decides among groups, so it may touch every member.
    const touched = before.name === after.name && before.priority === after.priority ? [...added, ...removed] : [...new Set([...membersBefore, ...membersAfter])];
    policiesChanged(touched);
    meChanged(touched);
    return after;
  });
}

/** Its policy goes with it. @throws AppError `group_not_found`. */
export function deleteGroup(deps: ChangeDeps, actor: Actor, groupId: GroupId): Promise<void> {
  return makeChange(deps, actor, async ({ tx, audit, meChanged, policiesChanged }) => {
    const group = await getGroup(tx, groupId);
    const members = await tx.listMembers(groupId);
    const policy = await tx.findPolicy({ kind: "group", groupId });
    await tx.deleteGroup(groupId);
    audit({ action: "group.delete", target: targetOf(group), before: { ...auditedFields(group), members, policy }, after: null });
    policiesChanged(members);
    meChanged(members);
  });
}
