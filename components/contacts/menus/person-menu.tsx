"use client";
import { Ban, Bell, BellOff, Copy, Eye, IdCard, Mail, MessageCircle, Star, StarOff, UserPlus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { SubmenuTrigger } from "react-aria-components/Menu";
import { type ContactGroupId, type PersonCard, type UserId } from "@/lib/protocol";
import { AccessMenu } from "@/components/people/access-menu";
import { useCard } from "@/components/people/card-context";
import { useClient, useStore } from "@/components/people/client-context";
import { useReport } from "@/components/people/report-context";
import { usePerson } from "@/components/people/use-presence";
import { Menu, MenuItem, MenuSeparator, submenuPopover } from "@/components/ui/menu";
import { look, type RowMenuProps } from "./menu-parts";
import { GroupsMenu, MoveMenu } from "./place-menus";

/** Every way to reach a person, then what they are to me. */
export function PersonMenu({ userId, from, popover, anchorElement, onClose, onDialog, onOpenPerson }: RowMenuProps & { userId: UserId; from: ContactGroupId | null }) {
  const t = useTranslations("contacts.menu");
  const access = useTranslations("people.access");
  const client = useClient();
  const card = useCard();
  const report = useReport();
  const { groups } = useStore(client.contacts);
  const person = usePerson(userId);
  const contact = client.contacts.find(userId) ?? null;
  const known: PersonCard | null = contact?.person ?? person?.card ?? null;
  const level = contact?.seesMeAs ?? person?.seesMeAs ?? null;
  const name = known?.displayName ?? "";
  const email = known?.email;

  return (
    <Menu aria-label={t("label", { name })} className="min-w-65" popover={popover} onClose={onClose}>
      <MenuItem icon={<MessageCircle {...look} />} onAction={() => onOpenPerson(userId)}>
        {t("message")}
      </MenuItem>
      {email === undefined ? null : (
        <MenuItem icon={<Mail {...look} />} href={`mailto:${email}`}>
          {t("mail")}
        </MenuItem>
      )}
      <MenuItem icon={<IdCard {...look} />} onAction={() => card.open(userId, anchorElement)}>
        {t("card")}
      </MenuItem>
      {email === undefined ? null : (
        <MenuItem icon={<Copy {...look} />} onAction={() => report(navigator.clipboard.writeText(email))}>
          {t("copyAddress")}
        </MenuItem>
      )}
      <MenuSeparator />
      {contact ? (
        <>
          <MenuItem icon={contact.tagged ? <BellOff {...look} /> : <Bell {...look} />} onAction={() => report(client.contacts.tag(userId, !contact.tagged))}>
            {contact.tagged ? t("untag") : t("tag")}
          </MenuItem>
          <MenuItem icon={contact.favourite ? <StarOff {...look} /> : <Star {...look} />} onAction={() => report(client.contacts.place(contact.id, { favourite: !contact.favourite }))}>
            {contact.favourite ? t("removeFavourite") : t("addFavourite")}
          </MenuItem>
        </>
      ) : known ? (
        <MenuItem icon={<UserPlus {...look} />} onAction={() => report(client.contacts.add(known))}>
          {t("add")}
        </MenuItem>
      ) : null}
      {level ? (
        <SubmenuTrigger>
          <MenuItem icon={<Eye {...look} />} end={access(level)}>
            {t("seesMeAs")}
          </MenuItem>
          <AccessMenu userId={userId} name={name} level={level} popover={submenuPopover()} onClose={onClose} />
        </SubmenuTrigger>
      ) : null}
      {contact ? <MoveMenu rows={[{ kind: "person", key: "", section: "", level: 2, person: contact.person, contact, from }]} onDialog={onDialog} onClose={onClose} /> : null}
      {contact && groups.length > 0 ? <GroupsMenu contactId={contact.id} groupIds={contact.groupIds} /> : null}
      <MenuSeparator />
      {contact ? (
        <MenuItem icon={<X {...look} />} onAction={() => onDialog({ kind: "remove", contactIds: [contact.id], name })}>
          {t("remove")}
        </MenuItem>
      ) : null}
      {level === "blocked" ? (
        <MenuItem icon={<Ban {...look} />} onAction={() => report(client.people.setAccess(userId, null))}>
          {t("unblock")}
        </MenuItem>
      ) : level ? (
        <MenuItem icon={<Ban {...look} />} tone="danger" onAction={() => onDialog({ kind: "block", userId, name })}>
          {t("block")}
        </MenuItem>
      ) : null}
    </Menu>
  );
}
