"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type ConversationId, type ConversationSummary, type MessageId, type PersonCard, SUBJECT_MAX } from "@/lib/protocol";
import { codeOf, type ConversationSnapshot, type ConversationStore } from "@/lib/client";
import { useClient, useStore } from "@/components/people/client-context";
import { PersonPicker } from "@/components/people/person-picker";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { RadioGroup } from "@/components/ui/radio-group";
import { TextField } from "@/components/ui/text-field";

export type ConversationDialog = { readonly kind: "add" } | { readonly kind: "rename" } | { readonly kind: "leave" } | { readonly kind: "delete"; readonly messageId: MessageId };

type Props = {
  dialog: ConversationDialog;
  store: ConversationStore;
  snapshot: ConversationSnapshot;
  summary: ConversationSummary;
  onClose: () => void;
  onOpenConversation: (id: ConversationId) => void;
  onLeft: () => void;
};

/** The questions a conversation asks. */
export function ConversationDialogs(props: Props) {
  switch (props.dialog.kind) {
    case "add":
      return <AddDialog {...props} />;
    case "rename":
      return <RenameDialog {...props} />;
    case "leave":
      return <LeaveDialog {...props} />;
    case "delete":
      return <DeleteDialog {...props} messageId={props.dialog.messageId} />;
  }
}

function AddDialog({ store, snapshot, summary, onClose, onOpenConversation }: Props) {
  const t = useTranslations("conversation.add");
  const client = useClient();
  const me = useStore(client.session);
  const [chosen, setChosen] = useState<readonly PersonCard[]>([]);
  const [history, setHistory] = useState<"from-now" | "from-start">("from-now");
  const [problem, setProblem] = useState<"refused" | "full" | "forbidden" | null>(me.policy.groupConversations ? null : "forbidden");
  const [isPending, setPending] = useState(false);
  const direct = summary.kind === "direct";
  const present = snapshot.members.filter((member) => member.active).map((member) => member.party.id as string);

  const add = async (): Promise<void> => {
    const userIds = chosen.map((person) => person.userId);
    if (!direct) {
      await store.addPeople(userIds, history);
      return onClose();
    }
    const others = snapshot.members.map((member) => member.party).filter((party) => party.kind === "user" && (party.id as string) !== me.userId);
    const id = await client.conversations.start({ userIds: [...others.map((party) => party.id as string as PersonCard["userId"]), ...userIds], fromConversationId: summary.id });
    onClose();
    onOpenConversation(id);
  };
  const submit = (): void => {
    setPending(true);
    add()
      .catch((error: unknown) => setProblem(problemOf(error)))
      .finally(() => setPending(false));
  };

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={t("title")}
      closeLabel={t("cancel")}
      size="small"
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button variant="primary" isDisabled={chosen.length === 0 || problem === "forbidden"} isPending={isPending} onPress={submit}>
            {direct ? t("start") : t("confirm", { count: chosen.length })}
          </Button>
        </>
      }
    >
      {direct ? <p className="pb-3 text-[13px]/[18px] text-text-muted">{t("fromDirect")}</p> : null}
      <PersonPicker autoFocus chosen={chosen} onChange={setChosen} noteFor={(userId) => (present.includes(userId) ? t("present") : null)} />
      {direct ? null : (
        <RadioGroup
          className="pt-2"
          look="segments"
          label={t("history")}
          value={history}
          onChange={setHistory}
          options={[
            { id: "from-now", label: t("fromNow") },
            { id: "from-start", label: t("fromStart") },
          ]}
        />
      )}
      {problem ? (
        <p role="alert" className="pt-3 text-[13px]/[18px] text-danger-text">
          {t(problem)}
        </p>
      ) : null}
    </Dialog>
  );
}

function problemOf(error: unknown): "refused" | "full" | "forbidden" {
  const code = codeOf(error);
  return code === "conversation_full" ? "full" : code === "policy_forbids" ? "forbidden" : "refused";
}

function RenameDialog({ store, snapshot, onClose }: Props) {
  const t = useTranslations("conversation.rename");
  const [subject, setSubject] = useState(snapshot.subject ?? "");
  const [refused, setRefused] = useState(false);
  const rename = async (): Promise<void> => {
    await store.rename(subject.trim() === "" ? null : subject.trim());
    onClose();
  };
  return (
    <FormDialog title={t("title")} closeLabel={t("cancel")} cancelLabel={t("cancel")} submitLabel={t("save")} onClose={onClose} onSubmit={rename} onRefused={() => setRefused(true)}>
      <TextField label={t("label")} hint={t("hint")} value={subject} onChange={setSubject} maxLength={SUBJECT_MAX} autoFocus {...(refused ? { error: t("refused") } : {})} />
    </FormDialog>
  );
}

function LeaveDialog({ store, onClose, onLeft }: Props) {
  const t = useTranslations("conversation.leave");
  const [state, setState] = useState<"open" | "pending" | "refused">("open");
  const leave = (): void => {
    setState("pending");
    store.leave().then(
      () => {
        onClose();
        onLeft();
      },
      () => setState("refused"),
    );
  };
  return (
    <AlertDialog isOpen onOpenChange={onClose} title={t("title")} confirmLabel={t("confirm")} cancelLabel={t("cancel")} isPending={state === "pending"} onConfirm={leave}>
      {state === "refused" ? t("refused") : t("text")}
    </AlertDialog>
  );
}

function DeleteDialog({ store, messageId, onClose }: Props & { messageId: MessageId }) {
  const t = useTranslations("timeline.remove");
  const [refused, setRefused] = useState(false);
  return (
    <AlertDialog isOpen onOpenChange={onClose} title={t("title")} confirmLabel={t("confirm")} cancelLabel={t("cancel")} onConfirm={() => void store.remove(messageId).then(onClose, () => setRefused(true))}>
      {refused ? t("refused") : t("text")}
    </AlertDialog>
  );
}
