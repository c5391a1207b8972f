"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";
import { Spinner } from "@/components/ui/spinner";

export const PAGE_SIZE = 50;

export function UsersPaging({ offset, total, isLoading, onChange }: { offset: number; total: number; isLoading: boolean; onChange: (offset: number) => void }) {
  const t = useTranslations("admin.users");
  if (total <= PAGE_SIZE) return null;
  return (
    <div className="tabular flex shrink-0 items-center justify-end gap-2 border-t border-border px-6 py-2 text-[12px]/[16px] text-text-muted max-sm:px-4">
      {isLoading ? <Spinner /> : null}
      <span role="status">{t("range", { from: offset + 1, to: Math.min(total, offset + PAGE_SIZE), total })}</span>
      <IconButton label={t("previous")} isDisabled={offset === 0} onPress={() => onChange(Math.max(0, offset - PAGE_SIZE))}>
        <ChevronLeft aria-hidden="true" className="size-4 rtl:-scale-x-100" />
      </IconButton>
      <IconButton label={t("next")} isDisabled={offset + PAGE_SIZE >= total} onPress={() => onChange(offset + PAGE_SIZE)}>
        <ChevronRight aria-hidden="true" className="size-4 rtl:-scale-x-100" />
      </IconButton>
    </div>
  );
}
