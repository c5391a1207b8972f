"use client";
import { BookUser, MessageCircle, Phone, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { type AddressEntry, type NumberContact, type OrganisationGroup, type PersonCard } from "@/lib/protocol";
import { type ConversationListItem } from "@/lib/client";
import { Avatar } from "@/components/people/avatar";
import { ConversationAvatar } from "@/components/people/conversation-avatar";
import { formatPhone } from "@/components/people/phone-format";
import { useStanding } from "@/components/people/use-standing";
import { markedParts } from "./match";
import { type Action } from "./use-actions";

function Marked({ text, query }: { text: string; query: string }) {
  return <bdi className="trunc">{markedParts(text, query).map((part, index) => (part.isMatch ? <mark key={index}>{part.text}</mark> : part.text))}</bdi>;
}

export function PersonOption({ person, query, isActive }: { person: PersonCard; query: string; isActive: boolean }) {
  const t = useTranslations("shell.palette");
  const { state, words } = useStanding(person.userId);
  return (
    <>
      <Avatar id={person.userId} name={person.displayName} photoUrl={person.photoUrl} state={state} size={32} />
      <span className="min-w-0 flex-1">
        <span className="palette-name">
          <Marked text={person.displayName} query={query} />
        </span>
        <span className="palette-line trunc">{[words, person.title, person.company].filter(Boolean).join(" · ")}</span>
      </span>
      {isActive ? (
        <span className="palette-end" aria-hidden="true">
          <MessageCircle size={16} strokeWidth={1.75} />
          {t("message")}
        </span>
      ) : null}
    </>
  );
}

export function ConversationOption({ item, title, myId, query }: { item: ConversationListItem; title: string; myId: string; query: string }) {
  return (
    <>
      <ConversationAvatar summary={item.summary} myId={myId} size={32} />
      <span className="palette-name min-w-0 flex-1">
        <Marked text={title} query={query} />
      </span>
    </>
  );
}

export function ActionOption({ action, query }: { action: Action; query: string }) {
  return (
    <>
      <span className="palette-icon">{action.icon}</span>
      <span className="palette-name min-w-0 flex-1">
        <Marked text={action.label} query={query} />
      </span>
    </>
  );
}

/** Somebody of an own address book; the sign tells them from people of the directory. */
export function EntryOption({ entry, query }: { entry: AddressEntry; query: string }) {
  const t = useTranslations("shell.palette");
  return (
    <>
      <Avatar id={entry.id} name={entry.displayName} size={32} />
      <span className="min-w-0 flex-1">
        <span className="palette-name">
          <Marked text={entry.displayName} query={query} />
        </span>
        <span className="palette-line trunc">{[entry.company, entry.emails[0] ?? (entry.phones[0] ? formatPhone(entry.phones[0].number) : undefined)].filter(Boolean).join(" · ")}</span>
      </span>
      <span className="palette-mark">
        <BookUser aria-hidden="true" size={14} strokeWidth={2} />
        <span className="sr">{t("fromAddressBook")}</span>
      </span>
    </>
  );
}

export function GroupOption({ group, query }: { group: OrganisationGroup; query: string }) {
  const t = useTranslations("contacts.row");
  return (
    <>
      <Avatar id={group.groupId} name={group.name} size={32} icon={<Users aria-hidden="true" size={16} strokeWidth={1.75} />} />
      <span className="min-w-0 flex-1">
        <span className="palette-name">
          <Marked text={group.name} query={query} />
        </span>
        <span className="palette-line trunc">{[group.email, t("group", { count: group.memberCount })].filter(Boolean).join(" · ")}</span>
      </span>
    </>
  );
}

export function NumberOption({ number, query }: { number: NumberContact; query: string }) {
  return (
    <>
      <Avatar id={number.id} name={number.name} size={32} icon={<Phone aria-hidden="true" size={16} strokeWidth={1.75} />} />
      <span className="min-w-0 flex-1">
        <span className="palette-name">
          <Marked text={number.name} query={query} />
        </span>
        <span className="palette-line trunc" dir="ltr">
          {formatPhone(number.number)}
        </span>
      </span>
    </>
  );
}
