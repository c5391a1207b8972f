"use client";
import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { CONVERSATION_INVITE_MAX, type PersonCard } from "@/lib/protocol";
import { type Store, type DirectorySnapshot } from "@/lib/client";
import { Avatar } from "./avatar";
import { useClient, useStore } from "./client-context";
import { useOwned } from "./use-owned";
import { useStanding } from "./use-standing";

type Props = {
  chosen: readonly PersonCard[];
  onChange: (chosen: readonly PersonCard[]) => void;
  /** People who cannot be chosen, with the reason beside their name. */
  noteFor?: (userId: string) => string | null;
  autoFocus?: boolean;
};

const IDLE: DirectorySnapshot = { query: "", status: "idle", people: [], entries: [], groups: [], code: null };
const EMPTY: Store<DirectorySnapshot> = { getSnapshot: () => IDLE, subscribe: () => () => undefined };

/** Chooses people by name, mail or number: one's own contacts at first, then the whole directory. */
export function PersonPicker({ chosen, onChange, noteFor, autoFocus = false }: Props) {
  const t = useTranslations("people.picker");
  const client = useClient();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const search = useOwned(() => client.createDirectorySearch());
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);

  useEffect(() => {
    if (autoFocus) input.current?.focus();
  }, [autoFocus]);

  const found = useStore(search ?? EMPTY);
  const contacts = useStore(client.contacts);
  const me = useStore(client.session);
  const options = useMemo(() => {
    const people = query.trim() === "" ? contacts.all.map((contact) => contact.person) : found.people;
    return people.filter((person) => person.userId !== me.userId && !chosen.some((one) => one.userId === person.userId));
  }, [query, contacts.all, found.people, me.userId, chosen]);
  const isFull = chosen.length >= CONVERSATION_INVITE_MAX;
  const at = Math.min(active, options.length - 1);

  const type = (text: string): void => {
    setQuery(text);
    setActive(0);
    search?.setQuery(text);
  };
  const choose = (person: PersonCard | undefined): void => {
    if (!person || isFull || noteFor?.(person.userId)) return;
    onChange([...chosen, person]);
    type("");
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setActive(Math.min(options.length - 1, at + 1));
    else if (event.key === "ArrowUp") setActive(Math.max(0, at - 1));
    else if (event.key === "Enter" && options.length > 0) choose(options[at]);
    else if (event.key === "Backspace" && query === "" && chosen.length > 0) return onChange(chosen.slice(0, -1));
    else return;
    event.preventDefault();
  };

  return (
    <div className="picker">
      <div className="picker-field" onClick={() => input.current?.focus()}>
        <Search aria-hidden="true" size={16} strokeWidth={1.75} className="picker-icon" />
        {chosen.map((person) => (
          <span key={person.userId} className="picker-chip">
            <Avatar id={person.userId} name={person.displayName} photoUrl={person.photoUrl} size={20} />
            <bdi className="trunc">{person.displayName}</bdi>
            <button type="button" aria-label={t("remove", { name: person.displayName })} onClick={() => onChange(chosen.filter((one) => one.userId !== person.userId))}>
              <X aria-hidden="true" size={12} strokeWidth={2.1} />
            </button>
          </span>
        ))}
        <input
          ref={input}
          role="combobox"
          aria-label={t("label")}
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={options[at] ? `${listId}-${options[at].userId}` : undefined}
          placeholder={chosen.length === 0 ? t("placeholder") : undefined}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <ul id={listId} role="listbox" aria-label={t("label")} className="picker-list">
        {options.map((person, index) => (
          <Option key={person.userId} id={`${listId}-${person.userId}`} person={person} note={noteFor?.(person.userId) ?? null} isActive={index === at} onChoose={() => choose(person)} onPoint={() => setActive(index)} />
        ))}
      </ul>
      <p className="picker-note" role="status">
        {isFull ? t("full", { max: String(CONVERSATION_INVITE_MAX) }) : found.status === "failed" && query ? t("failed") : found.status === "ready" && query && options.length === 0 ? t("none", { query }) : found.status === "ready" && query ? <span className="sr">{t("results", { count: options.length })}</span> : null}
      </p>
    </div>
  );
}

function Option({ id, person, note, isActive, onChoose, onPoint }: { id: string; person: PersonCard; note: string | null; isActive: boolean; onChoose: () => void; onPoint: () => void }) {
  const { state, words } = useStanding(person.userId);
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isActive) void ref.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  return (
    <li ref={ref} id={id} role="option" aria-selected={isActive} aria-disabled={note !== null} className="row" onClick={onChoose} onPointerMove={onPoint}>
      <Avatar id={person.userId} name={person.displayName} photoUrl={person.photoUrl} state={state} />
      <span className="who">
        <span className="name">
          <bdi className="trunc">{person.displayName}</bdi>
        </span>
        <span className="line">
          <span className="trunc">{[note ?? words, person.title, person.company].filter(Boolean).join(" · ")}</span>
        </span>
      </span>
    </li>
  );
}
