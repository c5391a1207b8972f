"use client";
import { Plus, Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { lazyPart } from "@/components/people/lazy-part";
import { Button } from "@/components/ui/button";
import { useEver } from "@/components/ui/use-ever";
import { useLoad } from "@/components/ui/use-load";
import { request } from "@/lib/client";
import { type AdminUser, adminUsersRoute, GroupId, UserId, UserStatus } from "@/lib/protocol";
import { LoadState } from "./load-state";
import { PageHead } from "./page-head";
import { useGroups } from "./use-admin-facts";
import { UsersEmpty } from "./users-empty";
import { UsersFilters, type UsersFilter } from "./users-filters";
import { PAGE_SIZE, UsersPaging } from "./users-paging";
import { UsersTable } from "./users-table";

const AddUserDialog = lazyPart(() => import("./add-user-dialog").then((module) => module.AddUserDialog));
const BulkBar = lazyPart(() => import("./bulk-bar").then((module) => module.BulkBar));
const ImportDialog = lazyPart(() => import("./import-dialog").then((module) => module.ImportDialog));
const UserPane = lazyPart(() => import("./user-pane").then((module) => module.UserPane));

/** Find users, look at one, change many. What is filtered and who is open stands in the address. */
export function UsersPage() {
  const t = useTranslations("admin.users");
  const groups = useGroups();
  const { filter, openUserId, change } = useUsersAddress();
  const [offset, setOffset] = useState(0);
  const [selected, setSelected] = useState<ReadonlyMap<UserId, AdminUser>>(new Map());
  const [dialog, setDialog] = useState<"add" | "import" | null>(null);
  const everAdding = useEver(dialog === "add");
  const everImporting = useEver(dialog === "import");
  const query = useDeferredValue(filter.query);
  const list = useLoad(JSON.stringify({ ...filter, query, offset }), () =>
    request(adminUsersRoute, { offset, limit: PAGE_SIZE, ...(query ? { query } : {}), ...(filter.status ? { status: filter.status } : {}), ...(filter.groupId ? { groupId: filter.groupId } : {}) }),
  );
  const isFiltered = filter.query !== "" || filter.status !== null || filter.groupId !== null;

  const setFilter = (next: Partial<UsersFilter>): void => {
    setOffset(0);
    change(next);
  };
  const afterChange = (): void => {
    list.reload();
    groups.reload();
  };
  const users = list.value?.users ?? [];

  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
        <PageHead title={t("title")} count={list.value ? (isFiltered || list.value.total > users.length ? t("count", { shown: users.length, total: list.value.total }) : t("countAll", { total: list.value.total })) : null}>
          <Button variant="quiet" onPress={() => setDialog("import")}>
            <Upload aria-hidden="true" className="size-4" strokeWidth={1.75} />
            {t("import")}
          </Button>
          <Button variant="primary" onPress={() => setDialog("add")}>
            <Plus aria-hidden="true" className="size-4" strokeWidth={1.75} />
            {t("add")}
          </Button>
        </PageHead>
        <UsersFilters filter={filter} groups={groups.value ?? []} onChange={setFilter} />
        {list.value === null ? (
          <LoadState error={list.error} onRetry={list.reload} />
        ) : users.length === 0 ? (
          <UsersEmpty isFiltered={isFiltered} onClear={() => setFilter({ query: "", status: null, groupId: null })} onAdd={() => setDialog("add")} />
        ) : (
          <>
            <UsersTable users={users} groups={groups.value ?? []} selected={selected} onSelect={setSelected} openUserId={openUserId} onOpen={(userId) => change({ openUserId: userId })} />
            <UsersPaging offset={offset} total={list.value.total} onChange={setOffset} isLoading={list.isLoading} />
          </>
        )}
        {selected.size > 0 ? <BulkBar users={[...selected.values()]} groups={groups.value ?? []} onClear={() => setSelected(new Map())} onChanged={afterChange} /> : null}
      </div>
      {openUserId ? <UserPane key={openUserId} userId={openUserId} groups={groups.value ?? []} onClose={() => change({ openUserId: null })} onChanged={afterChange} /> : null}
      {everAdding ? <AddUserDialog isOpen={dialog === "add"} groups={groups.value ?? []} onClose={() => setDialog(null)} onAdded={afterChange} /> : null}
      {everImporting ? <ImportDialog isOpen={dialog === "import"} onClose={() => setDialog(null)} onImported={afterChange} /> : null}
    </div>
  );
}

type Address = UsersFilter & { openUserId: UserId | null };

function useUsersAddress(): { filter: UsersFilter; openUserId: UserId | null; change: (next: Partial<Address>) => void } {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  // The field answers at once, the address a moment later.
  const [query, setQuery] = useState(params.get("query") ?? "");
  const status = UserStatus.safeParse(params.get("status"));
  const groupId = GroupId.safeParse(params.get("group"));
  const userId = UserId.safeParse(params.get("user"));
  const now: Address = { query, status: status.success ? status.data : null, groupId: groupId.success ? groupId.data : null, openUserId: userId.success ? userId.data : null };
  return {
    filter: now,
    openUserId: now.openUserId,
    change(next) {
      const wanted = { ...now, ...next };
      if (next.query !== undefined) setQuery(next.query);
      const address = new URLSearchParams();
      if (wanted.query) address.set("query", wanted.query);
      if (wanted.status) address.set("status", wanted.status);
      if (wanted.groupId) address.set("group", wanted.groupId);
      if (wanted.openUserId) address.set("user", wanted.openUserId);
      router.replace(address.size > 0 ? `${path}?${address}` : path, { scroll: false });
    },
  };
}
