"use client";
import { ArrowRight, LogOut, MessagesSquare, Pencil, UserMinus, UserPlus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type PartyId, type SystemLine } from "@/lib/protocol";
import { useTimes } from "@/components/people/use-times";

type Props = {
  line: SystemLine;
  myId: string;
  nameOf: (partyId: PartyId) => string;
  onOpenConversation: (conversationId: string) => void;
};

const ICONS = { started: MessagesSquare, joined: UserPlus, left: LogOut, removed: UserMinus, renamed: Pencil, "continued-from": ArrowRight };

/** What happened to the conversation, as one quiet line in the reader's language. */
export function SystemLineRow({ line, myId, nameOf, onOpenConversation }: Props) {
  const t = useTranslations("timeline");
  const times = useTimes();
  const words = useSystemWords({ myId, nameOf });
  const Icon = ICONS[line.code];
  const earlierId = line.code === "continued-from" ? line.params["conversationId"] : undefined;
  return (
    <div className="sys">
      <span className="disc">
        <Icon aria-hidden="true" size={16} strokeWidth={1.75} />
      </span>
      <span className="min-w-0 wrap-anywhere">
        {words(line)} <time dateTime={line.sentAt}>{times.time(Date.parse(line.sentAt))}</time>
      </span>
      {earlierId ? (
        <button type="button" className="link-button" onClick={() => onOpenConversation(earlierId)}>
          {t("system.openEarlier")}
        </button>
      ) : null}
    </div>
  );
}

/** Words a system line. Names come from the members, so that a line stays right when somebody is renamed. */
export function useSystemWords({ myId, nameOf }: Pick<Props, "myId" | "nameOf">): (line: SystemLine) => string {
  const t = useTranslations("timeline.system");
  const locale = useLocale();
  return (line) => {
    const byMe = line.actorId === (myId);
    const actor = nameOf(line.actorId);
    const ids = (line.params["partyIds"] ?? "").split(",").filter(Boolean);
    const people = new Intl.ListFormat(locale, { type: "conjunction" }).format(ids.map((id) => (id === myId ? t("you") : nameOf(id as PartyId))));
    const subject = line.params["subject"] ?? "";
    switch (line.code) {
      case "started":
        return byMe ? t("startedByYou") : t("started", { actor });
      case "joined":
        if (ids.length === 0 || (ids.length === 1 && ids[0] === (line.actorId as string))) return t("joinedSelf", { actor });
        return byMe ? t("joinedByYou", { people }) : t("joined", { actor, people });
      case "left":
        return byMe ? t("leftYou") : t("left", { actor });
      case "removed":
        return byMe ? t("removedByYou", { people }) : t("removed", { actor, people });
      case "renamed":
        if (subject === "") return byMe ? t("unnamedByYou") : t("unnamed", { actor });
        return byMe ? t("renamedByYou", { subject }) : t("renamed", { actor, subject });
      case "continued-from":
        return t("continued");
    }
  };
}
