"use client";
import { Phone, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components/Modal";
import { type AddressEntry, type ConversationId, type NumberContact, type OrganisationGroup, type PersonCard, type UserId } from "@/lib/protocol";
import { type ConversationListItem, type DirectorySnapshot, isNumber, type Store } from "@/lib/client";
import { useClient, useStore } from "@/components/people/client-context";
import { useConversationTitle } from "@/components/people/conversation-title";
import { useOwned } from "@/components/people/use-owned";
import { Kbd } from "@/components/ui/kbd";
import { fits } from "@/lib/shared/fits";
import { ActionOption, ConversationOption, EntryOption, GroupOption, NumberOption, PersonOption } from "./palette-options";
import { type Action, type ShellActions, useActions } from "./use-actions";

type Props = {
  onClose: () => void;
  onOpenConversation: (id: ConversationId) => void;
  onOpenPerson: (userId: UserId) => void;
  actions: ShellActions;
};

const PEOPLE_MAX = 6;
const CONVERSATIONS_MAX = 5;
const ACTIONS_MAX = 6;
/** Own address entries, groups and numbers, of each. */
const MORE_MAX = 4;

/** What may be a phone number. */
const NUMBER = /^\+?[\d\s()./-]{5,30}$/u;

type Result =
  | { readonly kind: "person"; readonly id: string; readonly person: PersonCard }
  | { readonly kind: "entry"; readonly id: string; readonly entry: AddressEntry }
  | { readonly kind: "group"; readonly id: string; readonly group: OrganisationGroup }
  | { readonly kind: "number"; readonly id: string; readonly number: NumberContact }
  | { readonly kind: "conversation"; readonly id: string; readonly item: ConversationListItem }
  | { readonly kind: "action"; readonly id: string; readonly action: Action };

const IDLE: DirectorySnapshot = { query: "", status: "idle", people: [], entries: [], groups: [], code: null };
const EMPTY: Store<DirectorySnapshot> = { getSnapshot: () => IDLE, subscribe: () => () => undefined };

/** One keystroke to anything: people, conversations, places and commands, as one types. */
export function CommandPalette({ onClose, ...rest }: Props) {
  const t = useTranslations("shell.palette");
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(isOpen) => (isOpen ? undefined : onClose())} className="palette-scrim">
      <Modal className="palette-place">
        <Dialog aria-label={t("label")} className="palette">
          <PaletteBody onClose={onClose} {...rest} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteBody({ onClose, onOpenConversation, onOpenPerson, actions }: Props) {
  const t = useTranslations("shell.palette");
  const client = useClient();
  const listId = useId();
  const me = useStore(client.session);
  const contacts = useStore(client.contacts);
  const conversations = useStore(client.conversations);
  const titleOf = useConversationTitle(me.userId);
  const allActions = useActions(actions);
  const search = useOwned(() => client.createDirectorySearch({ more: true }));
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const directory = useStore(search ?? EMPTY);

  const asked = query.trim();
  const groups = useMemo(() => {
    const people = asked === "" ? [] : merge(contacts.all.map((contact) => contact.person).filter((person) => fits(person.displayName, asked)), directory.people).filter((person) => person.userId !== me.userId);
    const found = conversations.items.filter((item) => asked === "" || (item.summary.kind === "group" && fits(titleOf(item.summary), asked)));
    const numbers = asked === "" ? [] : contacts.entries.filter(isNumber).filter(({ name, number }) => fits(name, asked) || digitsOf(number).includes(digitsOf(asked) || "none"));
    const { entries, groups: organisationGroups } = asked === "" ? NO_MORE : directory;
    const commands = allActions.filter((action) => (asked === "" ? action.isCommon : fits(action.label, asked)));
    if (NUMBER.test(asked)) commands.unshift({ id: "number", label: t("doAddNumber", { number: asked }), icon: <Phone aria-hidden="true" size={16} strokeWidth={1.75} />, isCommon: false, run: () => actions.ask({ kind: "add-number", number: asked }) });
    return [
      { id: "people", title: t("people"), results: people.slice(0, PEOPLE_MAX).map((person): Result => ({ kind: "person", id: person.userId, person })) },
      {
        id: "more",
        title: t("more"),
        results: [
          ...numbers.slice(0, MORE_MAX).map((number): Result => ({ kind: "number", id: number.id, number })),
          ...organisationGroups.slice(0, MORE_MAX).map((group): Result => ({ kind: "group", id: group.groupId, group })),
          ...entries.slice(0, MORE_MAX).map((entry): Result => ({ kind: "entry", id: entry.id, entry })),
        ],
      },
      { id: "conversations", title: asked === "" ? t("recent") : t("conversations"), results: found.slice(0, CONVERSATIONS_MAX).map((item): Result => ({ kind: "conversation", id: item.summary.id, item })) },
      { id: "actions", title: t("actions"), results: commands.slice(0, ACTIONS_MAX).map((action): Result => ({ kind: "action", id: action.id, action })) },
    ].filter((group) => group.results.length > 0);
  }, [asked, contacts, directory, me.userId, conversations.items, allActions, actions, titleOf, t]);
  const results = groups.flatMap((group) => group.results);
  const at = Math.min(active, results.length - 1);

  const type = (text: string): void => {
    setQuery(text);
    setActive(0);
    search?.setQuery(text.trim());
  };
  const run = (result: Result | undefined): void => {
    if (!result) return;
    onClose();
    switch (result.kind) {
      case "person":
        return onOpenPerson(result.person.userId);
      case "conversation":
        return onOpenConversation(result.item.summary.id);
      case "entry":
        return actions.ask({ kind: "address-entry", entry: result.entry });
      case "group":
        return actions.ask({ kind: "organisation-group", group: result.group });
      case "number":
        return location.assign(`tel:${result.number.number}`);
      case "action":
        return result.action.run();
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setActive((at + 1) % Math.max(1, results.length));
    else if (event.key === "ArrowUp") setActive((at - 1 + results.length) % Math.max(1, results.length));
    else if (event.key === "Enter") run(results[at]);
    else return;
    event.preventDefault();
  };
  const optionId = (result: Result): string => `${listId}-${result.kind}-${result.id}`;
  const current = results[at];

  return (
    <>
      <div className="palette-query">
        <Search aria-hidden="true" size={18} strokeWidth={1.75} />
        <input
          autoFocus
          role="combobox"
          aria-label={t("label")}
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={current ? optionId(current) : undefined}
          placeholder={t("placeholder")}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button type="button" onClick={onClose}>
          <Kbd>Esc</Kbd>
          <span className="sr"> {t("hintClose")}</span>
        </button>
      </div>
      <div id={listId} role="listbox" aria-label={t("results")} className="palette-list">
        {groups.map((group) => (
          <div key={group.id} role="group" aria-label={group.title}>
            <div className="palette-cap" aria-hidden="true">
              {group.title}
            </div>
            {group.results.map((result) => {
              const index = results.indexOf(result);
              return (
                <Option key={result.id} id={optionId(result)} isActive={index === at} isTall={result.kind !== "action"} onPoint={() => setActive(index)} onRun={() => run(result)}>
                  <Inside result={result} query={asked} isActive={index === at} myId={me.userId} titleOf={(item) => titleOf(item.summary)} />
                </Option>
              );
            })}
          </div>
        ))}
        {results.length === 0 && asked !== "" && directory.status !== "searching" ? <p className="palette-none">{directory.status === "failed" ? t("failed") : t("none", { query: asked })}</p> : null}
      </div>
      <footer className="palette-foot" aria-hidden="true">
        <span>
          <Kbd>↑ ↓</Kbd> {t("hintChoose")}
        </span>
        <span>
          <Kbd>Enter</Kbd> {t("hintOpen")}
        </span>
        <span>
          <Kbd>Esc</Kbd> {t("hintClose")}
        </span>
      </footer>
      <div className="sr" role="status">
        {asked === "" || directory.status === "searching" ? "" : t("count", { count: results.length })}
      </div>
    </>
  );
}

function Inside({ result, query, isActive, myId, titleOf }: { result: Result; query: string; isActive: boolean; myId: string; titleOf: (item: ConversationListItem) => string }) {
  switch (result.kind) {
    case "person":
      return <PersonOption person={result.person} query={query} isActive={isActive} />;
    case "conversation":
      return <ConversationOption item={result.item} title={titleOf(result.item)} myId={myId} query={query} />;
    case "entry":
      return <EntryOption entry={result.entry} query={query} />;
    case "group":
      return <GroupOption group={result.group} query={query} />;
    case "number":
      return <NumberOption number={result.number} query={query} />;
    case "action":
      return <ActionOption action={result.action} query={query} />;
  }
}

const NO_MORE: Pick<DirectorySnapshot, "entries" | "groups"> = { entries: [], groups: [] };

const digitsOf = (text: string): string => text.replace(/\D/gu, "");

function merge(first: readonly PersonCard[], second: readonly PersonCard[]): readonly PersonCard[] {
  return [...new Map([...second, ...first].map((person) => [person.userId, person])).values()].sort((one, other) => Number(first.includes(other)) - Number(first.includes(one)));
}

function Option({ id, isActive, isTall, onPoint, onRun, children }: { id: string; isActive: boolean; isTall: boolean; onPoint: () => void; onRun: () => void; children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) void ref.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  return (
    <div ref={ref} id={id} role="option" aria-selected={isActive} className={`palette-option${isTall ? "" : " is-line"}`} onPointerMove={isActive ? undefined : onPoint} onClick={onRun}>
      {children}
    </div>
  );
}
