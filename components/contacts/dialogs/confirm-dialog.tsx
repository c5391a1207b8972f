"use client";
import { useTranslations } from "next-intl";
import { useClient } from "@/components/people/client-context";
import { useReport } from "@/components/people/report-context";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { type DialogProps } from "./dialog-props";

/** What is not done without a word: it removes, or shuts out. */
export function ConfirmDialog({ dialog, onClose }: DialogProps<"remove-group" | "remove" | "block">) {
  const t = useTranslations("contacts");
  const client = useClient();
  const report = useReport();
  const several = dialog.kind === "remove" ? dialog.contactIds.length : 1;
  const words = {
    remove: { title: several > 1 ? t("remove.titleMany", { count: several }) : t("remove.title", { name: dialog.name }), text: several > 1 ? t("remove.textMany") : t("remove.text"), confirm: t("remove.confirm"), cancel: t("remove.cancel") },
    block: { title: t("block.title", { name: dialog.name }), text: t("block.text"), confirm: t("block.confirm"), cancel: t("block.cancel") },
    "remove-group": { title: t("group.removeTitle", { name: dialog.name }), text: t("group.removeText"), confirm: t("group.remove"), cancel: t("group.cancel") },
  }[dialog.kind];
  const run = (): Promise<unknown> => {
    switch (dialog.kind) {
      case "remove":
        return Promise.all(dialog.contactIds.map((contactId) => client.contacts.remove(contactId)));
      case "block":
        return client.people.setAccess(dialog.userId, "blocked");
      case "remove-group":
        return client.contacts.removeGroup(dialog.groupId);
    }
  };
  return (
    <AlertDialog
      isOpen
      onOpenChange={onClose}
      title={words.title}
      confirmLabel={words.confirm}
      cancelLabel={words.cancel}
      onConfirm={() => {
        report(run());
        onClose();
      }}
    >
      {words.text}
    </AlertDialog>
  );
}
