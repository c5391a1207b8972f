"use client";
import { useMemo } from "react";
import { useTranslations } from "next-intl";
import { Dialog } from "react-aria-components/Modal";
import { type UserId } from "@/lib/protocol";
import { Popover } from "@/components/ui/popover";
import { type CardRequest } from "./card-request";
import { ContactCard } from "./contact-card";

type Props = {
  request: CardRequest;
  onClose: () => void;
  onPointerEnter: () => void;
  onPointerLeave: () => void;
  onMessage: (userId: UserId) => void;
};

/** Where a card beside its person would not fit into the window, it stands below. */
const NARROW = "(width < 640px)";

export function ContactCardPopover({ request, onClose, onPointerEnter, onPointerLeave, onMessage }: Props) {
  const t = useTranslations("people");
  const anchorRef = useMemo(() => ({ current: request.anchor }), [request.anchor]);
  const card = (
    <ContactCard
      userId={request.userId}
      onMessage={() => {
        onClose();
        onMessage(request.userId);
      }}
    />
  );
  return (
    <Popover triggerRef={anchorRef} isOpen isNonModal={request.mode === "peek"} onOpenChange={(isOpen) => (isOpen ? undefined : onClose())} {...(matchMedia(NARROW).matches ? { placement: "bottom start" as const } : { placement: "end top" as const, offset: 10, crossOffset: -8 })}>
      {request.mode === "peek" ? (
        <div onPointerEnter={onPointerEnter} onPointerLeave={onPointerLeave}>
          {card}
        </div>
      ) : (
        <Dialog aria-label={t("card.title")} className="[outline:none]">
          {card}
        </Dialog>
      )}
    </Popover>
  );
}
