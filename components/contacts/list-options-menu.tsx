"use client";
import { FolderPlus, Phone, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject } from "react";
import { Settings } from "@/lib/protocol";
import { Menu, MenuItem, MenuSection, MenuSeparator } from "@/components/ui/menu";
import { type ContactsDialog } from "./contacts-dialog";
import { type ListPreferences } from "./list-rows";

type Props = {
  anchor: RefObject<HTMLElement | null>;
  preferences: ListPreferences;
  onChange: (change: Partial<ListPreferences>) => void;
  onClose: () => void;
  onDialog: (dialog: ContactsDialog) => void;
};

const VIEWS = Settings.shape.listView.options;
const SORTS = Settings.shape.listSort.options;

/** What goes into the list, and how it is arranged. */
export function ListOptionsMenu({ anchor, preferences, onChange, onClose, onDialog }: Props) {
  const t = useTranslations("contacts.options");
  return (
    <Menu aria-label={t("label")} popover={{ triggerRef: anchor, isOpen: true, placement: "bottom end", onOpenChange: (isOpen) => (isOpen ? undefined : onClose()) }} onClose={onClose}>
      <MenuItem icon={<UserPlus aria-hidden="true" strokeWidth={1.75} />} onAction={() => onDialog({ kind: "add" })}>
        {t("addPerson")}
      </MenuItem>
      <MenuItem icon={<Phone aria-hidden="true" strokeWidth={1.75} />} onAction={() => onDialog({ kind: "add-number" })}>
        {t("addNumber")}
      </MenuItem>
      <MenuItem icon={<FolderPlus aria-hidden="true" strokeWidth={1.75} />} onAction={() => onDialog({ kind: "create-group" })}>
        {t("newGroup")}
      </MenuItem>
      <MenuSeparator />
      <MenuSection
        title={t("view")}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[`view:${preferences.view}`]}
        onSelectionChange={(keys) => {
          const view = VIEWS.find((candidate) => keys !== "all" && keys.has(`view:${candidate}`));
          if (view) onChange({ view });
        }}
      >
        {VIEWS.map((view) => (
          <MenuItem key={view} id={`view:${view}`}>
            {t(`views.${view}`)}
          </MenuItem>
        ))}
      </MenuSection>
      <MenuSeparator />
      <MenuSection
        title={t("sort")}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[`sort:${preferences.sort}`]}
        onSelectionChange={(keys) => {
          const sort = SORTS.find((candidate) => keys !== "all" && keys.has(`sort:${candidate}`));
          if (sort) onChange({ sort });
        }}
      >
        {SORTS.map((sort) => (
          <MenuItem key={sort} id={`sort:${sort}`} isDisabled={preferences.view === "name" && sort !== "name"}>
            {t(sort === "name" ? "byName" : "byAvailability")}
          </MenuItem>
        ))}
      </MenuSection>
      <MenuSeparator />
      <MenuSection aria-label={t("hideOffline")} selectionMode="multiple" selectedKeys={preferences.hideOffline ? ["hide"] : []} onSelectionChange={(keys) => onChange({ hideOffline: keys === "all" || keys.has("hide") })}>
        <MenuItem id="hide">{t("hideOffline")}</MenuItem>
      </MenuSection>
    </Menu>
  );
}
