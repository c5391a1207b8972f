"use client";
import { useTranslations } from "next-intl";
import { memo, type ReactNode } from "react";
import { type ConversationSummary, plainTextOf } from "@/lib/protocol";
import { type ConversationListItem } from "@/lib/client";
import { ConversationAvatar } from "@/components/people/conversation-avatar";
import { useTimes } from "@/components/people/use-times";
import { Badge } from "@/components/ui/badge";

type Props = { item: ConversationListItem; myId: string; title: string; isSelected: boolean };

/** The inside of a conversation's row: who, the newest words, when, and how many are new. */
export const ConversationRowContent = memo(function ConversationRowContent({ item, myId, title, isSelected }: Props) {
  const t = useTranslations("contacts.row");
  const times = useTimes();
  const { summary, unread, typing, unsent } = item;
  const showUnread = unread > 0 && !isSelected;
  return (
    <>
      <ConversationAvatar summary={summary} myId={myId} />
      <span className="who">
        <span className="name">
          <bdi className="trunc">{title}</bdi>
        </span>
        <span className={`line${unsent === "failed" ? " is-danger" : ""}`}>
          <Line item={item} myId={myId} typing={typing.length > 0} isSelected={isSelected} />
        </span>
      </span>
      <span className="end">
        <time dateTime={summary.lastActivityAt}>{times.short(Date.parse(summary.lastActivityAt))}</time>
        {showUnread ? <Badge size="small" count={unread} label={t("unread", { count: unread })} /> : null}
      </span>
    </>
  );
});

function Line({ item, myId, typing, isSelected }: { item: ConversationListItem; myId: string; typing: boolean; isSelected: boolean }): ReactNode {
  const t = useTranslations("contacts.row");
  const { summary, unsent } = item;
  const newest = useNewestWords(summary, myId);
  if (unsent === "failed") return <span className="trunc">{t("failed")}</span>;
  if (typing) {
    return (
      <>
        <span className="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        <span className="trunc">{t("typing")}</span>
      </>
    );
  }
  if (unsent === "waiting") return <span className="trunc">{t("waiting")}</span>;
  if (summary.draft && !isSelected) return <span className="trunc">{t("draft", { text: oneLine(plainTextOf(summary.draft)) })}</span>;
  return <span className="trunc">{newest}</span>;
}

/** The newest message in one line: mine says so, a group says who. */
function useNewestWords(summary: ConversationSummary, myId: string): ReactNode {
  const t = useTranslations("contacts.row");
  const message = summary.lastMessage;
  if (!message) return summary.kind === "group" ? t("group", { count: summary.memberCount }) : t("noMessages");
  const text = message.body === null ? t("deleted") : oneLine(plainTextOf(message.body));
  if ((message.authorId as string) === myId) return t("you", { text });
  if (summary.kind === "direct") return text;
  const author = summary.members.find((member) => member.party.id === message.authorId)?.party.displayName;
  if (author === undefined) return text;
  return t.rich("by", { name: author.split(/\s+/u)[0] ?? author, text, b: (chunks) => <b>{chunks}</b> });
}

const oneLine = (text: string): string => text.replace(/\s+/gu, " ").trim().slice(0, 140);
