"use client";
import { MapPin, SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FocusEvent, type KeyboardEvent, type Ref, useRef, useState } from "react";
import { NOTE_MAX } from "@/lib/protocol";
import { useClient } from "@/components/people/client-context";
import { lazyPart } from "@/components/people/lazy-part";
import { useReport } from "@/components/people/report-context";
import { useSelfPresence } from "@/components/people/use-presence";
import { type NoteDraft, untilOfDraft } from "./note-draft";
import { useUntilWords } from "./use-until-words";

const NoteOptions = lazyPart(() => import("./note-options").then((module) => module.NoteOptions));
const LocationPopover = lazyPart(() => import("./location-popover").then((module) => module.LocationPopover));

/** What I say beside my state, and where I am: changed where it stands [F22, F24]. */
export function MeNote() {
  const [draft, setDraft] = useState<NoteDraft | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { note } = useSelfPresence();
  const close = (byKey: boolean): void => {
    setDraft(null);
    // The text that was clicked stands there again in the next frame.
    if (byKey) requestAnimationFrame(() => button.current?.focus());
  };
  return (
    <div className="me-note" data-editing={draft ? "" : undefined}>
      {draft ? <NoteEditor draft={draft} onDraft={setDraft} onClose={close} /> : <NoteText buttonRef={button} onEdit={() => setDraft({ text: note?.text ?? "", audience: note?.audience ?? "company", until: note?.expiresAt ? "kept" : "changed" })} />}
      {draft ? null : <LocationChip />}
    </div>
  );
}

function NoteText({ buttonRef, onEdit }: { buttonRef: Ref<HTMLButtonElement>; onEdit: () => void }) {
  const t = useTranslations("shell.note");
  const { note } = useSelfPresence();
  const untilWords = useUntilWords();
  const until = note?.expiresAt ? untilWords(note.expiresAt) : null;
  return (
    <button ref={buttonRef} type="button" className="me-note-text" aria-label={note ? t("change", { note: note.text }) : t("add")} title={note ? [note.text, until].filter(Boolean).join(", ") : undefined} onClick={onEdit}>
      {note ? (
        <bdi className="trunc" dir="auto">
          {note.text}
        </bdi>
      ) : (
        <span className="trunc">{t("add")}</span>
      )}
    </button>
  );
}

type EditorProps = { draft: NoteDraft; onDraft: (draft: NoteDraft) => void; onClose: (byKey: boolean) => void };

/** Enter or leaving saves, Escape takes back. */
function NoteEditor({ draft, onDraft, onClose }: EditorProps) {
  const t = useTranslations("shell.note");
  const client = useClient();
  const report = useReport();
  const { note } = useSelfPresence();
  const [areOptionsOpen, setOptionsOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const options = useRef<HTMLButtonElement>(null);

  const save = (): void => {
    const text = draft.text.trim();
    const until = untilOfDraft(draft, note?.expiresAt ?? null, Date.now());
    const isSame = text === (note?.text ?? "") && (text === "" || (draft.audience === note?.audience && until === (note.expiresAt ?? undefined)));
    if (!isSame) report(client.presence.setNote({ text, audience: draft.audience, ...(until !== undefined && { until }) }));
  };
  const openOptions = (): void => {
    // Where the focus is now, it comes back to: there Enter saves.
    input.current?.focus();
    setOptionsOpen(true);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || areOptionsOpen) return;
    if (event.key === "Enter" && event.target === input.current) save();
    else if (event.key !== "Escape") return;
    event.preventDefault();
    onClose(true);
  };
  const onBlur = (event: FocusEvent): void => {
    if (areOptionsOpen || event.currentTarget.contains(event.relatedTarget)) return;
    save();
    onClose(false);
  };
  return (
    <div className="me-note-editor" onKeyDown={onKeyDown} onBlur={onBlur}>
      <input ref={input} autoFocus aria-label={t("label")} placeholder={t("placeholder")} maxLength={NOTE_MAX} autoComplete="off" dir="auto" value={draft.text} onChange={({ target }) => onDraft({ ...draft, text: target.value })} onFocus={({ target }) => (draft.text === note?.text ? target.select() : undefined)} />
      <button ref={options} type="button" aria-haspopup="menu" aria-expanded={areOptionsOpen} aria-label={t("options")} title={t("options")} className="me-note-options" onClick={openOptions}>
        <SlidersHorizontal aria-hidden="true" size={14} strokeWidth={2} />
      </button>
      {areOptionsOpen ? (
        <NoteOptions
          anchor={options}
          draft={draft}
          expiresAt={note?.expiresAt ?? null}
          onDraft={onDraft}
          onClose={() => setOptionsOpen(false)}
        />
      ) : null}
    </div>
  );
}

/** Where I am; opens what changes it. */
function LocationChip() {
  const t = useTranslations("shell.location");
  const { location } = useSelfPresence();
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button ref={anchor} type="button" className="me-place" aria-haspopup="dialog" aria-expanded={isOpen} aria-label={location ? t("change", { place: location.place }) : t("say")} title={location ? undefined : t("say")} onClick={() => setOpen(true)}>
        <MapPin aria-hidden="true" size={12} strokeWidth={2} />
        {location ? (
          <bdi className="trunc" dir="auto">
            {location.place}
          </bdi>
        ) : null}
      </button>
      {isOpen ? <LocationPopover anchor={anchor} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

