"use client";
import { useTranslations } from "next-intl";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { type AdminGroup, type GroupId, NAME_MAX, UserStatus } from "@/lib/protocol";

export type UsersFilter = { query: string; status: UserStatus | null; groupId: GroupId | null };

const ANY = "any";

export function UsersFilters({ filter, groups, onChange }: { filter: UsersFilter; groups: readonly AdminGroup[]; onChange: (next: Partial<UsersFilter>) => void }) {
  const t = useTranslations("admin.users");
  const tAdmin = useTranslations("admin");
  const tUi = useTranslations("ui");
  const statuses = [{ id: ANY, label: t("anyStatus") }, ...UserStatus.options.map((id) => ({ id, label: tAdmin(`status.${id}`) }))];
  const choices = [{ id: ANY, label: t("anyGroup") }, ...groups.map(({ groupId, name }) => ({ id: groupId, label: name }))];
  return (
    <div role="search" aria-label={t("search")} className="flex shrink-0 flex-wrap items-center gap-1.5 px-6 pt-3.5 pb-3 max-sm:px-4">
      <SearchField className="w-70 max-w-full" label={t("search")} placeholder={t("searchPlaceholder")} clearLabel={tUi("clear")} maxLength={NAME_MAX} value={filter.query} onChange={(query) => onChange({ query })} />
      <Select size="inline" label={t("filterStatus")} labelHidden options={statuses} value={filter.status ?? ANY} onChange={(id) => onChange({ status: UserStatus.options.find((status) => status === id) ?? null })} />
      {groups.length > 0 ? (
        <Select size="inline" className="max-w-60" label={t("filterGroup")} labelHidden options={choices} value={filter.groupId ?? ANY} onChange={(id) => onChange({ groupId: groups.find(({ groupId }) => groupId === id)?.groupId ?? null })} />
      ) : null}
    </div>
  );
}
