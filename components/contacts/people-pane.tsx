"use client";
import { SlidersHorizontal, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from "react";
import { type ConversationId, type UserId } from "@/lib/protocol";
import { type ConversationListItem } from "@/lib/client";
import { useCard } from "@/components/people/card-context";
import { useClient, useStore } from "@/components/people/client-context";
import { useConversationTitle } from "@/components/people/conversation-title";
import { lazyPart } from "@/components/people/lazy-part";
import { buttonClass } from "@/components/ui/button-class";
import { EmptyState } from "@/components/ui/empty-state";
import { useReport } from "@/components/people/report-context";
import { type ContactsDialog } from "./contacts-dialog";
import { type DropTarget, makeFavourites, moveInto, peopleOf } from "./drop";
import { isExpanded, type ListRow, listRowsOf, toggled } from "./list-rows";
import { PeopleList, type RowAnchor } from "./people-list";
import { useAvailability } from "./use-availability";
import { useListPreferences } from "./use-list-preferences";
import { useNarrow } from "./use-narrow";
import { useOpened } from "./use-opened";
import { type EntryRow, useSelection } from "./use-selection";

const RowMenu = lazyPart(() => import("./row-menu").then((module) => module.RowMenu));
const ListOptionsMenu = lazyPart(() => import("./list-options-menu").then((module) => module.ListOptionsMenu));
const SelectionBar = lazyPart(() => import("./selection-bar").then((module) => module.SelectionBar));
const ContactsDialogs = lazyPart(() => import("./contacts-dialogs").then((module) => module.ContactsDialogs));

type Props = {
  /** Me, above everything. */
  header: ReactNode;
  /** What finds anybody: the field or button that opens the palette. */
  search: ReactNode;
  selectedId: ConversationId | null;
  onOpenConversation: (id: ConversationId) => void;
  onOpenPerson: (userId: UserId) => void;
  /** A dialog asked for from elsewhere (the palette); told back when it was taken up. */
  dialog: ContactsDialog | null;
  onDialog: (dialog: ContactsDialog | null) => void;
};

/** A text that may be a phone number: digits, and what people put between them. */
const NUMBER = /^\+?[\d\s()./-]{5,30}$/u;

/** The list: current conversations on top, then favourites, groups and everybody else. */
export function PeoplePane({ header, search, selectedId, onOpenConversation, onOpenPerson, dialog, onDialog }: Props) {
  const t = useTranslations("contacts");
  const client = useClient();
  const card = useCard();
  const me = useStore(client.session);
  const conversations = useStore(client.conversations);
  const contacts = useStore(client.contacts);
  const report = useReport();
  const [preferences, change] = useListPreferences();
  const [menu, setMenu] = useState<{ row: ListRow; anchor: RowAnchor } | null>(null);
  const [optionsOpen, setOptionsOpen] = useState(false);
  const optionsButton = useRef<HTMLButtonElement>(null);
  const title = useConversationTitle(me.userId);
  const isAlone = useNarrow() && selectedId === null;
  const titleOf = (item: ConversationListItem): string => title(item.summary);

  const arranged = preferences.sort === "availability" || preferences.view === "availability" || preferences.hideOffline;
  const userIds = useMemo(() => contacts.all.map((contact) => contact.userId), [contacts.all]);
  const states = useDeferredValue(useAvailability(userIds, arranged));
  const openGroups = contacts.organisationGroups.map(({ groupId }) => groupId).filter((groupId) => preferences.view === "groups" && isExpanded(`organisation/${groupId}`, preferences));
  const { recent, members } = useOpened(preferences.view === "groups" && isExpanded("recent", preferences), openGroups);
  const { collapsed, expanded, hideOffline, view, sort } = preferences;
  const rows = useMemo(
    () =>
      listRowsOf({
        conversations,
        contacts,
        preferences: { collapsed, expanded, hideOffline, view, sort },
        stateOf: (userId) => states.get(userId) ?? "unknown",
        recent,
        membersOf: (groupId) => members.get(groupId),
        find: client.contacts.find,
      }),
    [conversations, contacts, collapsed, expanded, hideOffline, view, sort, states, recent, members, client],
  );
  const selection = useSelection(rows);
  const openMenu = (row: ListRow, anchor: RowAnchor): void => {
    if (!selection.has(row)) selection.clear();
    setMenu({ row, anchor });
  };
  const drop = (target: DropTarget, dragged: readonly EntryRow[], keep: boolean): void => {
    selection.clear();
    if (target.kind === "group") report(moveInto(client.contacts, dragged, target.groupId, { keep }));
    else if (target.kind === "favourites") report(makeFavourites(client.contacts, dragged, true));
    else onDialog({ kind: "add-to-conversation", conversationId: target.id, people: peopleOf(dragged) });
  };
  const remove = (chosen: readonly EntryRow[]): void => {
    const known = chosen.flatMap((row) => (row.kind === "number" ? [{ id: row.number.id, name: row.number.name }] : row.contact ? [{ id: row.contact.id, name: row.person.displayName }] : []));
    const ids = [...new Set(known.map(({ id }) => id))];
    if (ids.length > 0) onDialog({ kind: "remove", contactIds: ids, name: known[0]?.name ?? "" });
  };
  const isReady = conversations.status === "ready" && contacts.status === "ready";
  // What the organisation puts into everybody's list is no start yet.
  const isBare = conversations.items.length === 0 && contacts.entries.length === 0 && contacts.groups.length === 0;
  const isFailed = rows.length === 0 && (conversations.status === "failed" || contacts.status === "failed");

  return (
    <section className="list" aria-label={t("list")} {...(isAlone ? { role: "main" } : {})}>
      {/* An open conversation is the page's subject; without one the list is. */}
      {selectedId === null ? <h1 className="sr">{t("list")}</h1> : null}
      {header}
      <div className="search-line">
        {search}
        <button ref={optionsButton} type="button" aria-label={t("options.label")} title={t("options.label")} aria-haspopup="menu" aria-expanded={optionsOpen} className={buttonClass({ variant: "quiet", className: "w-(--control-h) px-0" })} onClick={() => setOptionsOpen(true)}>
          <SlidersHorizontal aria-hidden="true" size={16} strokeWidth={1.75} />
        </button>
      </div>
      {isReady && isBare ? (
        <EmptyState
          icon={<UserPlus aria-hidden="true" strokeWidth={1.5} />}
          title={t("empty.title")}
          action={
            <button type="button" className={buttonClass({ variant: "primary" })} onClick={() => onDialog({ kind: "add" })}>
              {t("empty.action")}
            </button>
          }
        >
          {t("empty.text")}
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <PeopleList
          rows={rows}
          selection={selection}
          myId={me.userId}
          titleOf={titleOf}
          selectedId={selectedId}
          onOpenConversation={onOpenConversation}
          onOpenPerson={onOpenPerson}
          onOpenCard={(userId, element) => card.open(userId, element)}
          onToggle={(key) => change(toggled(key, preferences))}
          onMore={(of) => (of === "conversations" ? void client.conversations.loadMore() : client.groupMembers.loadMore(of))}
          onMenu={openMenu}
          onRemove={remove}
          onDrop={drop}
          onText={(text) => (NUMBER.test(text) ? onDialog({ kind: "add-number", number: text }) : undefined)}
        />
      ) : isFailed ? (
        <p className="list-state" role="status">{t("failed")}</p>
      ) : isReady ? null : (
        <p className="list-state" role="status" aria-label={t("loading")} />
      )}
      {selection.rows.length > 1 ? <SelectionBar selection={selection} onDialog={onDialog} onOpenConversation={onOpenConversation} /> : null}
      {optionsOpen ? <ListOptionsMenu anchor={optionsButton} preferences={preferences} onChange={change} onClose={() => setOptionsOpen(false)} onDialog={onDialog} /> : null}
      {menu ? (
        <RowMenu
          key={`${menu.row.key}:${menu.anchor.x ?? ""}:${menu.anchor.y ?? ""}`}
          row={menu.row}
          anchor={menu.anchor}
          chosen={selection.has(menu.row) ? selection.rows : []}
          myId={me.userId}
          onClose={() => setMenu(null)}
          onDialog={onDialog}
          onOpenPerson={onOpenPerson}
          onOpenConversation={onOpenConversation}
        />
      ) : null}
      {dialog ? <ContactsDialogs key={dialog.kind} dialog={dialog} onClose={() => onDialog(null)} onDialog={onDialog} onOpenConversation={onOpenConversation} /> : null}
    </section>
  );
}
