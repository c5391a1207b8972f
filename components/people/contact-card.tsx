"use client";
import { Bell, Mail, MessageCircle, Star, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type PersonCard, type UserId } from "@/lib/protocol";
import { IconButton } from "@/components/ui/icon-button";
import { Switch } from "@/components/ui/switch";
import { Avatar } from "./avatar";
import { useClient, useStore } from "./client-context";
import { toneOf } from "./presence-tone";
import { Reach } from "./reach";
import { useReport } from "./report-context";
import { ScheduleStrip } from "./schedule-strip";
import { usePerson, usePresence } from "./use-presence";
import { useStanding } from "./use-standing";

/** Who somebody is, whether they can be reached, and the ways to do it. As much of it as they let me see. */
export function ContactCard({ userId, onMessage }: { userId: UserId; onMessage: () => void }) {
  const t = useTranslations("people.card");
  const client = useClient();
  const report = useReport();
  const me = useStore(client.session);
  const person = usePerson(userId);
  const { state, words } = useStanding(userId);
  const view = usePresence(userId);
  const contact = useStore(client.contacts).all.find((candidate) => candidate.userId === userId);
  const card = person?.card ?? contact?.person ?? null;
  if (!card) return <p className="card card-block text-[13px]/[18px] text-text-muted" role="status">{person?.status === "absent" ? t("absent") : person?.status === "failed" ? t("failed") : t("loading")}</p>;

  const isMe = userId === me.userId;
  const note = state === "blocked" ? undefined : view?.note;
  // Nobody reads at a desk phone; what is written waits for a page [F20].
  const isPhoneOnly = state !== "blocked" && state !== "offline" && view?.device === "phone";
  return (
    <div className="card">
      <div className="card-head">
        <Avatar id={card.userId} name={card.displayName} photoUrl={card.photoUrl} state={state} size={64} />
        <div className="min-w-0 flex-1">
          <h2 className="card-name" dir="auto">{card.displayName}</h2>
          <p className="text-[13px]/[18px] text-text-muted wrap-anywhere">{[card.title, card.company].filter(Boolean).join(", ")}</p>
          {isMe ? <p className="card-state">{t("you")}</p> : state && words !== null ? <p className="card-state" data-tone={toneOf(state)}>{words}</p> : null}
        </div>
        {isMe ? null : <ListButton card={card} favourite={contact?.favourite ?? null} />}
      </div>
      {note === undefined ? null : <p className="card-note" dir="auto">{t("note", { note })}</p>}
      {isMe ? null : (
        <div className="card-actions">
          <button type="button" className="card-act is-main" disabled={isPhoneOnly} title={isPhoneOnly ? t("phoneOnly") : undefined} onClick={onMessage}>
            <MessageCircle aria-hidden="true" strokeWidth={1.75} />
            {t("message")}
          </button>
          {card.email ? (
            <a className="card-act" href={`mailto:${card.email}`}>
              <Mail aria-hidden="true" strokeWidth={1.75} />
              {t("mail")}
            </a>
          ) : null}
        </div>
      )}
      <div className="card-block">
        {isMe ? null : <ScheduleStrip userId={userId} />}
        <Reach card={card} seesMeAs={isMe ? null : (contact?.seesMeAs ?? person?.seesMeAs ?? null)} />
      </div>
      {contact && !isMe ? (
        <div className="card-foot">
          <Bell aria-hidden="true" size={14} strokeWidth={2} />
          <Switch className="flex-1 [&_span]:text-[13px]/[18px] [&_span]:font-normal" label={t("tag")} isSelected={contact.tagged} onChange={(isTagged) => report(client.contacts.tag(userId, isTagged))} />
        </div>
      ) : null}
    </div>
  );
}

/** @param favourite Null: not in my list. */
function ListButton({ card, favourite }: { card: PersonCard; favourite: boolean | null }) {
  const t = useTranslations("people.card");
  const client = useClient();
  const run = useReport();
  const contact = client.contacts.find(card.userId);
  if (!contact || favourite === null) {
    return (
      <IconButton size="small" label={t("addToContacts")} onPress={() => run(client.contacts.add(card))}>
        <UserPlus aria-hidden="true" size={16} strokeWidth={1.75} />
      </IconButton>
    );
  }
  return (
    <IconButton size="small" label={favourite ? t("removeFavourite") : t("addFavourite")} onPress={() => run(client.contacts.place(contact.id, { favourite: !favourite }))}>
      <Star aria-hidden="true" size={16} strokeWidth={1.75} fill={favourite ? "currentColor" : "none"} />
    </IconButton>
  );
}
