import type { Policy, PolicyPatch, PolicyScope, UserId } from "@/lib/protocol";
import { type Actor, type AuditTarget, changedFields } from "../audit";
import { AppError } from "../errors";
import { type ChangeDeps, makeChange } from "./change";
import type { AdministrationTx, Organisation } from "./ports";
import { getUser } from "./users";

type Scoped = { target: AuditTarget; affected: readonly UserId[] | "all" };

async function findScope(tx: AdministrationTx, scope: PolicyScope): Promise<Scoped> {
  switch (scope.kind) {
    case "organisation":
      return { target: { kind: "policy", id: "organisation", name: (await tx.readOrganisation()).name }, affected: "all" };
    case "group": {
      const group = await tx.findGroup(scope.groupId);
      if (!group) throw new AppError("group_not_found", { groupId: scope.groupId });
      return { target: { kind: "policy", id: scope.groupId, name: group.name }, affected: await tx.listMembers(scope.groupId) };
    }
    case "user": {
      const user = await getUser(tx, scope.userId);
      return { target: { kind: "policy", id: scope.userId, name: user.profile.displayName }, affected: [scope.userId] };
    }
  }
}

/**
 * Says what a scope's policy says; empty settings remove it. In force at once, and told to the endpoints of whom it is for.
 *
 * @throws AppError `group_not_found`, `person_not_found`.
 */
export function setPolicy(deps: ChangeDeps, actor: Actor, { scope, settings }: { scope: PolicyScope; settings: PolicyPatch }): Promise<Policy> {
  return makeChange(deps, actor, async ({ tx, audit, meChanged, policiesChanged }) => {
    const { target, affected } = await findScope(tx, scope);
    const stored = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as PolicyPatch;
    const remove = Object.keys(stored).length === 0;
    const before = await tx.findPolicy(scope);
    await tx.setPolicy(scope, remove ? null : stored);
    const fields = changedFields(before ?? {}, stored);
    if (fields) audit({ action: remove ? "policy.remove" : "policy.set", target, ...fields });
    policiesChanged(affected);
    meChanged(affected);
    return { scope, settings: stored };
  });
}

/** The SIP domain is part of everybody's address and stays as it was set up. */
export function updateOrganisation(deps: ChangeDeps, actor: Actor, patch: { name?: string | undefined; signInText?: string | undefined }): Promise<Organisation> {
  return makeChange(deps, actor, async ({ tx, audit }) => {
    const before = await tx.readOrganisation();
    await tx.updateOrganisation(patch);
    const after = await tx.readOrganisation();
    const fields = changedFields(before, after);
    if (fields) audit({ action: "organisation.update", target: { kind: "organisation", id: "1", name: after.name }, ...fields });
    return after;
  });
}
