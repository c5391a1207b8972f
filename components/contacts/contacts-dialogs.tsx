"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { type ContactGroupId, type ContactId, NAME_MAX, type PersonCard, type UserId } from "@/lib/protocol";
import { codeOf } from "@/lib/client";
import { useClient, useStore } from "@/components/people/client-context";
import { PersonPicker } from "@/components/people/person-picker";
import { useReport } from "@/components/people/report-context";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";

export type ContactsDialog =
  | { readonly kind: "add"; readonly groupId?: ContactGroupId }
  | { readonly kind: "create-group"; readonly contactId?: ContactId }
  | { readonly kind: "rename-group"; readonly groupId: ContactGroupId; readonly name: string }
  | { readonly kind: "remove-group"; readonly groupId: ContactGroupId; readonly name: string }
  | { readonly kind: "remove"; readonly contactId: ContactId; readonly name: string }
  | { readonly kind: "block"; readonly userId: UserId; readonly name: string };

type Props<K extends ContactsDialog["kind"] = ContactsDialog["kind"]> = { dialog: Extract<ContactsDialog, { kind: K }>; onClose: () => void };

/** The questions the list asks. */
export function ContactsDialogs({ dialog, onClose }: Props) {
  switch (dialog.kind) {
    case "add":
      return <AddDialog dialog={dialog} onClose={onClose} />;
    case "create-group":
    case "rename-group":
      return <GroupDialog dialog={dialog} onClose={onClose} />;
    case "remove-group":
    case "remove":
    case "block":
      return <ConfirmDialog dialog={dialog} onClose={onClose} />;
  }
}

function AddDialog({ dialog, onClose }: Props<"add">) {
  const t = useTranslations("contacts.add");
  const cancel = useTranslations("contacts.group");
  const client = useClient();
  const contacts = useStore(client.contacts);
  const [chosen, setChosen] = useState<readonly PersonCard[]>([]);
  const [group, setGroup] = useState<string>(dialog.groupId ?? "none");
  const [state, setState] = useState<"open" | "pending" | "refused">("open");
  const groupId = contacts.groups.find((candidate) => candidate.group.id === group)?.group.id;
  const inList = (userId: string): boolean => contacts.all.some((contact) => contact.userId === userId && (groupId === undefined || contact.groupIds.includes(groupId)));

  const add = async (): Promise<void> => {
    setState("pending");
    const results = await Promise.allSettled(chosen.map((person) => client.contacts.add(person, groupId === undefined ? {} : { groupId })));
    const refused = chosen.filter((_, index) => results[index]?.status === "rejected");
    if (refused.length === 0) return onClose();
    setChosen(refused);
    setState("refused");
  };

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={t("title")}
      closeLabel={cancel("cancel")}
      size="small"
      footer={
        <>
          <Button onPress={onClose}>{cancel("cancel")}</Button>
          <Button variant="primary" isDisabled={chosen.length === 0} isPending={state === "pending"} onPress={() => void add()}>
            {t("confirm", { count: chosen.length })}
          </Button>
        </>
      }
    >
      <p className="pb-3 text-[13px]/[18px] text-text-muted">{t("text")}</p>
      <PersonPicker autoFocus chosen={chosen} onChange={setChosen} noteFor={(userId) => (inList(userId) ? t("inList") : null)} />
      {contacts.groups.length > 0 ? (
        <Select
          className="pt-2"
          label={t("group")}
          value={group}
          onChange={setGroup}
          options={[{ id: "none", label: t("noGroup") }, ...contacts.groups.map((candidate) => ({ id: candidate.group.id, label: candidate.group.name }))]}
        />
      ) : null}
      {state === "refused" ? (
        <p role="alert" className="pt-3 text-[13px]/[18px] text-danger-text">
          {t("refused")}
        </p>
      ) : null}
    </Dialog>
  );
}

function GroupDialog({ dialog, onClose }: Props<"create-group" | "rename-group">) {
  const t = useTranslations("contacts.group");
  const client = useClient();
  const formId = useId();
  const [name, setName] = useState(dialog.kind === "rename-group" ? dialog.name : "");
  const [problem, setProblem] = useState<"exists" | "refused" | null>(null);
  const [isPending, setPending] = useState(false);

  const save = async (): Promise<void> => {
    if (dialog.kind === "rename-group") return client.contacts.renameGroup(dialog.groupId, name.trim());
    const groupId = await client.contacts.createGroup(name.trim());
    const contact = client.contacts.getSnapshot().all.find((candidate) => candidate.id === dialog.contactId);
    if (contact) await client.contacts.place(contact.id, { groupIds: [...contact.groupIds, groupId] });
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

function ConfirmDialog({ dialog, onClose }: Props<"remove-group" | "remove" | "block">) {
  const t = useTranslations("contacts");
  const client = useClient();
  const report = useReport();
  const words = {
    remove: { title: t("remove.title", { name: dialog.name }), text: t("remove.text"), confirm: t("remove.confirm"), cancel: t("remove.cancel") },
    block: { title: t("block.title", { name: dialog.name }), text: t("block.text"), confirm: t("block.confirm"), cancel: t("block.cancel") },
    "remove-group": { title: t("group.removeTitle", { name: dialog.name }), text: t("group.removeText"), confirm: t("group.remove"), cancel: t("group.cancel") },
  }[dialog.kind];
  const run = (): Promise<void> => {
    switch (dialog.kind) {
      case "remove":
        return client.contacts.remove(dialog.contactId);
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
