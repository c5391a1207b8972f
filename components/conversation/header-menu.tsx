"use client";
import { Link, LogOut, PanelRight, Pencil, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject } from "react";
import { type ConversationId } from "@/lib/protocol";
import { useReport } from "@/components/people/report-context";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { type ConversationDialog } from "./conversation-dialogs";

type Props = {
  anchor: RefObject<HTMLElement | null>;
  conversationId: ConversationId;
  isGroup: boolean;
  isGone: boolean;
  onClose: () => void;
  onDialog: (dialog: ConversationDialog) => void;
  onDetails: () => void;
};

const look = { "aria-hidden": true, strokeWidth: 1.75 } as const;

export function HeaderMenu({ anchor, conversationId, isGroup, isGone, onClose, onDialog, onDetails }: Props) {
  const t = useTranslations("conversation.menu");
  const header = useTranslations("conversation.header");
  const report = useReport();
  return (
    <Menu aria-label={header("more")} popover={{ triggerRef: anchor, isOpen: true, placement: "bottom end", onOpenChange: (isOpen) => (isOpen ? undefined : onClose()) }} onClose={onClose}>
      {isGone ? null : (
        <MenuItem icon={<UserPlus {...look} />} onAction={() => onDialog({ kind: "add" })}>
          {t("addPeople")}
        </MenuItem>
      )}
      {isGone || !isGroup ? null : (
        <MenuItem icon={<Pencil {...look} />} onAction={() => onDialog({ kind: "rename" })}>
          {t("rename")}
        </MenuItem>
      )}
      <MenuItem icon={<PanelRight {...look} />} onAction={onDetails}>
        {t("details")}
      </MenuItem>
      <MenuItem icon={<Link {...look} />} onAction={() => report(navigator.clipboard.writeText(`${location.origin}/c/${conversationId}`))}>
        {t("copyLink")}
      </MenuItem>
      {isGroup && !isGone ? <MenuSeparator /> : null}
      {isGroup && !isGone ? (
        <MenuItem icon={<LogOut {...look} />} tone="danger" onAction={() => onDialog({ kind: "leave" })}>
          {t("leave")}
        </MenuItem>
      ) : null}
    </Menu>
  );
}
