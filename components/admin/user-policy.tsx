"use client";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { Chip } from "@/components/ui/chip";
import { useLoad } from "@/components/ui/use-load";
import { request } from "@/lib/client";
import { adminEffectivePolicyRoute, type AdminGroup, type AdminUser } from "@/lib/protocol";
import { LoadState } from "./load-state";
import { PaneSection } from "./pane-section";
import { type ChainLink, explain, type Explained, POLICY_AREAS, policyChain } from "./policy-chain";
import { useOrganisation, usePolicies } from "./use-admin-facts";

/** What applies to a user, from where, and instead of what. */
export function UserPolicy({ user, groups }: { user: AdminUser; groups: readonly AdminGroup[] }) {
  const t = useTranslations("admin.effective");
  const tAreas = useTranslations("admin.policies.areas");
  const policies = usePolicies();
  const organisation = useOrganisation();
  // The server's own fold decides what is shown as in force; the chain only explains it.
  const effective = useLoad(user.userId, () => request(adminEffectivePolicyRoute, { userId: user.userId }));

  const missing = [policies, organisation, effective].find(({ value }) => value === null);
  if (missing || !policies.value || !organisation.value || !effective.value) {
    return <LoadState error={missing?.error} onRetry={() => missing?.reload()} />;
  }
  const { settings } = effective.value;
  const chain = policyChain({ userId: user.userId, displayName: user.profile.displayName, groupIds: user.groupIds }, groups, policies.value, organisation.value.name);

  return (
    <div>
      <div className="px-5 pt-3.5">
        <p className="mb-2 text-[12px]/[16px] text-text-muted">{t("lead")}</p>
        <ol className="flex flex-wrap items-center gap-1.5 text-text-faint">
          {chain
            .filter(({ kind }) => kind !== "default")
            .map((link, index) => (
              <Fragment key={link.groupId ?? link.kind}>
                <li className="flex min-w-0 items-center gap-1.5">
                  {index > 0 ? <ChevronRight aria-hidden="true" className="size-3.5 shrink-0 rtl:-scale-x-100" /> : null}
                  <Chip size="small" tone={link.kind === "user" ? "accent" : "neutral"} className="truncate">
                    <ScopeName link={link} />
                  </Chip>
                </li>
              </Fragment>
            ))}
        </ol>
      </div>
      {POLICY_AREAS.map(({ area, names }) => (
        <PaneSection key={area} title={tAreas(area)}>
          <dl>
            {names.map((name) => {
              const told = settings.find((setting) => setting.name === name);
              const explained = explain(chain, name);
              return told && explained ? <EffectiveLine key={name} explained={{ ...explained, value: told.value === true }} /> : null;
            })}
          </dl>
        </PaneSection>
      ))}
      <p className="px-5 pt-4 pb-6">
        <Link href={`/admin/policies?user=${user.userId}`} className="text-[13px]/[18px] font-medium">
          {t("edit")}
        </Link>
      </p>
    </div>
  );
}

function ScopeName({ link }: { link: ChainLink }) {
  const t = useTranslations("admin.effective");
  switch (link.kind) {
    case "user":
      return t("own", { name: link.name });
    case "group":
      return t("group", { name: link.name });
    case "organisation":
      return link.name;
    case "default":
      return t("default");
  }
}

function EffectiveLine({ explained: { name, value, from, insteadOf } }: { explained: Explained }) {
  const t = useTranslations("admin.effective");
  const tPolicies = useTranslations("admin.policies");
  const words = (isAllowed: boolean): string => tPolicies(isAllowed ? "allowed" : "notAllowed");
  return (
    <div className="grid grid-cols-[1fr_auto] gap-x-3 border-b border-border-soft py-[7px] text-[13px]/[18px]">
      <dt>{tPolicies(`names.${name}`)}</dt>
      <dd className="text-end font-medium">{words(value)}</dd>
      <dd className="col-span-2 flex flex-wrap items-center gap-x-1.5 text-[12px]/[16px] text-text-faint">
        {from.kind === "user" ? (
          <span className="font-medium text-accent-text">{t("own", { name: from.name })}</span>
        ) : (
          <span>{from.kind === "default" ? t("fromDefault") : t("from", { scope: from.name })}</span>
        )}
        {insteadOf === null ? null : (
          <>
            {t("instead")} <s className="decoration-border-control">{words(insteadOf)}</s>
          </>
        )}
      </dd>
    </div>
  );
}
