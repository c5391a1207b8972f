"use client";
import { Smartphone } from "lucide-react";
import { type Contact } from "@/lib/protocol";
import { Avatar } from "@/components/people/avatar";
import { useCard } from "@/components/people/card-context";
import { usePresence } from "@/components/people/use-presence";
import { useGlyphState, useStanding } from "@/components/people/use-standing";

/** The inside of a person's row. The line answers first: can I reach them? */
export function ContactRowContent({ contact }: { contact: Contact }) {
  const view = usePresence(contact.userId);
  const { state, words } = useStanding(contact.userId);
  const card = useCard();
  const { person } = contact;
  const { onPointerEnter, onPointerLeave, onPointerDown } = card.triggerProps(contact.userId);
  return (
    <>
      <span
        className="avatar-button"
        onPointerEnter={onPointerEnter}
        onPointerLeave={onPointerLeave}
        onPointerDown={onPointerDown}
      >
        <Avatar id={person.userId} name={person.displayName} photoUrl={person.photoUrl} state={state} />
      </span>
      <span className="who">
        <span className="name">
          <bdi className="trunc">{person.displayName}</bdi>
        </span>
        <span className="line">
          {state === "available" && view?.device === "mobile" && view.activity === undefined ? <Smartphone aria-hidden="true" size={12} strokeWidth={2.1} /> : null}
          <span className="trunc">{words}</span>
        </span>
      </span>
    </>
  );
}

/** Whether the row is drawn in the quiet look of somebody who is not there. */
export function useIsOff(contact: Contact): boolean {
  const state = useGlyphState(contact.userId);
  return state === "offline" || state === "blocked";
}
