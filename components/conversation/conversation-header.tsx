"use client";
import { ChevronLeft, Ellipsis, PanelRight, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { type ConversationSummary, type Member, type UserId } from "@/lib/protocol";
import { PersonAvatarButton } from "@/components/people/party-avatar";
import { ConversationAvatar } from "@/components/people/conversation-avatar";
import { othersOf } from "@/components/people/conversation-title";
import { usePerson } from "@/components/people/use-presence";
import { useStanding } from "@/components/people/use-standing";
import { lazyPart } from "@/components/people/lazy-part";
import { IconButton } from "@/components/ui/icon-button";
import { type ConversationDialog } from "./conversation-dialogs";

const HeaderMenu = lazyPart(() => import("./header-menu").then((module) => module.HeaderMenu));

type Props = {
  title: string;
  summary: ConversationSummary;
  subject: string | null;
  members: readonly Member[];
  myId: string;
  isGone: boolean;
  detailsOpen: boolean;
  onDetails: (isOpen: boolean) => void;
  onBack: () => void;
  onDialog: (dialog: ConversationDialog) => void;
};

export function ConversationHeader({ title, summary, subject, members, myId, isGone, detailsOpen, onDetails, onBack, onDialog }: Props) {
  const t = useTranslations("conversation.header");
  const [menuOpen, setMenuOpen] = useState(false);
  const more = useRef<HTMLSpanElement>(null);
  const [other] = othersOf(members, myId);
  const direct = summary.kind === "direct" && other?.kind === "user" ? other : null;
  return (
    <header className="head">
      <span className="head-back">
        <IconButton label={t("back")} onPress={onBack}>
          <ChevronLeft aria-hidden="true" size={20} strokeWidth={1.6} className="rtl:-scale-x-100" />
        </IconButton>
      </span>
      {direct ? (
        <PersonAvatarButton userId={direct.id as string as UserId} id={direct.id} name={direct.displayName} photoUrl={direct.photoUrl} size={36} />
      ) : (
        <ConversationAvatar summary={{ id: summary.id, kind: summary.kind, members: [...members] }} myId={myId} size={36} />
      )}
      <div className="min-w-0 flex-1">
        <h1 className="title">
          <bdi className="trunc">{title}</bdi>
        </h1>
        <p className="sub">{direct ? <DirectLine userId={direct.id as string as UserId} subject={subject} name={direct.displayName} /> : <span className="trunc">{isGone ? t("gone") : t("people", { count: summary.memberCount })}</span>}</p>
      </div>
      <div className="head-tools">
        {isGone ? null : (
          <span className="head-add">
            <IconButton label={t("addPeople")} onPress={() => onDialog({ kind: "add" })}>
              <UserPlus aria-hidden="true" size={16} strokeWidth={1.75} />
            </IconButton>
          </span>
        )}
        <IconButton label={t("details")} isOn={detailsOpen} aria-pressed={detailsOpen} onPress={() => onDetails(!detailsOpen)}>
          <PanelRight aria-hidden="true" size={16} strokeWidth={1.75} className="rtl:-scale-x-100" />
        </IconButton>
        <span ref={more} className="inline-flex">
          <IconButton label={t("more")} aria-haspopup="menu" aria-expanded={menuOpen} onPress={() => setMenuOpen(true)}>
            <Ellipsis aria-hidden="true" size={16} strokeWidth={1.75} />
          </IconButton>
        </span>
        {menuOpen ? <HeaderMenu anchor={more} conversationId={summary.id} isGroup={summary.kind === "group"} isGone={isGone} onClose={() => setMenuOpen(false)} onDialog={onDialog} onDetails={() => onDetails(true)} /> : null}
      </div>
    </header>
  );
}

/** Can I reach them, and who are they: presence, then the subject or the title. */
function DirectLine({ userId, subject, name }: { userId: UserId; subject: string | null; name: string }) {
  const { words } = useStanding(userId);
  const person = usePerson(userId);
  const second = subject === null ? person?.card?.title : name;
  return (
    <>
      <span className="shrink-0">{words ?? " "}</span>
      {second ? (
        <>
          <span aria-hidden="true">·</span>
          <span className="trunc">{second}</span>
        </>
      ) : null}
    </>
  );
}
