"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { NAME_MAX } from "@/lib/protocol";
import { codeOf } from "@/lib/client";
import { useClient } from "@/components/people/client-context";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { moveInto } from "../drop";
import { type DialogProps } from "./dialog-props";

/** The name of an own group. */
export function GroupDialog({ dialog, onClose }: DialogProps<"create-group" | "rename-group">) {
  const t = useTranslations("contacts.group");
  const client = useClient();
  const [name, setName] = useState(dialog.kind === "rename-group" ? dialog.name : "");
  const [problem, setProblem] = useState<"exists" | "refused" | null>(null);

  // What is marked as wrong holds the form back; whatever is typed may be right.
  const rename = (text: string): void => {
    setName(text);
    setProblem(null);
  };
  const save = async (): Promise<void> => {
    if (dialog.kind === "rename-group") await client.contacts.renameGroup(dialog.groupId, name.trim());
    else await moveInto(client.contacts, dialog.rows ?? [], await client.contacts.createGroup(name.trim()));
    onClose();
  };
  const label = dialog.kind === "create-group" ? { title: t("createTitle"), submit: t("create") } : { title: t("renameTitle"), submit: t("save") };
  return (
    <FormDialog title={label.title} submitLabel={label.submit} closeLabel={t("cancel")} cancelLabel={t("cancel")} isReady={name.trim() !== ""} onClose={onClose} onSubmit={save} onRefused={(error) => setProblem(codeOf(error) === "already_exists" ? "exists" : "refused")}>
      <TextField label={t("name")} value={name} onChange={rename} maxLength={NAME_MAX} autoFocus {...(problem ? { error: t(problem) } : {})} />
    </FormDialog>
  );
}
