"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { NAME_MAX } from "@/lib/protocol";
import { codeOf } from "@/lib/client";
import { useClient } from "@/components/people/client-context";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";
import { moveInto } from "../drop";
import { type DialogProps } from "./dialog-props";

/** The name of an own group. */
export function GroupDialog({ dialog, onClose }: DialogProps<"create-group" | "rename-group">) {
  const t = useTranslations("contacts.group");
  const client = useClient();
  const formId = useId();
  const [name, setName] = useState(dialog.kind === "rename-group" ? dialog.name : "");
  const [problem, setProblem] = useState<"exists" | "refused" | null>(null);
  const [isPending, setPending] = useState(false);

  const save = async (): Promise<void> => {
    if (dialog.kind === "rename-group") return client.contacts.renameGroup(dialog.groupId, name.trim());
    const groupId = await client.contacts.createGroup(name.trim());
    await moveInto(client.contacts, dialog.rows ?? [], groupId);
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === "" || isPending) return;
    setPending(true);
    save()
      .then(onClose, (error: unknown) => setProblem(codeOf(error) === "already_exists" ? "exists" : "refused"))
      .finally(() => setPending(false));
  };

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={dialog.kind === "create-group" ? t("createTitle") : t("renameTitle")}
      closeLabel={t("cancel")}
      size="small"
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit" form={formId} isDisabled={name.trim() === ""} isPending={isPending}>
            {dialog.kind === "create-group" ? t("create") : t("save")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit}>
        <TextField label={t("name")} value={name} onChange={setName} maxLength={NAME_MAX} autoFocus {...(problem ? { error: t(problem) } : {})} />
      </form>
    </Dialog>
  );
}
