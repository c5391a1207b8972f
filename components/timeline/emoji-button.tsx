"use client";
import { Smile } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Dialog } from "react-aria-components/Modal";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";

const EmojiPicker = dynamic(() => import("./emoji-picker").then((module) => module.EmojiPicker), { ssr: false });

/** Opens the picker; the field gets the focus back with the chosen sign in it. */
export function EmojiButton({ onChoose, onClosed }: { onChoose: (emoji: string) => void; onClosed: () => void }) {
  const t = useTranslations("timeline");
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <span ref={anchor} className="inline-flex items-center">
      <IconButton className="size-7 pointer-coarse:size-10" label={t("composer.emoji")} aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
        <Smile aria-hidden="true" size={16} strokeWidth={1.75} />
      </IconButton>
      <Popover triggerRef={anchor} isOpen={isOpen} onOpenChange={setOpen} placement="top start" offset={10}>
        <Dialog aria-label={t("emoji.list")} className="[outline:none]">
          <EmojiPicker
            onChoose={(emoji) => {
              setOpen(false);
              onChoose(emoji);
              onClosed();
            }}
          />
        </Dialog>
      </Popover>
    </span>
  );
}
