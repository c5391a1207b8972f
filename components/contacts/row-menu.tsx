"use client";
import { ArrowDown, ArrowUp, Ban, Copy, Eye, FolderPlus, IdCard, MessageCircle, Pencil, Star, StarOff, Tag, Trash2, UserPlus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef } from "react";
import { type ContactGroupId, type ConversationId, type PersonCard, type UserId } from "@/lib/protocol";
import { AccessMenu } from "@/components/people/access-menu";
import { useCard } from "@/components/people/card-context";
import { useClient, useStore } from "@/components/people/client-context";
import { othersOf } from "@/components/people/conversation-title";
import { usePerson } from "@/components/people/use-presence";
import { useReport } from "@/components/people/report-context";
import { Menu, MenuItem, MenuSection, MenuSeparator, SubMenu } from "@/components/ui/menu";
import { SubmenuTrigger } from "react-aria-components/Menu";
import { type ContactsDialog } from "./contacts-dialogs";
import { type ListRow } from "./list-rows";
import { type RowAnchor } from "./people-list";

type Props = {
  row: ListRow;
  anchor: RowAnchor;
  myId: string;
  onClose: () => void;
  onDialog: (dialog: ContactsDialog) => void;
  onOpenPerson: (userId: UserId) => void;
  onOpenConversation: (id: ConversationId) => void;
};

/** What can be done with a row of the list: beside it, or where the pointer asked. */
export function RowMenu({ row, anchor, onClose, ...rest }: Props) {
  const point = useRef<HTMLSpanElement>(null);
  const element = useRef(anchor.element);
  const atPointer = anchor.x !== undefined && anchor.y !== undefined;
  const popover = {
    triggerRef: atPointer ? point : element,
    isOpen: true,
    placement: "bottom start" as const,
    offset: atPointer ? 0 : 2,
    onOpenChange: (isOpen: boolean): void => (isOpen ? undefined : onClose()),
  };
  return (
    <>
      {atPointer ? <span ref={point} aria-hidden="true" className="fixed size-0" style={{ left: anchor.x, top: anchor.y }} /> : null}
      <MenuOf row={row} popover={popover} anchorElement={anchor.element} onClose={onClose} {...rest} />
    </>
  );
}

type MenuPopover = { triggerRef: { current: HTMLElement | null }; isOpen: boolean; placement: "bottom start"; offset: number; onOpenChange: (isOpen: boolean) => void };
type Inner = Omit<Props, "anchor"> & { popover: MenuPopover; anchorElement: HTMLElement };

function MenuOf(props: Inner): ReactNode {
  const { row, myId } = props;
  if (row.kind === "contact") return <PersonMenu {...props} userId={row.contact.userId} />;
  if (row.kind === "section" && row.section.kind === "group") return <GroupMenu {...props} groupId={row.section.groupId} name={row.section.name} />;
  if (row.kind === "conversation") {
    const [other] = othersOf(row.item.summary.members, myId);
    if (row.item.summary.kind === "direct" && other?.kind === "user") return <PersonMenu {...props} userId={other.id as string as UserId} />;
    return <ConversationMenu {...props} id={row.id} />;
  }
  return null;
}

const look = { "aria-hidden": true, strokeWidth: 1.75 } as const;

function PersonMenu({ userId, popover, anchorElement, onClose, onDialog, onOpenPerson }: Inner & { userId: UserId }) {
  const t = useTranslations("contacts.menu");
  const access = useTranslations("people.access");
  const client = useClient();
  const card = useCard();
  const report = useReport();
  const contacts = useStore(client.contacts);
  const person = usePerson(userId);
  const contact = contacts.all.find((candidate) => candidate.userId === userId);
  const known: PersonCard | null = contact?.person ?? person?.card ?? null;
  const level = contact?.seesMeAs ?? person?.seesMeAs ?? null;
  const name = known?.displayName ?? "";

  return (
    <Menu aria-label={t("label", { name })} className="min-w-65" popover={popover} onClose={onClose}>
      <MenuItem icon={<MessageCircle {...look} />} onAction={() => onOpenPerson(userId)}>
        {t("message")}
      </MenuItem>
      <MenuItem icon={<IdCard {...look} />} onAction={() => card.open(userId, anchorElement)}>
        {t("card")}
      </MenuItem>
      {known?.email ? (
        <MenuItem icon={<Copy {...look} />} onAction={() => report(navigator.clipboard.writeText(known.email ?? ""))}>
          {t("copyAddress")}
        </MenuItem>
      ) : null}
      <MenuSeparator />
      {contact ? (
        <MenuItem icon={contact.favourite ? <StarOff {...look} /> : <Star {...look} />} onAction={() => report(client.contacts.place(contact.id, { favourite: !contact.favourite }))}>
          {contact.favourite ? t("removeFavourite") : t("addFavourite")}
        </MenuItem>
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
          <AccessMenu userId={userId} name={name} level={level} popover={{ placement: "end top", offset: -2 }} />
        </SubmenuTrigger>
      ) : null}
      {contact ? (
        <SubMenu item={<MenuItem icon={<Tag {...look} />}>{t("groups")}</MenuItem>} aria-label={t("groups")}>
          <MenuSection
            aria-label={t("groups")}
            selectionMode="multiple"
            selectedKeys={contact.groupIds}
            onSelectionChange={(keys) => {
              const groupIds = contacts.groups.map(({ group }) => group.id).filter((id) => keys === "all" || keys.has(id));
              report(client.contacts.place(contact.id, { groupIds }));
            }}
          >
            {contacts.groups.map(({ group }) => (
              <MenuItem key={group.id} id={group.id}>
                {group.name}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuItem icon={<FolderPlus {...look} />} onAction={() => onDialog({ kind: "create-group", contactId: contact.id })}>
            {t("newGroup")}
          </MenuItem>
        </SubMenu>
      ) : null}
      <MenuSeparator />
      {contact ? (
        <MenuItem icon={<X {...look} />} onAction={() => onDialog({ kind: "remove", contactId: contact.id, name })}>
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

function ConversationMenu({ id, popover, onClose, onOpenConversation }: Inner & { id: ConversationId }) {
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

function GroupMenu({ groupId, name, popover, onClose, onDialog }: Inner & { groupId: ContactGroupId; name: string }) {
  const t = useTranslations("contacts.menu");
  const client = useClient();
  const report = useReport();
  const { groups } = useStore(client.contacts);
  const ids = groups.map(({ group }) => group.id);
  const at = ids.indexOf(groupId);
  const moveBy = (step: -1 | 1): void => {
    const next = ids.filter((id) => id !== groupId);
    next.splice(at + step, 0, groupId);
    report(client.contacts.orderGroups(next));
  };
  return (
    <Menu aria-label={t("label", { name })} popover={popover} onClose={onClose}>
      <MenuItem icon={<UserPlus {...look} />} onAction={() => onDialog({ kind: "add", groupId })}>
        {t("addToGroup")}
      </MenuItem>
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
