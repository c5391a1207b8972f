"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ConversationSummary, type Member, type Party, type UserId } from "@/lib/protocol";
import { Avatar } from "@/components/people/avatar";
import { useCard } from "@/components/people/card-context";
import { useClient, useStore } from "@/components/people/client-context";
import { othersOf } from "@/components/people/conversation-title";
import { Reach } from "@/components/people/reach";
import { ScheduleStrip } from "@/components/people/schedule-strip";
import { usePerson, usePresence } from "@/components/people/use-presence";
import { useStanding } from "@/components/people/use-standing";
import { IconButton } from "@/components/ui/icon-button";

type Props = { summary: ConversationSummary; members: readonly Member[]; title: string; myId: string; onClose: () => void };

/** Beside the conversation: the other person's card, or everybody in the group. */
export function DetailsPane({ summary, members, title, myId, onClose }: Props) {
  const t = useTranslations("conversation.details");
  const [other] = othersOf(members, myId);
  return (
    <aside className="pane" aria-label={t("title")} onKeyDown={(event) => (event.key === "Escape" ? onClose() : undefined)}>
      <div className="pane-head">
        <h2 className="min-w-0 flex-1">{t("title")}</h2>
        <IconButton label={t("close")} onPress={onClose}>
          <X aria-hidden="true" size={16} strokeWidth={1.75} />
        </IconButton>
      </div>
      <div className="pane-scroll">{summary.kind === "direct" && other?.kind === "user" ? <PersonDetails userId={other.id as string as UserId} party={other} /> : <People members={members} title={title} />}</div>
    </aside>
  );
}

function PersonDetails({ userId, party }: { userId: UserId; party: Party }) {
  const t = useTranslations("conversation.details");
  const said = useTranslations("people.card");
  const client = useClient();
  const contacts = useStore(client.contacts);
  const person = usePerson(userId);
  const { state, words } = useStanding(userId);
  const note = usePresence(userId)?.note;
  const contact = contacts.all.find((candidate) => candidate.userId === userId);
  const card = person?.card ?? contact?.person ?? null;
  const place = [card?.company, card?.office].filter(Boolean).join(", ");
  return (
    <>
      <div className="pane-block is-person">
        <Avatar id={party.id} name={party.displayName} photoUrl={party.photoUrl} state={state} size={56} />
        <div className="min-w-0 flex-1">
          <p className="font-semibold wrap-anywhere">{party.displayName}</p>
          {card?.title ? <p className="text-[12px]/[16px] text-text-muted wrap-anywhere">{card.title}</p> : null}
          {place ? <p className="text-[12px]/[16px] text-text-muted wrap-anywhere">{place}</p> : null}
          {words === null ? null : <p className="text-[12px]/[16px] text-text-muted">{words}</p>}
        </div>
      </div>
      {note === undefined || state === "blocked" ? null : (
        <p className="card-note is-boxed" dir="auto">
          {said("note", { note })}
        </p>
      )}
      <ScheduleStrip userId={userId} heading />
      {card ? (
        <div className="pane-block">
          <h3>{t("reach")}</h3>
          <Reach card={card} seesMeAs={contact?.seesMeAs ?? person?.seesMeAs ?? null} />
        </div>
      ) : null}
    </>
  );
}

function People({ members, title }: { members: readonly Member[]; title: string }) {
  const t = useTranslations("conversation.details");
  const active = members.filter((member) => member.active);
  return (
    <>
      <div className="pane-block">
        <p className="font-semibold wrap-anywhere">{title}</p>
      </div>
      <div className="pane-block">
        <h3>
          {t("people")} <span className="count">{active.length}</span>
        </h3>
        <ul className="-mx-2">
          {active.map((member) => (
            <MemberRow key={member.party.id} party={member.party} />
          ))}
        </ul>
      </div>
    </>
  );
}

function MemberRow({ party }: { party: Party }) {
  const card = useCard();
  const isUser = party.kind === "user";
  const userId = party.id as string as UserId;
  const { state, words } = useStanding(isUser ? userId : null);
  return (
    <li>
      <button type="button" className="row w-full" disabled={!isUser} onClick={(event) => card.open(userId, event.currentTarget)}>
        <Avatar id={party.id} name={party.displayName} photoUrl={party.photoUrl} state={state} />
        <span className="who">
          <span className="name">
            <bdi className="trunc">{party.displayName}</bdi>
          </span>
          <span className="line">
            <span className="trunc">{words}</span>
          </span>
        </span>
      </button>
    </li>
  );
}
