"use client";
import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTimes } from "@/components/people/use-times";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useLoad } from "@/components/ui/use-load";
import { request } from "@/lib/client";
import { type AdminGroup, adminAuditRoute, type AuditEntry } from "@/lib/protocol";
import { AuditChange } from "./audit-change";
import { LoadState } from "./load-state";

const PAGE = 50;

/** Changes, newest first, with before and after; of everything, or of one user, group or policy. */
export function AuditList({ targetId, groups, look }: { targetId?: string; groups: readonly AdminGroup[]; look: "wide" | "narrow" }) {
  const t = useTranslations("admin.audit");
  const [earlier, setEarlier] = useState<{ entries: readonly AuditEntry[]; more: boolean } | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const newest = useLoad(targetId ?? "all", () => request(adminAuditRoute, { limit: PAGE, ...(targetId ? { targetId } : {}) }));
  if (!newest.value) return <LoadState error={newest.error} onRetry={newest.reload} />;

  const entries = [...newest.value.entries, ...(earlier?.entries ?? [])];
  const more = earlier ? earlier.more : newest.value.more;
  const loadEarlier = async (): Promise<void> => {
    const last = entries.at(-1);
    if (!last) return;
    setIsBusy(true);
    try {
      const answer = await request(adminAuditRoute, { limit: PAGE, beforeId: last.id, ...(targetId ? { targetId } : {}) });
      setEarlier({ entries: [...(earlier?.entries ?? []), ...answer.entries], more: answer.more });
    } finally {
      setIsBusy(false);
    }
  };

  if (entries.length === 0) {
    return (
      <EmptyState icon={<History aria-hidden="true" strokeWidth={1.5} />} title={t("noneTitle")}>
        {t("noneText")}
      </EmptyState>
    );
  }
  return (
    <div className={look === "wide" ? "px-6 pb-6 max-sm:px-4" : "px-5 pb-6"}>
      <ol aria-label={t("title")}>
        {entries.map((entry) => (
          <AuditRow key={entry.id} entry={entry} groups={groups} look={look} />
        ))}
      </ol>
      {more ? (
        <Button className="mt-4" isPending={isBusy} onPress={() => void loadEarlier()}>
          {t("more")}
        </Button>
      ) : null}
    </div>
  );
}

function AuditRow({ entry, groups, look }: { entry: AuditEntry; groups: readonly AdminGroup[]; look: "wide" | "narrow" }) {
  const t = useTranslations("admin.audit");
  const times = useTimes();
  const atMs = Date.parse(entry.at);
  const actor = entry.actorName || t("system");
  const action = useActionWords(entry.action);
  return (
    <li className={look === "wide" ? "grid gap-x-6 gap-y-0.5 border-b border-border-soft py-2.5 text-[13px]/[18px] md:grid-cols-[150px_minmax(0,260px)_minmax(0,1fr)]" : "border-b border-border-soft py-2.5 text-[13px]/[18px]"}>
      <time dateTime={entry.at} title={times.full(atMs)} className="block text-[12px]/[18px] text-text-faint">
        {times.day(atMs)}, {times.time(atMs)}
      </time>
      <div className="min-w-0">
        <p className="font-medium break-words">{look === "wide" && entry.targetName ? `${action}: ${entry.targetName}` : action}</p>
        <p className="text-[12px]/[16px] break-words text-text-muted">
          {actor} {t("from", { address: entry.address })}
        </p>
      </div>
      <AuditChange entry={entry} groups={groups} />
    </li>
  );
}

/** Codes that a later server adds are shown as they are. */
function useActionWords(code: string): string {
  const t = useTranslations("admin.audit.actions");
  const key = code as Parameters<typeof t>[0];
  return t.has(key) ? t(key) : code;
}
