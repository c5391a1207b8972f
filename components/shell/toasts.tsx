"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useState } from "react";
import { type ConversationId, plainTextOf, richTextFromPlain, type UserId } from "@/lib/protocol";
import { type MessageToast } from "@/lib/client";
import { useClient, useStore } from "@/components/people/client-context";
import { useConversationTitle } from "@/components/people/conversation-title";
import { PartyAvatar } from "@/components/people/party-avatar";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { Toast, ToastRegion } from "@/components/ui/toast";
import { TagToastSheet } from "./tag-toast";

/** New messages of conversations that are not in view, to read, answer in place, open or put away; and who is back. */
export function Toasts({ onOpenConversation, onOpenPerson }: { onOpenConversation: (id: ConversationId) => void; onOpenPerson: (id: UserId) => void }) {
  const t = useTranslations("shell.toast");
  const client = useClient();
  const toasts = useStore(client.toasts);
  return (
    <ToastRegion label={t("region")}>
      {toasts.map((toast) =>
        toast.kind === "tag" ? (
          <TagToastSheet key={toast.id} toast={toast} onMessage={onOpenPerson} />
        ) : toast.isMini ? (
          <MiniToast key={toast.id} toast={toast} onOpenConversation={onOpenConversation} />
        ) : (
          <MessageToastSheet key={toast.id} toast={toast} onOpenConversation={onOpenConversation} />
        ),
      )}
    </ToastRegion>
  );
}

/** While presenting: who, and no word of what [F60]. */
function MiniToast({ toast, onOpenConversation }: { toast: MessageToast; onOpenConversation: (id: ConversationId) => void }) {
  const t = useTranslations("shell.toast");
  const { toasts } = useClient();
  const name = toast.author?.displayName ?? "";
  const open = (): void => {
    toasts.dismiss(toast.id);
    onOpenConversation(toast.conversationId);
  };
  return (
    <Toast label={name} look="mini">
      {toast.author ? <PartyAvatar party={toast.author} size={24} /> : null}
      <button type="button" className="toast-words trunc" onClick={open}>
        <bdi className="font-semibold">{name}</bdi>
        {toast.count > 1 ? <span className="text-text-muted"> {toast.count}</span> : null}
        <span className="sr">{t("open")}</span>
      </button>
      <IconButton size="small" label={t("close")} onPress={() => toasts.dismiss(toast.id)}>
        <X aria-hidden="true" size={14} strokeWidth={1.75} />
      </IconButton>
    </Toast>
  );
}

function MessageToastSheet({ toast, onOpenConversation }: { toast: MessageToast; onOpenConversation: (id: ConversationId) => void }) {
  const t = useTranslations("shell.toast");
  const client = useClient();
  const [inUse, setInUse] = useState(false);
  const [text, setText] = useState("");
  const { id, count } = toast;
  // It goes by itself, but not from under somebody's hands.
  useEffect(() => (inUse ? client.toasts.hold(id) : undefined), [client, id, inUse]);

  const { items } = useStore(client.conversations);
  const conversation = items.find((item) => item.summary.id === toast.conversationId)?.summary;
  const titleOf = useConversationTitle(useStore(client.session).userId);
  const subject = conversation?.kind === "group" ? titleOf(conversation) : null;
  const name = toast.author?.displayName ?? "";
  const words = toast.message.body === null ? "" : plainTextOf(toast.message.body);
  const open = (): void => {
    client.toasts.dismiss(id);
    onOpenConversation(toast.conversationId);
  };
  const reply = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === "") return;
    client.conversation(toast.conversationId).send(richTextFromPlain(text.trim()));
    client.toasts.dismiss(id);
  };

  return (
    <div onPointerEnter={() => setInUse(true)} onPointerLeave={() => setInUse(text !== "")} onFocus={() => setInUse(true)} onBlur={() => setInUse(text !== "")}>
      <Toast label={name}>
        <div className="toast-head">
          {toast.author ? <PartyAvatar party={toast.author} size={40} /> : null}
          <button type="button" className="toast-words" onClick={open}>
            <span className="block">
              <bdi className="font-semibold">{name}</bdi> <span className="text-[13px] text-text-muted">{t("now")}</span>
            </span>
            <span className="toast-text" dir="auto">
              {words}
            </span>
            {subject ? <bdi className="trunc block text-[12px]/[16px] text-text-muted">{subject}</bdi> : null}
            {count > 1 ? <span className="text-[12px]/[16px] text-text-muted">{t("more", { count: count - 1 })}</span> : null}
            <span className="sr">{t("open")}</span>
          </button>
          <IconButton size="small" label={t("close")} onPress={() => client.toasts.dismiss(id)}>
            <X aria-hidden="true" size={16} strokeWidth={1.75} />
          </IconButton>
        </div>
        <form className="toast-reply" onSubmit={reply}>
          <input value={text} onChange={(event) => setText(event.target.value)} aria-label={t("replyTo", { name })} placeholder={t("reply")} autoComplete="off" />
          <Kbd>{t("enter")}</Kbd>
        </form>
      </Toast>
    </div>
  );
}
