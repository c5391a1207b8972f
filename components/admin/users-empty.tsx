"use client";
import { SearchX, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export function UsersEmpty({ isFiltered, onClear, onAdd }: { isFiltered: boolean; onClear: () => void; onAdd: () => void }) {
  const t = useTranslations("admin.users");
  return isFiltered ? (
    <EmptyState icon={<SearchX aria-hidden="true" strokeWidth={1.5} />} title={t("noneFoundTitle")} action={<Button onPress={onClear}>{t("clearFilters")}</Button>}>
      {t("noneFoundText")}
    </EmptyState>
  ) : (
    <EmptyState icon={<Users aria-hidden="true" strokeWidth={1.5} />} title={t("noneTitle")} action={<Button onPress={onAdd}>{t("add")}</Button>}>
      {t("noneText")}
    </EmptyState>
  );
}
