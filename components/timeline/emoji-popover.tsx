"use client";
import { useTranslations } from "next-intl";
import { type RefObject } from "react";
import { Dialog } from "react-aria-components/Modal";
import { Popover } from "@/components/ui/popover";
import { EmojiPicker } from "./emoji-picker";

export function EmojiPopover({ anchor, onClose, onChoose }: { anchor: RefObject<HTMLElement | null>; onClose: () => void; onChoose: (emoji: string) => void }) {
  const t = useTranslations("timeline.emoji");
  return (
    <Popover triggerRef={anchor} isOpen onOpenChange={(isOpen) => (isOpen ? undefined : onClose())} placement="top start" offset={10}>
      <Dialog aria-label={t("list")} className="[outline:none]">
        <EmojiPicker onChoose={onChoose} />
      </Dialog>
    </Popover>
  );
}
