"use client";
import { ArrowDown, ArrowUp, Copy, Eye, Mail, MessageCircle, MessagesSquare, Pencil, Phone, Trash2, UserPlus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { SubmenuTrigger } from "react-aria-components/Menu";
import { type ContactGroupId, CONVERSATION_INVITE_MAX, type OrganisationGroup } from "@/lib/protocol";
import { GroupAccessMenu } from "@/components/people/access-menu";
import { useClient, useStore } from "@/components/people/client-context";
import { useReport } from "@/components/people/report-context";
import { startWith } from "@/components/people/start-with";
import { Menu, MenuItem, MenuSeparator, submenuPopover } from "@/components/ui/menu";
import { isNumber } from "@/lib/client";
import { look, type RowMenuProps } from "./menu-parts";

/** One of my own groups. */
export function ContactGroupMenu({ groupId, name, popover, onClose, onDialog, onOpenConversation }: RowMenuProps & { groupId: ContactGroupId; name: string }) {
  const t = useTranslations("contacts.menu");
  const client = useClient();
  const report = useReport();
  const { groups } = useStore(client.contacts);
  const ids = groups.map(({ group }) => group.id);
  const at = ids.indexOf(groupId);
  const people = (groups[at]?.entries ?? []).flatMap((entry) => (isNumber(entry) ? [] : [entry.userId]));
  const moveBy = (step: -1 | 1): void => {
    const next = ids.filter((id) => id !== groupId);
    next.splice(at + step, 0, groupId);
    report(client.contacts.orderGroups(next));
  };
  return (
    <Menu aria-label={t("label", { name })} popover={popover} onClose={onClose}>
      {people.length > 0 ? (
        <MenuItem icon={<MessageCircle {...look} />} isDisabled={people.length > CONVERSATION_INVITE_MAX} onAction={() => report(startWith(client, people).then(onOpenConversation))}>
          {t("messageAll", { count: people.length })}
        </MenuItem>
      ) : null}
      <MenuItem icon={<UserPlus {...look} />} onAction={() => onDialog({ kind: "add", groupId })}>
        {t("addToGroup")}
      </MenuItem>
      <MenuItem icon={<Phone {...look} />} onAction={() => onDialog({ kind: "add-number", groupId })}>
        {t("addNumber")}
      </MenuItem>
      <SubmenuTrigger>
        <MenuItem icon={<Eye {...look} />}>{t("seeMeAs")}</MenuItem>
        <GroupAccessMenu group={{ kind: "contact-group", contactGroupId: groupId }} name={name} popover={submenuPopover()} onClose={onClose} />
      </SubmenuTrigger>
      <MenuSeparator />
      <MenuItem icon={<Pencil {...look} />} onAction={() => onDialog({ kind: "rename-group", groupId, name })}>
        {t("rename")}
      </MenuItem>
      <MenuItem icon={<ArrowUp {...look} />} isDisabled={at <= 0} onAction={() => moveBy(-1)}>
        {t("moveUp")}
      </MenuItem>
      <MenuItem icon={<ArrowDown {...look} />} isDisabled={at === ids.length - 1} onAction={() => moveBy(1)}>
        {t("moveDown")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash2 {...look} />} tone="danger" onAction={() => onDialog({ kind: "remove-group", groupId, name })}>
        {t("removeGroup")}
      </MenuItem>
    </Menu>
  );
}

/** A group of the organisation: to all, to some, or by mail. */
export function OrganisationGroupMenu({ group, popover, onClose, onDialog }: RowMenuProps & { group: OrganisationGroup }) {
  const t = useTranslations("contacts.menu");
  const client = useClient();
  const report = useReport();
  const { groupId, name, email } = group;
  return (
    <Menu aria-label={t("label", { name })} popover={popover} onClose={onClose}>
      <MenuItem icon={<MessagesSquare {...look} />} onAction={() => onDialog({ kind: "organisation-group", group })}>
        {t("messageMembers")}
      </MenuItem>
      {email === undefined ? null : (
        <>
          <MenuItem icon={<Mail {...look} />} href={`mailto:${email}`}>
            {t("mail")}
          </MenuItem>
          <MenuItem icon={<Copy {...look} />} onAction={() => report(navigator.clipboard.writeText(email))}>
            {t("copyAddress")}
          </MenuItem>
        </>
      )}
      <MenuSeparator />
      <SubmenuTrigger>
        <MenuItem icon={<Eye {...look} />}>{t("seeMeAs")}</MenuItem>
        <GroupAccessMenu group={{ kind: "group", groupId }} name={name} popover={submenuPopover()} onClose={onClose} />
      </SubmenuTrigger>
      {group.origin === "listed" ? (
        <MenuItem icon={<X {...look} />} onAction={() => report(client.contacts.listGroup(group, false))}>
          {t("remove")}
        </MenuItem>
      ) : null}
    </Menu>
  );
}
