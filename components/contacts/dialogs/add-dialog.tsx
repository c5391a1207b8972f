"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type PersonCard } from "@/lib/protocol";
import { useClient, useStore } from "@/components/people/client-context";
import { PersonPicker } from "@/components/people/person-picker";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { type DialogProps } from "./dialog-props";

/** Puts people into the list, and into a group of it. */
export function AddDialog({ dialog, onClose }: DialogProps<"add">) {
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
