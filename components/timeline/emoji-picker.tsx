"use client";
import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { SearchField } from "@/components/ui/search-field";
import { EMOJI_GROUPS, type Emoji, emojiMatching } from "./emoji-list";

/** A small list, searchable by words of the reader's language; arrow keys walk through it. */
export function EmojiPicker({ onChoose }: { onChoose: (emoji: string) => void }) {
  const t = useTranslations("timeline.emoji");
  const locale = useLocale();
  const [query, setQuery] = useState("");
  const found = useMemo(() => (query.trim() === "" ? null : emojiMatching(query, locale)), [query, locale]);
  const box = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent): void => {
    const buttons = [...(box.current?.querySelectorAll<HTMLButtonElement>(".emoji-grid button") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const step = stepOf(event.key, columnsOf(buttons));
    if (step === null || (at === -1 && event.key !== "ArrowDown")) return;
    event.preventDefault();
    buttons[at === -1 ? 0 : Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus();
  };

  return (
    <div ref={box} className="emoji" onKeyDown={onKeyDown}>
      <div className="emoji-search">
        <SearchField label={t("search")} placeholder={t("search")} clearLabel={t("clear")} value={query} onChange={setQuery} autoFocus onSubmit={() => (found?.[0] ? onChoose(found[0].sign) : undefined)} />
      </div>
      <div className="emoji-scroll">
        {found === null ? (
          EMOJI_GROUPS.map(({ id, emoji }) => (
            <section key={id} aria-label={t(`groups.${id}`)}>
              <h3>{t(`groups.${id}`)}</h3>
              <Grid emoji={emoji} locale={locale} onChoose={onChoose} />
            </section>
          ))
        ) : found.length === 0 ? (
          <p className="px-1 py-3 text-[13px]/[18px] text-text-muted" role="status">
            {t("none", { query })}
          </p>
        ) : (
          <Grid emoji={found} locale={locale} onChoose={onChoose} />
        )}
      </div>
    </div>
  );
}

function Grid({ emoji, locale, onChoose }: { emoji: readonly Emoji[]; locale: string; onChoose: (emoji: string) => void }) {
  return (
    <div className="emoji-grid">
      {emoji.map((item, index) => (
        <button key={item.sign} type="button" tabIndex={index === 0 ? 0 : -1} aria-label={(locale === "de" ? item.de : item.en).split(" ")[0]} title={(locale === "de" ? item.de : item.en).split(" ")[0]} onClick={() => onChoose(item.sign)}>
          {item.sign}
        </button>
      ))}
    </div>
  );
}

function stepOf(key: string, columns: number): number | null {
  if (key === "ArrowRight") return 1;
  if (key === "ArrowLeft") return -1;
  if (key === "ArrowDown") return columns;
  if (key === "ArrowUp") return -columns;
  return null;
}

function columnsOf(buttons: readonly HTMLElement[]): number {
  const top = buttons[0]?.offsetTop;
  const count = buttons.findIndex((button) => button.offsetTop !== top);
  return count > 0 ? count : buttons.length;
}
