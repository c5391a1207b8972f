"use client";
import { useTranslations } from "next-intl";
import { type ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import { Spinner } from "@/components/ui/spinner";
import { type FetchedSnapshot } from "@/lib/client";

/** The rows, or what stands in their place. */
export function SourceList<T>({ label, snapshot, empty, children }: { label: string; snapshot: FetchedSnapshot<readonly T[]>; empty: string; children: (item: T) => ReactNode }) {
  const t = useTranslations("sources");
  const tUi = useTranslations("ui");
  if (!snapshot.value) {
    return snapshot.status === "failed" ? (
      <Banner tone="danger">{t("loadFailed")}</Banner>
    ) : (
      <p role="status" className="flex items-center gap-2 text-[13px]/[18px] text-text-muted">
        <Spinner /> {tUi("loading")}
      </p>
    );
  }
  if (snapshot.value.length === 0) return <p className="max-w-[68ch] text-[14px]/[21px] text-pretty text-text-muted">{empty}</p>;
  return (
    <ul aria-label={label} className="border-t border-border">
      {snapshot.value.map(children)}
    </ul>
  );
}
