"use client";
import { ChevronUp, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { codeOf, type CallErrorCode, request } from "@/lib/client";
import { type AdminGroup, adminGroupUpdateRoute, type AdminUser, adminUserSignOutRoute, adminUserUpdateRoute } from "@/lib/protocol";

type Done = { text: string };
/** On the dark bar, which is the text's colour turned round. */
const ON_BAR = "text-surface! bg-transparent! shadow-none! hover:bg-[color-mix(in_srgb,var(--surface),transparent_86%)]! disabled:opacity-60";

/** What can be done with all selected users at once. */
export function BulkBar({ users, groups, onClear, onChanged }: { users: readonly AdminUser[]; groups: readonly AdminGroup[]; onClear: () => void; onChanged: () => void }) {
  const t = useTranslations("admin.bulk");
  const tErrors = useTranslations("ui.errors");
  const tUi = useTranslations("ui");
  const [done, setDone] = useState<Done | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [asksDisable, setAsksDisable] = useState(false);

  const forEach = async (subjects: readonly AdminUser[], act: (user: AdminUser) => Promise<unknown>, words: (count: number) => string): Promise<void> => {
    setIsBusy(true);
    setDone(null);
    const failures: CallErrorCode[] = [];
    for (const user of subjects) {
      try {
        await act(user);
      } catch (error) {
        failures.push(codeOf(error));
      }
    }
    const [first] = failures;
    const failed = first ? ` · ${t("failed", { count: failures.length, reason: tErrors(first) })}` : "";
    setDone({ text: `${words(subjects.length - failures.length)}${failed}` });
    setIsBusy(false);
    setAsksDisable(false);
    onChanged();
  };

  const setStatus = (status: "active" | "disabled"): Promise<void> => {
    const subjects = users.filter((user) => (user.status === "disabled") === (status === "active"));
    return forEach(subjects, ({ userId }) => request(adminUserUpdateRoute, { userId, status }), (count) => t(status === "active" ? "enabled" : "disabled", { count }));
  };
  const addTo = async (group: AdminGroup): Promise<void> => {
    setIsBusy(true);
    try {
      await request(adminGroupUpdateRoute, { groupId: group.groupId, addUserIds: users.map(({ userId }) => userId) });
      setDone({ text: t("added", { count: users.length, group: group.name }) });
      onChanged();
    } catch (error) {
      setDone({ text: t("failed", { count: users.length, reason: tErrors(codeOf(error)) }) });
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <>
      <div
        role="toolbar"
        aria-label={t("label")}
        className="absolute inset-x-3 bottom-5 z-5 mx-auto flex w-fit max-w-[calc(100%-24px)] flex-wrap items-center gap-1 rounded-[12px] bg-text py-[5px] ps-3.5 pe-1.5 text-[13px]/[18px] text-surface shadow-[var(--e3)] forced-colors:border forced-colors:border-solid"
      >
        <span role="status" className="max-w-80">{done ? done.text : t("selected", { count: users.length })}</span>
        <span aria-hidden="true" className="mx-1.5 h-4.5 w-px bg-[color-mix(in_srgb,var(--surface),transparent_78%)]" />
        <Button variant="quiet" className={ON_BAR} isDisabled={isBusy} onPress={() => void forEach(users, ({ userId }) => request(adminUserSignOutRoute, { userId }), (count) => t("signedOut", { count }))}>
          {t("signOut")}
        </Button>
        {users.some(({ status }) => status !== "disabled") ? (
          <Button variant="quiet" className={ON_BAR} isDisabled={isBusy} onPress={() => setAsksDisable(true)}>
            {t("disable")}
          </Button>
        ) : null}
        {users.some(({ status }) => status === "disabled") ? (
          <Button variant="quiet" className={ON_BAR} isDisabled={isBusy} onPress={() => void setStatus("active")}>
            {t("enable")}
          </Button>
        ) : null}
        {groups.length > 0 ? (
          <MenuTrigger>
            <Button variant="quiet" className={ON_BAR} isDisabled={isBusy}>
              {t("addToGroup")}
              <ChevronUp aria-hidden="true" className="size-3.5" strokeWidth={2} />
            </Button>
            <Menu
              aria-label={t("addToGroup")}
              popover={{ placement: "top" }}
              onAction={(key) => {
                const group = groups.find(({ groupId }) => groupId === key);
                if (group) void addTo(group);
              }}
            >
              {groups.map((group) => (
                <MenuItem key={group.groupId} id={group.groupId}>
                  {group.name}
                </MenuItem>
              ))}
            </Menu>
          </MenuTrigger>
        ) : null}
        <IconButton label={t("clear")} className={ON_BAR} onPress={onClear}>
          <X aria-hidden="true" className="size-4" />
        </IconButton>
      </div>
      <AlertDialog isOpen={asksDisable} onOpenChange={setAsksDisable} title={t("disableTitle", { count: users.length })} confirmLabel={t("disable")} cancelLabel={tUi("cancel")} isPending={isBusy} onConfirm={() => void setStatus("disabled")}>
        {t("disableText")}
      </AlertDialog>
    </>
  );
}
