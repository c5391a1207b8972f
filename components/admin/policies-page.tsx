"use client";
import { useTranslations } from "next-intl";
import { useRouter, useSearchParams } from "next/navigation";
import { useLoad } from "@/components/ui/use-load";
import { request } from "@/lib/client";
import { type AdminGroup, adminPoliciesRoute, adminUserRoute, type Policy, type PolicyScope, UserId } from "@/lib/protocol";
import { LoadState } from "./load-state";
import { PageHead } from "./page-head";
import { PolicyEditor } from "./policy-editor";
import { PolicyScopes, type ScopeChoice } from "./policy-scopes";
import { scopeKey } from "./scope-key";
import { useGroups, useOrganisation } from "./use-admin-facts";

/** The policies of the organisation, of each group and of single users; which one is open stands in the address. */
export function PoliciesPage() {
  const t = useTranslations("admin.policies");
  const router = useRouter();
  const params = useSearchParams();
  const groups = useGroups();
  const organisation = useOrganisation();
  const wantedUser = params.get("user");
  const load = useLoad(`policies ${wantedUser ?? ""}`, () => loadPolicies(wantedUser));

  if (!groups.value || !organisation.value || !load.value) {
    const missing = [groups, organisation, load].find(({ value }) => value === null);
    return (
      <div className="min-h-0 flex-1">
        <PageHead title={t("title")} lead={t("lead")} />
        <LoadState error={missing?.error} onRetry={() => missing?.reload()} />
      </div>
    );
  }

  const { policies, names } = load.value;
  const choices = choicesOf(groups.value, policies, names, wantedUser, organisation.value.name);
  const wanted = wantedUser ? `user:${wantedUser}` : params.get("group") ? `group:${params.get("group")}` : "organisation";
  const chosen = choices.find(({ key }) => key === wanted) ?? choices[0];
  const choose = ({ scope }: ScopeChoice): void => router.replace(scope.kind === "user" ? `/admin/policies?user=${scope.userId}` : scope.kind === "group" ? `/admin/policies?group=${scope.groupId}` : "/admin/policies", { scroll: false });

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHead title={t("title")} lead={t("lead")} />
      <div className="mt-4 grid min-h-0 flex-1 border-t border-border max-md:overflow-auto md:grid-cols-[240px_minmax(0,1fr)]">
        <PolicyScopes choices={choices} chosenKey={chosen?.key ?? ""} onChoose={choose} />
        {chosen ? <PolicyEditor key={chosen.key} choice={chosen} fallback={fallbackOf(chosen, policies)} onSaved={load.reload} /> : null}
      </div>
    </div>
  );
}

type Loaded = { policies: readonly Policy[]; names: ReadonlyMap<UserId, string> };

/** Policies name users by id only; there are few with one of their own. */
async function loadPolicies(wantedUser: string | null): Promise<Loaded> {
  const { policies } = await request(adminPoliciesRoute, {});
  const wanted = UserId.safeParse(wantedUser);
  const userIds = new Set(policies.flatMap(({ scope }) => (scope.kind === "user" ? [scope.userId] : [])));
  if (wanted.success) userIds.add(wanted.data);
  const names = new Map<UserId, string>();
  for (const userId of userIds) names.set(userId, (await request(adminUserRoute, { userId })).profile.displayName);
  return { policies, names };
}

function choicesOf(groups: readonly AdminGroup[], policies: readonly Policy[], names: ReadonlyMap<UserId, string>, wantedUser: string | null, organisationName: string): ScopeChoice[] {
  const settingsOf = (scope: PolicyScope): Policy["settings"] => policies.find((policy) => scopeKey(policy.scope) === scopeKey(scope))?.settings ?? {};
  const choice = (scope: PolicyScope, name: string): ScopeChoice => ({ key: scopeKey(scope), scope, name, settings: settingsOf(scope) });
  const users = [...names].filter(([userId]) => userId === wantedUser || Object.keys(settingsOf({ kind: "user", userId })).length > 0).sort(([, one], [, other]) => one.localeCompare(other));
  return [
    choice({ kind: "organisation" }, organisationName),
    ...groups.map(({ groupId, name }) => choice({ kind: "group", groupId }, name)),
    ...users.map(([userId, name]) => choice({ kind: "user", userId }, name)),
  ];
}

/** What holds for everybody where this scope says nothing: the organisation's word, for groups and users. */
function fallbackOf(choice: ScopeChoice, policies: readonly Policy[]): Policy["settings"] {
  return choice.scope.kind === "organisation" ? {} : (policies.find(({ scope }) => scope.kind === "organisation")?.settings ?? {});
}
