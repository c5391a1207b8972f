"use client";
import { useTranslations } from "next-intl";
import { AuditList } from "./audit-list";
import { PageHead } from "./page-head";
import { useGroups } from "./use-admin-facts";

export function AuditPage() {
  const t = useTranslations("admin.audit");
  const groups = useGroups();
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHead title={t("title")} lead={t("lead")} />
      <div tabIndex={0} role="region" aria-label={t("title")} className="mt-4 min-h-0 flex-1 overflow-auto -outline-offset-2">
        <AuditList groups={groups.value ?? []} look="wide" />
      </div>
    </div>
  );
}
