"use client";
import { FolderPlus, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject } from "react";
import { Menu, MenuItem, MenuSection, MenuSeparator } from "@/components/ui/menu";
import { type ContactsDialog } from "./contacts-dialogs";
import { type ListPreferences } from "./list-rows";

type Props = {
  anchor: RefObject<HTMLElement | null>;
  preferences: ListPreferences;
  onChange: (change: Partial<ListPreferences>) => void;
  onClose: () => void;
  onDialog: (dialog: ContactsDialog) => void;
};

export function ListOptionsMenu({ anchor, preferences, onChange, onClose, onDialog }: Props) {
  const t = useTranslations("contacts.options");
  return (
    <Menu aria-label={t("label")} popover={{ triggerRef: anchor, isOpen: true, placement: "bottom end", onOpenChange: (isOpen) => (isOpen ? undefined : onClose()) }} onClose={onClose}>
      <MenuItem icon={<UserPlus aria-hidden="true" strokeWidth={1.75} />} onAction={() => onDialog({ kind: "add" })}>
        {t("addPerson")}
      </MenuItem>
      <MenuItem icon={<FolderPlus aria-hidden="true" strokeWidth={1.75} />} onAction={() => onDialog({ kind: "create-group" })}>
        {t("newGroup")}
      </MenuItem>
      <MenuSeparator />
      <MenuSection
        title={t("sort")}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[preferences.sort]}
        onSelectionChange={(keys) => onChange({ sort: keys !== "all" && keys.has("availability") ? "availability" : "name" })}
      >
        <MenuItem id="name">{t("byName")}</MenuItem>
        <MenuItem id="availability">{t("byAvailability")}</MenuItem>
      </MenuSection>
      <MenuSeparator />
      <MenuSection aria-label={t("hideOffline")} selectionMode="multiple" selectedKeys={preferences.hideOffline ? ["hide"] : []} onSelectionChange={(keys) => onChange({ hideOffline: keys === "all" || keys.has("hide") })}>
        <MenuItem id="hide">{t("hideOffline")}</MenuItem>
      </MenuSection>
    </Menu>
  );
}
