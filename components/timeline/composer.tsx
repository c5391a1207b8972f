"use client";
import { ArrowUp, Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { MESSAGE_BLOCKS_MAX, MESSAGE_TEXT_MAX, plainTextOf, richTextFromPlain } from "@/lib/protocol";
import { type ConversationStore } from "@/lib/client";
import { useStore } from "@/components/people/client-context";
import { EmojiButton } from "./emoji-button";
import { type MessageEntry } from "./timeline-rows";

export type Editing = Extract<MessageEntry, { kind: "message" }>;

type Props = {
  store: ConversationStore;
  placeholder: string;
  enterSends: boolean;
  /** "Ctrl", "Strg" or the command sign: the key that sends where Enter does not. */
  modifierKey: string;
  editing: Editing | null;
  onEditLast: () => void;
  onEditDone: () => void;
  inputRef: RefObject<HTMLTextAreaElement | null>;
};

/** The count of letters left is shown only from here on. */
const COUNT_FROM = 300;

/** Where one writes: grows with the text, keeps the draft, sends by key or button. */
export function Composer({ store, placeholder, enterSends, modifierKey, editing, onEditLast, onEditDone, inputRef }: Props) {
  const t = useTranslations("timeline.composer");
  const { draft } = useStore(store);
  const hintId = useId();
  const [text, setText] = useState(draft.text);
  const [edited, setEdited] = useState<{ key: string; text: string } | null>(null);
  const [refused, setRefused] = useState(false);

  useOutsideDraft(draft.outsideChanges, () => setText(draft.text));
  const editingKey = editing?.key ?? null;
  if (editingKey !== (edited?.key ?? null)) {
    setEdited(editing ? { key: editing.key, text: editing.message.body ? plainTextOf(editing.message.body) : "" } : null);
    setRefused(false);
  }
  useLayoutEffect(() => {
    if (editingKey !== null) inputRef.current?.focus();
  }, [editingKey, inputRef]);

  const shown = edited?.text ?? text;
  useAutosize(inputRef, shown);

  const left = MESSAGE_TEXT_MAX - shown.length;
  const tooLong = left < 0 || shown.split("\n").length > MESSAGE_BLOCKS_MAX;
  const canSend = shown.trim().length > 0 && !tooLong;

  const change = (next: string): void => {
    if (edited) return setEdited({ ...edited, text: next });
    setText(next);
    store.write(next === "" ? null : richTextFromPlain(next));
  };

  const submit = (): void => {
    if (!canSend) return;
    const body = richTextFromPlain(shown.trim());
    if (!editing) {
      store.send(body);
      setText("");
      return;
    }
    setRefused(false);
    store.edit(editing.message.id, body).then(onEditDone, () => setRefused(true));
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const modified = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && (modified || (enterSends && !event.shiftKey && !event.altKey))) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && editing) {
      event.preventDefault();
      event.stopPropagation();
      onEditDone();
    } else if (event.key === "ArrowUp" && shown === "" && !editing && !modified && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      onEditLast();
    }
  };

  const insert = (emoji: string): void => {
    const field = inputRef.current;
    const from = field?.selectionStart ?? shown.length;
    const to = field?.selectionEnd ?? shown.length;
    change(shown.slice(0, from) + emoji + shown.slice(to));
    requestAnimationFrame(() => field?.setSelectionRange(from + emoji.length, from + emoji.length));
  };

  return (
    <div className="composer-frame">
      {editing ? (
        <div className="composer-note">
          <Pencil aria-hidden="true" size={14} strokeWidth={2} />
          <span className="min-w-0 flex-1">{refused ? t("editRefused") : t("editing")}</span>
          <button type="button" className="link-button" onClick={onEditDone}>
            {t("cancelEdit")}
          </button>
        </div>
      ) : null}
      <div className="composer" onClick={(event) => (event.target === event.currentTarget ? inputRef.current?.focus() : undefined)}>
        <textarea
          ref={inputRef}
          rows={1}
          dir="auto"
          value={shown}
          placeholder={placeholder}
          aria-label={t("label")}
          aria-describedby={hintId}
          aria-invalid={tooLong || undefined}
          enterKeyHint={enterSends ? "send" : "enter"}
          autoComplete="off"
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
          onFocus={() => store.setComposing(true)}
          onBlur={() => store.setComposing(false)}
        />
        <div className="bar">
          <EmojiButton onChoose={insert} onClosed={() => inputRef.current?.focus()} />
          <span id={hintId} className={`hint${tooLong ? " is-wrong" : ""}`}>
            {left < 0 ? t("tooLong", { count: -left }) : left < COUNT_FROM ? t("remaining", { count: left }) : enterSends ? t("enterSends") : t("modEnterSends", { key: modifierKey })}
          </span>
          <button type="button" className="send" aria-label={editing ? t("save") : t("send")} aria-disabled={!canSend} onClick={submit}>
            <ArrowUp aria-hidden="true" size={16} strokeWidth={2} />
          </button>
        </div>
      </div>
    </div>
  );
}

/** A draft written elsewhere, or forgotten, fills the composer again. */
function useOutsideDraft(changes: number, fill: () => void): void {
  const held = useRef(changes);
  useEffect(() => {
    if (held.current === changes) return;
    held.current = changes;
    fill();
  });
}

/** As tall as its text, up to the limit the style sheet sets. */
function useAutosize(ref: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const field = ref.current;
    if (!field) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  }, [ref, text]);
}
