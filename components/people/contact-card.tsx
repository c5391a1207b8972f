"use client";
import { Clock, Eye, Mail, MapPin, MessageCircle, Phone, Smartphone, Star, UserPlus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { type AccessLevel, type PersonCard, type UserId } from "@/lib/protocol";
import { IconButton } from "@/components/ui/icon-button";
import { MenuTrigger } from "@/components/ui/menu";
import { AccessMenu } from "./access-menu";
import { Avatar } from "./avatar";
import { useClient, useStore } from "./client-context";
import { formatPhone } from "./phone-format";
import { clockOf } from "./regional";
import { toneOf } from "./presence-tone";
import { useReport } from "./report-context";
import { useMinute } from "./use-minute";
import { usePerson } from "./use-presence";
import { useStanding } from "./use-standing";

/** Who somebody is, whether they can be reached, and the ways to do it. As much of it as they let me see. */
export function ContactCard({ userId, onMessage }: { userId: UserId; onMessage: () => void }) {
  const t = useTranslations("people.card");
  const client = useClient();
  const me = useStore(client.session);
  const person = usePerson(userId);
  const { state, words } = useStanding(userId);
  const contacts = useStore(client.contacts);
  const contact = contacts.all.find((candidate) => candidate.userId === userId);
  const card = person?.card ?? contact?.person ?? null;
  if (!card) return <p className="card card-block text-[13px]/[18px] text-text-muted" role="status">{person?.status === "absent" ? t("absent") : person?.status === "failed" ? t("failed") : t("loading")}</p>;

  const isMe = userId === me.userId;
  const seesMeAs = contact?.seesMeAs ?? person?.seesMeAs ?? null;
  return (
    <div className="card">
      <div className="card-head">
        <Avatar id={card.userId} name={card.displayName} photoUrl={card.photoUrl} state={state} size={64} />
        <div className="min-w-0 flex-1">
          <h2 className="card-name" dir="auto">{card.displayName}</h2>
          <p className="text-[13px]/[18px] text-text-muted wrap-anywhere">{[card.title, card.company].filter(Boolean).join(", ")}</p>
          {isMe ? <p className="card-state">{t("you")}</p> : state && words !== null ? <p className="card-state" data-tone={toneOf(state)}>{words}</p> : null}
        </div>
        {isMe ? null : <ListButton card={card} contactId={contact?.id ?? null} favourite={contact?.favourite ?? false} />}
      </div>
      {isMe ? null : (
        <div className="card-actions">
          <button type="button" className="card-act is-main" onClick={onMessage}>
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
        <Reach card={card} seesMeAs={isMe ? null : seesMeAs} />
      </div>
    </div>
  );
}

function ListButton({ card, contactId, favourite }: { card: PersonCard; contactId: string | null; favourite: boolean }) {
  const t = useTranslations("people.card");
  const client = useClient();
  const run = useReport();
  const contact = contactId === null ? undefined : client.contacts.find(card.userId);
  if (!contact) {
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

/** Numbers, address, place, local time, and what this person sees of me. Also in the details pane. */
export function Reach({ card, seesMeAs }: { card: PersonCard; seesMeAs: AccessLevel | null }) {
  const t = useTranslations("people.card");
  const localTime = useLocalTime(card.timeZone);
  const numbers: readonly [ReactNode, string | undefined, string][] = [
    [<Phone key="icon" aria-hidden="true" strokeWidth={2} />, card.workPhone, t("work")],
    [<Smartphone key="icon" aria-hidden="true" strokeWidth={2} />, card.mobilePhone, t("mobile")],
    [<Phone key="icon" aria-hidden="true" strokeWidth={2} />, card.homePhone, t("home")],
    [<Phone key="icon" aria-hidden="true" strokeWidth={2} />, card.otherPhone, t("other")],
  ];
  return (
    <div className="kv">
      {numbers.map(([icon, number, kind]) =>
        number === undefined ? null : (
          <Line key={kind} icon={icon} end={<span>{kind}</span>}>
            <a href={`tel:${number}`}>{formatPhone(number)}</a>
          </Line>
        ),
      )}
      {card.email ? (
        <Line icon={<Mail aria-hidden="true" strokeWidth={2} />}>
          <a href={`mailto:${card.email}`}>{card.email}</a>
        </Line>
      ) : null}
      {card.office ? (
        <Line icon={<MapPin aria-hidden="true" strokeWidth={2} />} end={localTime ? <span aria-label={t("localTime", { time: localTime })} role="img" className="tabular">{localTime}</span> : null}>
          <span>{card.office}</span>
        </Line>
      ) : localTime ? (
        <Line icon={<Clock aria-hidden="true" strokeWidth={2} />}>
          <span>{t("localTime", { time: localTime })}</span>
        </Line>
      ) : null}
      {seesMeAs ? <SeesMeAs card={card} level={seesMeAs} /> : null}
    </div>
  );
}

function SeesMeAs({ card, level }: { card: PersonCard; level: AccessLevel }) {
  const t = useTranslations("people");
  return (
    <Line
      icon={<Eye aria-hidden="true" strokeWidth={2} />}
      end={
        <MenuTrigger>
          <AriaButton>{t("card.change")}</AriaButton>
          <AccessMenu userId={card.userId} name={card.displayName} level={level} />
        </MenuTrigger>
      }
    >
      <span>{t("card.seesMeAs", { level: t(`access.${level}`) })}</span>
    </Line>
  );
}

function Line({ icon, end, children }: { icon: ReactNode; end?: ReactNode; children: ReactNode }) {
  return (
    <>
      {icon}
      <span className="min-w-0 wrap-anywhere">{children}</span>
      <span>{end}</span>
    </>
  );
}

/** "14:33", only where the other's clock differs from mine. */
function useLocalTime(timeZone: string | undefined): string | null {
  const locale = useLocale();
  const nowMs = useMinute();
  if (timeZone === undefined) return null;
  const of = (zone?: string): string => clockOf(locale, zone).format(nowMs);
  const there = of(timeZone);
  return there === of() ? null : there;
}
