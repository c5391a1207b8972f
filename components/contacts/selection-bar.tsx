"use client";
import { Ellipsis, MessageCircle, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { type ConversationId, CONVERSATION_INVITE_MAX } from "@/lib/protocol";
import { useClient } from "@/components/people/client-context";
import { useReport } from "@/components/people/report-context";
import { startWith } from "@/components/people/start-with";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { type ContactsDialog } from "./contacts-dialog";
import { peopleOf } from "./drop";
import { SelectionMenu } from "./menus/selection-menu";
import { type Selection } from "./use-selection";

type Props = { selection: Selection; onDialog: (dialog: ContactsDialog) => void; onOpenConversation: (id: ConversationId) => void };

/** How many are chosen, and what to do with all of them. */
export function SelectionBar({ selection, onDialog, onOpenConversation }: Props) {
  const t = useTranslations("contacts.selection");
  const client = useClient();
  const report = useReport();
  const more = useRef<HTMLSpanElement>(null);
  const [menuOpen, setMenuOpen] = useState(false);
  const people = peopleOf(selection.rows);
  const open = (id: ConversationId): void => {
    selection.clear();
    onOpenConversation(id);
  };
  return (
    <div className="selection-bar" role="group" aria-label={t("label")}>
      <span role="status" className="min-w-0 flex-1 truncate font-medium">
        {t("count", { count: selection.rows.length })}
      </span>
      <Button variant="primary" size="small" isDisabled={people.length === 0 || people.length > CONVERSATION_INVITE_MAX} onPress={() => report(startWith(client, people.map(({ userId }) => userId)).then(open))}>
        <MessageCircle aria-hidden="true" size={14} strokeWidth={2} />
        {t("message")}
      </Button>
      <span ref={more} className="inline-flex">
        <IconButton label={t("more")} aria-haspopup="menu" aria-expanded={menuOpen} onPress={() => setMenuOpen(true)}>
          <Ellipsis aria-hidden="true" size={16} strokeWidth={1.75} />
        </IconButton>
      </span>
      <IconButton label={t("clear")} onPress={selection.clear}>
        <X aria-hidden="true" size={16} strokeWidth={1.75} />
      </IconButton>
      {menuOpen ? (
        <SelectionMenu
          chosen={selection.rows}
          popover={{ triggerRef: more, isOpen: true, placement: "bottom start", offset: 4, onOpenChange: setMenuOpen }}
          onClose={() => setMenuOpen(false)}
          onDialog={onDialog}
          onOpenConversation={open}
        />
      ) : null}
    </div>
  );
}
