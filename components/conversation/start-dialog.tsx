"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type ConversationId, type PersonCard, SUBJECT_MAX } from "@/lib/protocol";
import { codeOf } from "@/lib/client";
import { useClient, useStore } from "@/components/people/client-context";
import { PersonPicker } from "@/components/people/person-picker";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";

/** Chooses who a new conversation is with: one person opens the lasting one, more start a group. */
export function StartDialog({ onClose, onOpenConversation }: { onClose: () => void; onOpenConversation: (id: ConversationId) => void }) {
  const t = useTranslations("conversation.start");
  const add = useTranslations("conversation.add");
  const client = useClient();
  const me = useStore(client.session);
  const [chosen, setChosen] = useState<readonly PersonCard[]>([]);
  const [subject, setSubject] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const forbidden = chosen.length > 1 && !me.policy.groupConversations;

  const start = async (): Promise<void> => {
    const [first] = chosen;
    if (!first) return;
    const userIds = chosen.map((person) => person.userId);
    const id = chosen.length === 1 ? await client.conversations.openDirect(first.userId) : await client.conversations.start({ userIds, ...(subject.trim() === "" ? {} : { subject: subject.trim() }) });
    onClose();
    onOpenConversation(id);
  };
  const submit = (): void => {
    setPending(true);
    start()
      .catch((error: unknown) => setProblem(codeOf(error) === "policy_forbids" ? add("forbidden") : t("refused")))
      .finally(() => setPending(false));
  };

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={t("title")}
      closeLabel={add("cancel")}
      size="small"
      footer={
        <>
          <Button onPress={onClose}>{add("cancel")}</Button>
          <Button variant="primary" isDisabled={chosen.length === 0 || forbidden} isPending={isPending} onPress={submit}>
            {t("confirm")}
          </Button>
        </>
      }
    >
      <PersonPicker autoFocus chosen={chosen} onChange={setChosen} />
      {chosen.length > 1 && !forbidden ? <TextField className="pt-1" label={t("subject")} hint={t("subjectHint")} value={subject} onChange={setSubject} maxLength={SUBJECT_MAX} /> : null}
      {forbidden || problem ? (
        <p role="alert" className="pt-3 text-[13px]/[18px] text-danger-text">
          {forbidden ? add("forbidden") : problem}
        </p>
      ) : null}
    </Dialog>
  );
}
