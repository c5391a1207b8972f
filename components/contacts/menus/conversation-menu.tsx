"use client";
import { Copy, MessageCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ConversationId } from "@/lib/protocol";
import { useReport } from "@/components/people/report-context";
import { Menu, MenuItem } from "@/components/ui/menu";
import { look, type RowMenuProps } from "./menu-parts";

export function ConversationMenu({ id, popover, onClose, onOpenConversation }: RowMenuProps & { id: ConversationId }) {
  const t = useTranslations("contacts.menu");
  const report = useReport();
  return (
    <Menu aria-label={t("conversation")} popover={popover} onClose={onClose}>
      <MenuItem icon={<MessageCircle {...look} />} onAction={() => onOpenConversation(id)}>
        {t("message")}
      </MenuItem>
      <MenuItem icon={<Copy {...look} />} onAction={() => report(navigator.clipboard.writeText(`${location.origin}/c/${id}`))}>
        {t("copyLink")}
      </MenuItem>
    </Menu>
  );
}
