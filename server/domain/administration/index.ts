import type { AdminUser, CustomStateId, GroupId, ManualState, PolicyPatch, PolicyScope, UserId } from "@/lib/protocol";
import type { Actor } from "../audit";
import type { ChangeDeps } from "./change";
import { createCustomState, type CustomStateChange, deleteCustomState, updateCustomState } from "./custom-states";
import { createGroup, deleteGroup, type GroupChange, type NewGroup, updateGroup } from "./groups";
import { importUsers } from "./import-users";
import type { UserQuery } from "./ports";
import { setPolicy, updateOrganisation } from "./settings";
import { createUser, getUser, inviteUser, signOutUser, updateUser, type UserChange, type UserCreation } from "./users";

export type AdministrationDeps = ChangeDeps & { /** Scheme, host and port of links. */ publicUrl: string };

/** What administrators do. Every change is one transaction with its audit entries. The rules are in identity's SPEC.md. */
export function createAdministration(deps: AdministrationDeps) {
  return {
    listUsers: (query: UserQuery) => deps.store.listUsers(query),
    getUser: (userId: UserId): Promise<AdminUser> => getUser(deps.store, userId),
    createUser: (actor: Actor, input: UserCreation) => createUser(deps, actor, input),
    updateUser: (actor: Actor, change: UserChange) => updateUser(deps, actor, change),
    inviteUser: (actor: Actor, userId: UserId) => inviteUser(deps, actor, userId),
    signOutUser: (actor: Actor, userId: UserId) => signOutUser(deps, actor, userId),
    importUsers: (actor: Actor, input: { csv: string; dryRun: boolean }) => importUsers(deps, actor, input),

    listGroups: () => deps.store.listGroups(),
    createGroup: (actor: Actor, input: NewGroup) => createGroup(deps, actor, input),
    updateGroup: (actor: Actor, change: GroupChange) => updateGroup(deps, actor, change),
    deleteGroup: (actor: Actor, groupId: GroupId) => deleteGroup(deps, actor, groupId),

    listCustomStates: () => deps.store.listCustomStates(),
    createCustomState: (actor: Actor, input: { base: ManualState; labels: Readonly<Record<string, string>> }) => createCustomState(deps, actor, input),
    updateCustomState: (actor: Actor, change: CustomStateChange) => updateCustomState(deps, actor, change),
    deleteCustomState: (actor: Actor, customStateId: CustomStateId) => deleteCustomState(deps, actor, customStateId),

    listPolicies: () => deps.store.listPolicies(),
    setPolicy: (actor: Actor, input: { scope: PolicyScope; settings: PolicyPatch }) => setPolicy(deps, actor, input),
    /** @throws AppError `person_not_found`. */
    async explainPolicy(userId: UserId) {
      await getUser(deps.store, userId);
      return deps.policies.explain(userId);
    },

    readOrganisation: () => deps.store.readOrganisation(),
    updateOrganisation: (actor: Actor, patch: { name?: string | undefined; signInText?: string | undefined }) => updateOrganisation(deps, actor, patch),
  };
}
export type Administration = ReturnType<typeof createAdministration>;
export type * from "./ports";
export { CSV_COLUMNS } from "./read-csv";
