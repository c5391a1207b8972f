"use client";
import { FolderInput, FolderPlus, Tag } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ContactGroupId, type ContactId } from "@/lib/protocol";
import { useClient, useStore } from "@/components/people/client-context";
import { useReport } from "@/components/people/report-context";
import { MenuItem, MenuSection, MenuSeparator, SubMenu } from "@/components/ui/menu";
import { type ContactsDialog } from "../contacts-dialog";
import { moveInto } from "../drop";
import { type EntryRow } from "../use-selection";
import { look } from "./menu-parts";

/** The keyboard's way to drag: into one group, out of the one they stand in. */
export function MoveMenu({ rows, onDialog, onClose }: { rows: readonly EntryRow[]; onDialog: (dialog: ContactsDialog) => void; /** Closes the menu this one belongs to. */ onClose: () => void }) {
  const t = useTranslations("contacts.menu");
  const client = useClient();
  const report = useReport();
  const { groups } = useStore(client.contacts);
  const targets = groups.filter(({ group }) => rows.some((row) => row.from !== group.id));
  return (
    <SubMenu item={<MenuItem icon={<FolderInput {...look} />}>{t("moveTo")}</MenuItem>} aria-label={t("moveTo")} onClose={onClose}>
      {targets.map(({ group }) => (
        <MenuItem key={group.id} id={group.id} onAction={() => report(moveInto(client.contacts, rows, group.id))}>
          {group.name}
        </MenuItem>
      ))}
      {rows.some((row) => row.from !== null) ? (
        <MenuItem id="none" onAction={() => report(moveInto(client.contacts, rows, null))}>
          {t("noGroup")}
        </MenuItem>
      ) : null}
      {targets.length > 0 ? <MenuSeparator /> : null}
      <MenuItem icon={<FolderPlus {...look} />} onAction={() => onDialog({ kind: "create-group", rows })}>
        {t("newGroup")}
      </MenuItem>
    </SubMenu>
  );
}

/** All groups one entry stands in. */
export function GroupsMenu({ contactId, groupIds }: { contactId: ContactId; groupIds: readonly ContactGroupId[] }) {
  const t = useTranslations("contacts.menu");
  const client = useClient();
  const report = useReport();
  const { groups } = useStore(client.contacts);
  return (
    <SubMenu item={<MenuItem icon={<Tag {...look} />}>{t("groups")}</MenuItem>} aria-label={t("groups")}>
      <MenuSection
        aria-label={t("groups")}
        selectionMode="multiple"
        selectedKeys={groupIds}
        onSelectionChange={(keys) => report(client.contacts.place(contactId, { groupIds: groups.map(({ group }) => group.id).filter((id) => keys === "all" || keys.has(id)) }))}
      >
        {groups.map(({ group }) => (
          <MenuItem key={group.id} id={group.id}>
            {group.name}
          </MenuItem>
        ))}
      </MenuSection>
    </SubMenu>
  );
}
