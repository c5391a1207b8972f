"use client";
import { Copy, Pencil, Phone, Star, StarOff, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useClient, useStore } from "@/components/people/client-context";
import { useReport } from "@/components/people/report-context";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { type EntryRow } from "../use-selection";
import { look, type RowMenuProps } from "./menu-parts";
import { GroupsMenu, MoveMenu } from "./place-menus";

/** A number of the list. The telephone of this computer dials it, where there is one. */
export function NumberMenu({ row, popover, onClose, onDialog }: RowMenuProps & { row: Extract<EntryRow, { kind: "number" }> }) {
  const t = useTranslations("contacts.menu");
  const client = useClient();
  const report = useReport();
  const { groups } = useStore(client.contacts);
  const { id, name, number, groupIds, favourite } = row.number;
  return (
    <Menu aria-label={t("label", { name })} popover={popover} onClose={onClose}>
      <MenuItem icon={<Phone {...look} />} href={`tel:${number}`}>
        {t("dial")}
      </MenuItem>
      <MenuItem icon={<Copy {...look} />} onAction={() => report(navigator.clipboard.writeText(number))}>
        {t("copyNumber")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Pencil {...look} />} onAction={() => onDialog({ kind: "add-number", number, name })}>
        {t("renameNumber")}
      </MenuItem>
      <MenuItem icon={favourite ? <StarOff {...look} /> : <Star {...look} />} onAction={() => report(client.contacts.place(id, { favourite: !favourite }))}>
        {favourite ? t("removeFavourite") : t("addFavourite")}
      </MenuItem>
      <MoveMenu rows={[row]} onDialog={onDialog} onClose={onClose} />
      {groups.length > 0 ? <GroupsMenu contactId={id} groupIds={groupIds} /> : null}
      <MenuSeparator />
      <MenuItem icon={<X {...look} />} onAction={() => onDialog({ kind: "remove", contactIds: [id], name })}>
        {t("remove")}
      </MenuItem>
    </Menu>
  );
}
