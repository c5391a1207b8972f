"use client";
import { createContext, type FocusEvent, type MouseEvent, type PointerEvent, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { type UserId } from "@/lib/protocol";
import { type CardRequest } from "./card-request";
import { lazyPart } from "./lazy-part";

/** How long the pointer rests before a card peeks out, and how long it stays after the pointer left, in ms. */
const PEEK_AFTER_MS = 550;
const LEAVE_AFTER_MS = 180;

const ContactCardPopover = lazyPart(() => import("./contact-card-popover").then((module) => module.ContactCardPopover));

type TriggerProps = {
  onPointerEnter: (event: PointerEvent) => void;
  onPointerLeave: () => void;
  onPointerDown: () => void;
  onClick: (event: MouseEvent) => void;
  onBlur: (event: FocusEvent) => void;
};

type Card = {
  open(userId: UserId, anchor: Element): void;
  /** For any element that stands for a person. */
  triggerProps(userId: UserId): TriggerProps;
};

const CardContext = createContext<Card | null>(null);

export function useCard(): Card {
  const card = useContext(CardContext);
  if (!card) throw new Error("No contact card here: the component stands outside of a CardProvider");
  return card;
}

type Props = {
  children: ReactNode;
  /** Opens the conversation with a person. */
  onMessage: (userId: UserId) => void;
};

/** One contact card for the whole page: whoever shows a person asks it to open beside them. */
export function CardProvider({ children, onMessage }: Props) {
  const [request, setRequest] = useState<CardRequest | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const later = useCallback((run: () => void, afterMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(run, afterMs);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  const close = useCallback(() => {
    clearTimeout(timer.current);
    setRequest(null);
  }, []);
  const stay = useCallback(() => clearTimeout(timer.current), []);
  const leave = useCallback(() => later(() => setRequest((held) => (held?.mode === "peek" ? null : held)), LEAVE_AFTER_MS), [later]);

  const card = useMemo<Card>(
    () => ({
      open(userId, anchor) {
        clearTimeout(timer.current);
        setRequest({ userId, anchor, mode: "open" });
      },
      triggerProps: (userId) => ({
        onPointerEnter(event) {
          if (event.pointerType !== "mouse") return;
          const anchor = event.currentTarget;
          later(() => setRequest((held) => (held?.mode === "open" ? held : { userId, anchor, mode: "peek" })), PEEK_AFTER_MS);
        },
        onPointerLeave: leave,
        onPointerDown: () => clearTimeout(timer.current),
        onClick(event) {
          event.stopPropagation();
          clearTimeout(timer.current);
          setRequest({ userId, anchor: event.currentTarget, mode: "open" });
        },
        onBlur: () => clearTimeout(timer.current),
      }),
    }),
    [later, leave],
  );

  return (
    <CardContext value={card}>
      {children}
      {request ? <ContactCardPopover key={`${request.userId}:${request.mode}`} request={request} onClose={close} onPointerEnter={stay} onPointerLeave={leave} onMessage={onMessage} /> : null}
    </CardContext>
  );
}
