"use client";
import { useTranslations } from "next-intl";
import { type UserId } from "@/lib/protocol";
import { useClient, useStore } from "@/components/people/client-context";
import { useConversationTitle } from "@/components/people/conversation-title";
import { useReport } from "@/components/people/report-context";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { type DialogProps } from "./dialog-props";

/** People were let go over a conversation: nobody joins one by a slip of the hand. */
export function AddToConversationDialog({ dialog, onClose, onOpenConversation }: DialogProps<"add-to-conversation">) {
  const t = useTranslations("contacts.join");
  const client = useClient();
  const report = useReport();
  const me = useStore(client.session);
  const titleOf = useConversationTitle(me.userId);
  const summary = useStore(client.conversations).items.find((item) => item.summary.id === dialog.conversationId)?.summary;
  if (!summary) return null;
  const present = new Set<string>(summary.members.filter((member) => member.active).map((member) => member.party.id));
  const added = dialog.people.filter(({ userId }) => !present.has(userId));
  const isDirect = summary.kind === "direct";
  const names = added.map(({ displayName }) => displayName).join(", ");

  const join = async (): Promise<void> => {
    if (added.length === 0) return;
    const userIds = added.map(({ userId }) => userId);
    if (!isDirect) return client.conversation(summary.id).addPeople(userIds, "from-now");
    const others = summary.members.flatMap(({ party }) => (party.kind === "user" && (party.id as string) !== me.userId ? [party.id as string as UserId] : []));
    onOpenConversation(await client.conversations.start({ userIds: [...others, ...userIds], fromConversationId: summary.id }));
  };
  return (
    <AlertDialog
      isOpen
      onOpenChange={onClose}
      tone="primary"
      title={added.length === 0 ? t("allIn") : isDirect ? t("startTitle", { names, title: titleOf(summary) }) : t("addTitle", { names, title: titleOf(summary) })}
      confirmLabel={added.length === 0 ? t("close") : isDirect ? t("start") : t("add")}
      cancelLabel={t("cancel")}
      onConfirm={() => {
        report(join());
        onClose();
      }}
    >
      {added.length === 0 ? t("allInText") : isDirect ? t("startText") : t("addText")}
    </AlertDialog>
  );
}
