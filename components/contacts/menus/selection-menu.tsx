"use client";
import { Bell, BellOff, Copy, Mail, MessageCircle, Star, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { CONVERSATION_INVITE_MAX } from "@/lib/protocol";
import { useClient, useStore } from "@/components/people/client-context";
import { useReport } from "@/components/people/report-context";
import { startWith } from "@/components/people/start-with";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { makeFavourites, peopleOf } from "../drop";
import { look, type RowMenuProps } from "./menu-parts";
import { MoveMenu } from "./place-menus";

/** What can be done with several people at once. */
export function SelectionMenu({ chosen, popover, onClose, onDialog, onOpenConversation }: Omit<RowMenuProps, "row" | "anchorElement" | "onOpenPerson">) {
  const t = useTranslations("contacts.menu");
  const client = useClient();
  const report = useReport();
  useStore(client.contacts);
  const people = peopleOf(chosen);
  const addresses = people.flatMap(({ email }) => (email === undefined ? [] : [email])).join(",");
  const contacts = people.flatMap(({ userId }) => client.contacts.find(userId) ?? []);
  const contactIds = [...contacts.map(({ id }) => id), ...chosen.flatMap((row) => (row.kind === "number" ? [row.number.id] : []))];
  const tagged = contacts.length > 0 && contacts.every((contact) => contact.tagged);
  return (
    <Menu aria-label={t("selection", { count: chosen.length })} popover={popover} onClose={onClose}>
      {people.length > 0 ? (
        <MenuItem icon={<MessageCircle {...look} />} isDisabled={people.length > CONVERSATION_INVITE_MAX} onAction={() => report(startWith(client, people.map(({ userId }) => userId)).then(onOpenConversation))}>
          {t("messageAll", { count: people.length })}
        </MenuItem>
      ) : null}
      {addresses === "" ? null : (
        <>
          <MenuItem icon={<Mail {...look} />} href={`mailto:${addresses}`}>
            {t("mail")}
          </MenuItem>
          <MenuItem icon={<Copy {...look} />} onAction={() => report(navigator.clipboard.writeText(addresses.replaceAll(",", ", ")))}>
            {t("copyAddresses")}
          </MenuItem>
        </>
      )}
      <MenuSeparator />
      {contacts.length > 0 ? (
        <MenuItem icon={tagged ? <BellOff {...look} /> : <Bell {...look} />} onAction={() => report(Promise.all(contacts.filter((contact) => contact.tagged === tagged).map(({ userId }) => client.contacts.tag(userId, !tagged))))}>
          {tagged ? t("untag") : t("tag")}
        </MenuItem>
      ) : null}
      <MenuItem icon={<Star {...look} />} onAction={() => report(makeFavourites(client.contacts, chosen, true))}>
        {t("addFavourite")}
      </MenuItem>
      <MoveMenu rows={chosen} onDialog={onDialog} onClose={onClose} />
      {contactIds.length > 0 ? (
        <>
          <MenuSeparator />
          <MenuItem icon={<X {...look} />} onAction={() => onDialog({ kind: "remove", contactIds, name: contacts[0]?.person.displayName ?? "" })}>
            {t("remove")}
          </MenuItem>
        </>
      ) : null}
    </Menu>
  );
}
