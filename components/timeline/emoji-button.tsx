"use client";
import { Smile } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { lazyPart } from "@/components/people/lazy-part";
import { buttonClass } from "@/components/ui/button-class";

const EmojiPopover = lazyPart(() => import("./emoji-popover").then((module) => module.EmojiPopover));

/** Opens the picker, whose script comes with the first use; the field gets the focus back with the chosen sign in it. */
export function EmojiButton({ onChoose, onClosed }: { onChoose: (emoji: string) => void; onClosed: () => void }) {
  const t = useTranslations("timeline.composer");
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  return (
    <span className="inline-flex items-center">
      <button ref={anchor} type="button" aria-label={t("emoji")} title={t("emoji")} aria-haspopup="dialog" aria-expanded={isOpen} className={buttonClass({ variant: "quiet", className: "size-7 px-0 pointer-coarse:size-10" })} onClick={() => setOpen(!isOpen)}>
        <Smile aria-hidden="true" size={16} strokeWidth={1.75} />
      </button>
      {isOpen ? (
        <EmojiPopover
          anchor={anchor}
          onClose={() => setOpen(false)}
          onChoose={(emoji) => {
            setOpen(false);
            onChoose(emoji);
            onClosed();
          }}
        />
      ) : null}
    </span>
  );
}
