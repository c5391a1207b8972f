"use client";
import { Bell, ChevronDown, ChevronRight, Phone, Smartphone, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { type NumberContact, type OrganisationGroup, type PersonCard } from "@/lib/protocol";
import { Avatar } from "@/components/people/avatar";
import { useCard } from "@/components/people/card-context";
import { formatPhone } from "@/components/people/phone-format";
import { usePresence } from "@/components/people/use-presence";
import { useStanding } from "@/components/people/use-standing";

/** The inside of a person's row. The line answers first: can I reach them? */
export function ContactRowContent({ person, isTagged }: { person: PersonCard; isTagged: boolean }) {
  const t = useTranslations("contacts.row");
  const view = usePresence(person.userId);
  const { state, line } = useStanding(person.userId);
  const card = useCard();
  const { onPointerEnter, onPointerLeave, onPointerDown } = card.triggerProps(person.userId);
  return (
    <>
      <span className="avatar-button" onPointerEnter={onPointerEnter} onPointerLeave={onPointerLeave} onPointerDown={onPointerDown}>
        <Avatar id={person.userId} name={person.displayName} photoUrl={person.photoUrl} state={state} />
      </span>
      <span className="who">
        <span className="name">
          <bdi className="trunc">{person.displayName}</bdi>
        </span>
        <span className="line">
          {state === "available" && view?.device === "mobile" && view.activity === undefined ? <Smartphone aria-hidden="true" size={12} strokeWidth={2.1} /> : null}
          <span className="trunc">{line}</span>
        </span>
      </span>
      {isTagged ? (
        <span className="row-mark">
          <Bell aria-hidden="true" size={13} strokeWidth={2} />
          <span className="sr">{t("tagged")}</span>
        </span>
      ) : null}
    </>
  );
}

/** A number with a name: what it is for, then what it is. */
export function NumberRowContent({ number }: { number: NumberContact }) {
  return (
    <>
      <Avatar id={number.id} name={number.name} icon={<Phone aria-hidden="true" size={15} strokeWidth={1.75} />} />
      <span className="who">
        <span className="name">
          <bdi className="trunc">{number.name}</bdi>
        </span>
        <span className="line">
          <bdi className="trunc" dir="ltr">
            {formatPhone(number.number)}
          </bdi>
        </span>
      </span>
    </>
  );
}

/** A group of the organisation: its address and how many are in it; opens to its members. */
export function OrganisationGroupRowContent({ group, isExpanded }: { group: OrganisationGroup; isExpanded: boolean }) {
  const t = useTranslations("contacts.row");
  const Chevron = isExpanded ? ChevronDown : ChevronRight;
  const people = t("group", { count: group.memberCount });
  return (
    <>
      <Avatar id={group.groupId} name={group.name} icon={<Users aria-hidden="true" size={15} strokeWidth={1.75} />} />
      <span className="who">
        <span className="name">
          <bdi className="trunc">{group.name}</bdi>
        </span>
        <span className="line">
          {group.email === undefined ? null : (
            <>
              <bdi className="trunc" dir="ltr">
                {group.email}
              </bdi>
              <span aria-hidden="true">·</span>
            </>
          )}
          <span className="shrink-0">{people}</span>
        </span>
      </span>
      <Chevron aria-hidden="true" size={14} strokeWidth={2} className="shrink-0 text-text-faint rtl:-scale-x-100" />
    </>
  );
}
