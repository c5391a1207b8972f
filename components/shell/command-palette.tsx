"use client";
import { MessageCircle, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components/Modal";
import { type ConversationId, type PersonCard, type UserId } from "@/lib/protocol";
import { type ConversationListItem, type DirectorySnapshot, type Store } from "@/lib/client";
import { Avatar } from "@/components/people/avatar";
import { useClient, useStore } from "@/components/people/client-context";
import { ConversationAvatar } from "@/components/people/conversation-avatar";
import { useConversationTitle } from "@/components/people/conversation-title";
import { useOwned } from "@/components/people/use-owned";
import { useStanding } from "@/components/people/use-standing";
import { Kbd } from "@/components/ui/kbd";
import { fits } from "@/lib/shared/fits";
import { markedParts } from "./match";
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

type Result =
  | { readonly kind: "person"; readonly id: string; readonly person: PersonCard }
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
  const search = useOwned(() => client.createDirectorySearch());
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const directory = useStore(search ?? EMPTY);

  const asked = query.trim();
  const groups = useMemo(() => {
    const people = asked === "" ? [] : merge(contacts.all.map((contact) => contact.person).filter((person) => fits(person.displayName, asked)), directory.people).filter((person) => person.userId !== me.userId);
    const found = conversations.items.filter((item) => asked === "" || (item.summary.kind === "group" && fits(titleOf(item.summary), asked)));
    const commands = allActions.filter((action) => (asked === "" ? action.isCommon : fits(action.label, asked)));
    return [
      { id: "people", title: t("people"), results: people.slice(0, PEOPLE_MAX).map((person): Result => ({ kind: "person", id: person.userId, person })) },
      { id: "conversations", title: asked === "" ? t("recent") : t("conversations"), results: found.slice(0, CONVERSATIONS_MAX).map((item): Result => ({ kind: "conversation", id: item.summary.id, item })) },
      { id: "actions", title: t("actions"), results: commands.slice(0, ACTIONS_MAX).map((action): Result => ({ kind: "action", id: action.id, action })) },
    ].filter((group) => group.results.length > 0);
  }, [asked, contacts.all, directory.people, me.userId, conversations.items, allActions, titleOf, t]);
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
    if (result.kind === "person") onOpenPerson(result.person.userId);
    else if (result.kind === "conversation") onOpenConversation(result.item.summary.id);
    else result.action.run();
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
                  {result.kind === "person" ? <PersonOption person={result.person} query={asked} isActive={index === at} /> : result.kind === "conversation" ? <ConversationOption item={result.item} title={titleOf(result.item.summary)} myId={me.userId} query={asked} /> : <ActionOption action={result.action} query={asked} />}
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

function Marked({ text, query }: { text: string; query: string }) {
  return <bdi className="trunc">{markedParts(text, query).map((part, index) => (part.isMatch ? <mark key={index}>{part.text}</mark> : part.text))}</bdi>;
}

function PersonOption({ person, query, isActive }: { person: PersonCard; query: string; isActive: boolean }) {
  const t = useTranslations("shell.palette");
  const { state, words } = useStanding(person.userId);
  return (
    <>
      <Avatar id={person.userId} name={person.displayName} photoUrl={person.photoUrl} state={state} size={32} />
      <span className="min-w-0 flex-1">
        <span className="palette-name">
          <Marked text={person.displayName} query={query} />
        </span>
        <span className="palette-line trunc">{[words, person.title, person.company].filter(Boolean).join(" · ")}</span>
      </span>
      {isActive ? (
        <span className="palette-end" aria-hidden="true">
          <MessageCircle size={16} strokeWidth={1.75} />
          {t("message")}
        </span>
      ) : null}
    </>
  );
}

function ConversationOption({ item, title, myId, query }: { item: ConversationListItem; title: string; myId: string; query: string }) {
  return (
    <>
      <ConversationAvatar summary={item.summary} myId={myId} size={32} />
      <span className="palette-name min-w-0 flex-1">
        <Marked text={title} query={query} />
      </span>
    </>
  );
}

function ActionOption({ action, query }: { action: Action; query: string }) {
  return (
    <>
      <span className="palette-icon">{action.icon}</span>
      <span className="palette-name min-w-0 flex-1">
        <Marked text={action.label} query={query} />
      </span>
    </>
  );
}
