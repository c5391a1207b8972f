"use client";
import { Check, CheckCheck, CircleAlert, Clock3, Copy, Flag, Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo, type ReactNode, useRef } from "react";
import { plainTextOf, type Party } from "@/lib/protocol";
import { type CallErrorCode } from "@/lib/client";
import { PartyAvatar } from "@/components/people/party-avatar";
import { useTimes } from "@/components/people/use-times";
import { IconButton } from "@/components/ui/icon-button";
import { RichTextView } from "./rich-text-view";
import { atOf, type MessageEntry } from "./timeline-rows";

export type MessageActions = {
  edit: (entry: MessageEntry) => void;
  remove: (entry: MessageEntry) => void;
  retry: (clientKey: string) => void;
  discard: (clientKey: string) => void;
};

type Props = {
  entry: MessageEntry;
  head: boolean;
  lastOwn: boolean;
  author: Party;
  actions: MessageActions;
  canEdit: boolean;
  canDelete: boolean;
  /** Pointer or keyboard is on it: its tools are drawn. */
  isActive: boolean;
};

/** One message. Told as "name, time, words" to a screen reader; the picture is decoration. */
export const MessageRow = memo(function MessageRow({ entry, head, lastOwn, author, actions, canEdit, canDelete, isActive }: Props) {
  const t = useTranslations("timeline");
  const people = useTranslations("people");
  const times = useTimes();
  const mine = entry.kind === "outgoing" || entry.mine;
  const atMs = atOf(entry);
  const body = entry.kind === "outgoing" ? entry.body : entry.message.body;
  const important = (entry.kind === "outgoing" ? entry.importance : entry.message.importance) === "high";
  const name = mine ? people("you") : author.displayName;
  const stamp = <time dateTime={new Date(atMs).toISOString()}>{times.time(atMs)}</time>;
  const edited = entry.kind === "message" && entry.message.editedAt !== null && body !== null;

  return (
    <>
      {head ? (
        <>
          <PartyAvatar party={author} isMe={mine} />
          <div className="by">
            <span className="min-w-0 wrap-anywhere">{name}</span> {stamp}
            {important ? (
              <span className="important">
                <Flag aria-hidden="true" size={12} strokeWidth={2.1} />
                {t("important")}
              </span>
            ) : null}
          </div>
        </>
      ) : (
        <>
          <span className="gutter">{stamp}</span>
          <span className="sr">{name}: </span>
        </>
      )}
      {body === null ? (
        <div className="text is-deleted">{t("deleted")}</div>
      ) : (
        <RichTextView body={body} tail={edited ? <span className="edited"> {t("edited")}</span> : null} />
      )}
      <Delivery entry={entry} lastOwn={lastOwn && body !== null} actions={actions} />
      {isActive && body !== null && entry.kind === "message" ? (
        <Tools
          onCopy={() => void navigator.clipboard.writeText(plainTextOf(body))}
          {...(mine && canEdit ? { onEdit: () => actions.edit(entry) } : {})}
          {...(mine && canDelete ? { onRemove: () => actions.remove(entry) } : {})}
        />
      ) : null}
    </>
  );
});

function Tools({ onCopy, onEdit, onRemove }: { onCopy: () => void; onEdit?: () => void; onRemove?: () => void }) {
  const t = useTranslations("timeline.tools");
  const toolbar = useRef<HTMLDivElement>(null);
  return (
    <div ref={toolbar} className="tools" role="toolbar" aria-label={t("label")}>
      {onEdit ? (
        <IconButton size="small" label={t("edit")} onPress={onEdit}>
          <Pencil aria-hidden="true" size={14} strokeWidth={2} />
        </IconButton>
      ) : null}
      <IconButton size="small" label={t("copy")} onPress={onCopy}>
        <Copy aria-hidden="true" size={14} strokeWidth={2} />
      </IconButton>
      {onRemove ? (
        <IconButton
          size="small"
          label={t("delete")}
          onPress={() => {
            // The tools go when the question comes; the message stays, and gets the focus back from it.
            toolbar.current?.closest<HTMLElement>("[data-message]")?.focus({ preventScroll: true });
            onRemove();
          }}
        >
          <Trash2 aria-hidden="true" size={14} strokeWidth={2} />
        </IconButton>
      ) : null}
    </div>
  );
}

/** Sending, sent, delivered: under the last of my own only. What failed says why and offers the retry in the same line. */
function Delivery({ entry, lastOwn, actions }: { entry: MessageEntry; lastOwn: boolean; actions: MessageActions }) {
  const t = useTranslations("timeline");
  if (entry.kind === "outgoing" && entry.state === "failed") {
    return (
      <div className="failed" role="alert">
        <CircleAlert aria-hidden="true" size={16} strokeWidth={1.75} />
        <span>{t(`failed.${failureOf(entry.code)}`)}</span>
        <button type="button" className="link-button" onClick={() => actions.retry(entry.clientKey)}>
          {t("failed.retry")}
        </button>
        <button type="button" className="link-button is-quiet" onClick={() => actions.discard(entry.clientKey)}>
          {t("failed.discard")}
        </button>
      </div>
    );
  }
  if (!lastOwn) return null;
  const [icon, words]: readonly [ReactNode, string] = deliveryOf(entry, t);
  return words === "" ? null : (
    <div className="delivery">
      {icon}
      {words}
    </div>
  );
}

function deliveryOf(entry: MessageEntry, t: (key: "sending" | "waiting" | "sent" | "delivered") => string): readonly [ReactNode, string] {
  const look = { "aria-hidden": true, size: 14, strokeWidth: 2 } as const;
  if (entry.kind === "outgoing") return [<Clock3 key="icon" {...look} />, entry.state === "waiting" ? t("waiting") : t("sending")];
  if (entry.state === "delivered") return [<CheckCheck key="icon" {...look} />, t("delivered")];
  if (entry.state === "sent") return [<Check key="icon" {...look} />, t("sent")];
  return [null, ""];
}

/** Which words say best why it was not sent. */
export function failureOf(code: CallErrorCode | null): "disconnected" | "policy" | "notFound" | "tooLong" | "busy" | "other" {
  switch (code) {
    case "disconnected":
    case "unavailable":
    case "stopping":
      return "disconnected";
    case "policy_forbids":
    case "forbidden":
      return "policy";
    case "conversation_not_found":
    case "not_found":
      return "notFound";
    case "too_large":
      return "tooLong";
    case "rate_limited":
      return "busy";
    default:
      return "other";
  }
}
