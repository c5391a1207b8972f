"use client";
import { LayoutGrid, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { lazyPart } from "@/components/people/lazy-part";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { EmptyState } from "@/components/ui/empty-state";
import { FOCUS_RING } from "@/components/ui/focus";
import { ColumnHead, Table, TableCell, TableRow } from "@/components/ui/table";
import { type GroupId } from "@/lib/protocol";
import { LoadState } from "./load-state";
import { PageHead } from "./page-head";
import { useGroups } from "./use-admin-facts";

const AddGroupDialog = lazyPart(() => import("./add-group-dialog").then((module) => module.AddGroupDialog));
const GroupPane = lazyPart(() => import("./group-pane").then((module) => module.GroupPane));

export function GroupsPage() {
  const t = useTranslations("admin.groups");
  const groups = useGroups();
  const [openId, setOpenId] = useState<GroupId | null>(null);
  const [isAdding, setIsAdding] = useState(false);
  const open = groups.value?.find(({ groupId }) => groupId === openId);
  const add = (
    <Button variant="primary" onPress={() => setIsAdding(true)}>
      <Plus aria-hidden="true" className="size-4" strokeWidth={1.75} />
      {t("add")}
    </Button>
  );
  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <PageHead title={t("title")} count={groups.value ? String(groups.value.length) : null} lead={t("lead")}>
          {add}
        </PageHead>
        {!groups.value ? (
          <LoadState error={groups.error} onRetry={groups.reload} />
        ) : groups.value.length === 0 ? (
          <EmptyState icon={<LayoutGrid aria-hidden="true" strokeWidth={1.5} />} title={t("noneTitle")} action={<Button onPress={() => setIsAdding(true)}>{t("add")}</Button>}>
            {t("noneText")}
          </EmptyState>
        ) : (
          <div tabIndex={0} role="region" aria-label={t("title")} className={cx("mt-4 min-h-0 flex-1 overflow-auto -outline-offset-2", FOCUS_RING)}>
            <Table
              label={t("title")}
              head={
                <>
                  <ColumnHead className="w-20">{t("columns.order")}</ColumnHead>
                  <ColumnHead>{t("columns.name")}</ColumnHead>
                  <ColumnHead>{t("columns.members")}</ColumnHead>
                </>
              }
            >
              {groups.value.map((group) => (
                <TableRow key={group.groupId} isOpen={group.groupId === openId} onOpen={() => setOpenId(group.groupId)}>
                  <TableCell className="tabular text-text-muted">{group.priority}</TableCell>
                  <TableCell className="w-full max-w-0">
                    <button type="button" aria-expanded={group.groupId === openId} onClick={() => setOpenId(group.groupId)} className={cx("block max-w-full truncate rounded-sm font-medium", FOCUS_RING)}>
                      {group.name}
                    </button>
                    {group.email || group.published ? <span className="block truncate text-[12px]/[16px] text-text-faint">{[group.email, group.published ? t("isPublished") : null].filter(Boolean).join(" · ")}</span> : null}
                  </TableCell>
                  <TableCell className="text-text-muted">{t("members", { count: group.memberCount })}</TableCell>
                </TableRow>
              ))}
            </Table>
          </div>
        )}
      </div>
      {open ? (
        <GroupPane
          key={open.groupId}
          group={open}
          onClose={() => setOpenId(null)}
          onChanged={groups.reload}
          onDeleted={() => {
            setOpenId(null);
            groups.reload();
          }}
        />
      ) : null}
      {isAdding ? (
        <AddGroupDialog
          onClose={() => setIsAdding(false)}
          onAdded={(group) => {
            setIsAdding(false);
            setOpenId(group.groupId);
            groups.reload();
          }}
        />
      ) : null}
    </div>
  );
}
