"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { NAME_MAX } from "@/lib/protocol";
import { codeOf } from "@/lib/client";
import { loadPhoneFormat } from "@/lib/client/format";
import { formatPhone } from "@/components/people/phone-format";
import { ownNumbersOf } from "@/components/people/use-phone-format";
import { useClient, useStore } from "@/components/people/client-context";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { type DialogProps } from "./dialog-props";

type Problem = "noNumber" | "limit" | "refused";

/** A number that has no person behind it: a courier, a door, a hotline [F34]. */
export function NumberDialog({ dialog, onClose }: DialogProps<"add-number">) {
  const t = useTranslations("contacts.number");
  const client = useClient();
  const { profile } = useStore(client.session);
  const contacts = useStore(client.contacts);
  const isRenaming = dialog.name !== undefined;
  const [name, setName] = useState(dialog.name ?? dialog.suggestedName ?? "");
  const [typed, setTyped] = useState(() => (dialog.number === undefined ? "" : formatPhone(dialog.number)));
  const [group, setGroup] = useState<string>(dialog.groupId ?? "none");
  const [problem, setProblem] = useState<Problem | null>(null);
  const isFilled = name.trim() !== "" && typed.trim() !== "";

  // What is marked as wrong holds the form back; whatever is typed may be right.
  const edited = (set: (text: string) => void) => (text: string) => {
    set(text);
    setProblem(null);
  };
  const save = async (): Promise<void> => {
    const { phoneCountryOf, phoneToE164 } = await loadPhoneFormat();
    const country = phoneCountryOf(ownNumbersOf(profile), navigator.languages);
    const number = phoneToE164(typed, country);
    if (number === null) return setProblem("noNumber");
    const groupId = contacts.groups.find((candidate) => candidate.group.id === group)?.group.id;
    await client.contacts.addNumber({ name: name.trim(), number, ...(groupId && { groupId }) });
    onClose();
  };
  const refuse = (error: unknown): void => setProblem(codeOf(error) === "contact_limit" ? "limit" : "refused");
  return (
    <FormDialog title={isRenaming ? t("renameTitle") : t("title")} submitLabel={isRenaming ? t("rename") : t("add")} closeLabel={t("cancel")} cancelLabel={t("cancel")} isReady={isFilled} onClose={onClose} onSubmit={save} onRefused={refuse}>
      <TextField label={t("name")} value={name} onChange={edited(setName)} maxLength={NAME_MAX} autoFocus {...(problem === "limit" || problem === "refused" ? { error: t(problem) } : {})} />
      <TextField label={t("number")} type="tel" value={typed} onChange={edited(setTyped)} isReadOnly={isRenaming} {...(problem === "noNumber" ? { error: t("noNumber") } : isRenaming ? {} : { hint: t("numberHint") })} />
      {contacts.groups.length > 0 && !isRenaming ? (
        <Select label={t("group")} value={group} onChange={setGroup} options={[{ id: "none", label: t("noGroup") }, ...contacts.groups.map((candidate) => ({ id: candidate.group.id, label: candidate.group.name }))]} />
      ) : null}
    </FormDialog>
  );
}
