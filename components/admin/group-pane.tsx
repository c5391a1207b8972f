"use client";
import { Users } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Avatar } from "@/components/people/avatar";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { codeOf, type CallErrorCode, request } from "@/lib/client";
import { type AdminGroup, adminGroupDeleteRoute, adminGroupUpdateRoute } from "@/lib/protocol";
import { GroupFields, groupInputOf, type GroupValues, groupValuesOf, wrongOf } from "./group-fields";
import { GroupMembers } from "./group-members";
import { PaneSection } from "./pane-section";
import { SidePane } from "./side-pane";

type Props = { group: AdminGroup; onClose: () => void; onChanged: () => void; onDeleted: () => void };

export function GroupPane({ group, onClose, onChanged, onDeleted }: Props) {
  const t = useTranslations("admin.groups");
  const tUi = useTranslations("ui");
  const [values, setValues] = useState(() => groupValuesOf(group));
  const [code, setCode] = useState<CallErrorCode | null>(null);
  const [asksDelete, setAsksDelete] = useState(false);

  const commit = async (typed: GroupValues): Promise<void> => {
    const next = groupInputOf(typed);
    const isSame = next.name === group.name && next.priority === group.priority && next.email === group.email && next.published === group.published;
    if (wrongOf(typed).length > 0 || isSame) return;
    setCode(null);
    try {
      await request(adminGroupUpdateRoute, { groupId: group.groupId, ...next });
      onChanged();
    } catch (error) {
      setCode(codeOf(error));
    }
  };
  const remove = async (): Promise<void> => {
    try {
      await request(adminGroupDeleteRoute, { groupId: group.groupId });
      onDeleted();
    } catch (error) {
      setCode(codeOf(error));
    } finally {
      setAsksDelete(false);
    }
  };

  return (
    <SidePane
      label={t("details", { name: group.name })}
      closeLabel={t("close")}
      onClose={onClose}
      head={
        <>
          <Avatar id={group.groupId} name={group.name} size={40} icon={<Users aria-hidden="true" className="size-5" strokeWidth={1.75} />} />
          <div className="min-w-0">
            <h2 className="truncate text-[15px]/[20px] font-semibold">{group.name}</h2>
            <p className="text-[12px]/[16px] text-text-muted">{t("members", { count: group.memberCount })}</p>
          </div>
        </>
      }
    >
      <div className="min-h-0 flex-1 overflow-auto border-t border-border pb-6">
        <div className="grid gap-3.5 px-5 pt-4">
          <GroupFields values={values} onChange={setValues} showProblems code={null} onBlur={() => void commit(values)} onSwitch={(next) => void commit(next)} />
          {code ? (
            <Banner tone="danger" urgent>
              {tUi(`errors.${code}`)}
            </Banner>
          ) : null}
          <Link href={`/admin/policies?group=${group.groupId}`} className="text-[13px]/[18px] font-medium">
            {t("policyLink")}
          </Link>
        </div>
        <PaneSection title={t("memberList")}>
          <GroupMembers group={group} onChanged={onChanged} />
        </PaneSection>
        <div className="px-5 pt-5">
          <Button variant="danger" onPress={() => setAsksDelete(true)}>
            {t("delete")}
          </Button>
        </div>
      </div>
      <AlertDialog isOpen={asksDelete} onOpenChange={setAsksDelete} title={t("deleteTitle", { name: group.name })} confirmLabel={t("delete")} cancelLabel={tUi("cancel")} onConfirm={() => void remove()}>
        {t("deleteText")}
      </AlertDialog>
    </SidePane>
  );
}
