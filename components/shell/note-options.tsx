"use client";
import { useTranslations } from "next-intl";
import { type RefObject } from "react";
import { Audience } from "@/lib/protocol";
import { Menu, MenuItem, MenuSection, MenuSeparator } from "@/components/ui/menu";
import { type NoteDraft } from "./note-draft";
import { UNTIL_CHOICES } from "./until";
import { useUntilWords } from "./use-until-words";

type Props = { anchor: RefObject<HTMLElement | null>; draft: NoteDraft; /** Of the note that stands. */ expiresAt: string | null; onDraft: (draft: NoteDraft) => void; onClose: () => void };

/** How long a note is shown, and to whom. Stays open, since there are two things to choose. */
export function NoteOptions({ anchor, draft, expiresAt, onDraft, onClose }: Props) {
  const t = useTranslations("shell.note");
  const until = useTranslations("shell.until");
  const audience = useTranslations("shell.audience");
  const untilWords = useUntilWords();
  const untils = [...(expiresAt === null ? [] : ["kept" as const]), ...UNTIL_CHOICES];
  return (
    <Menu aria-label={t("options")} shouldCloseOnSelect={false} popover={{ triggerRef: anchor, isOpen: true, placement: "bottom end", onOpenChange: (isOpen) => (isOpen ? undefined : onClose()) }} onClose={onClose}>
      <MenuSection
        title={until("title")}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[draft.until]}
        onSelectionChange={(keys) => {
          const chosen = untils.find((choice) => keys !== "all" && keys.has(choice));
          if (chosen) onDraft({ ...draft, until: chosen });
        }}
      >
        {untils.map((choice) => (
          <MenuItem key={choice} id={choice}>
            {choice === "kept" ? untilWords(expiresAt ?? "") : until(choice)}
          </MenuItem>
        ))}
      </MenuSection>
      <MenuSeparator />
      <MenuSection
        title={audience("title")}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[draft.audience]}
        onSelectionChange={(keys) => {
          const chosen = Audience.options.find((level) => keys !== "all" && keys.has(level));
          if (chosen) onDraft({ ...draft, audience: chosen });
        }}
      >
        {Audience.options.map((level) => (
          <MenuItem key={level} id={level}>
            {audience(level)}
          </MenuItem>
        ))}
      </MenuSection>
    </Menu>
  );
}
