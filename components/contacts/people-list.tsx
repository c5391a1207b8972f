"use client";
import { ChevronDown, ChevronRight, Ellipsis } from "lucide-react";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useLayoutEffect, useMemo, useRef, useState } from "react";
import { type Contact, type ConversationId, type UserId } from "@/lib/protocol";
import { type ConversationListItem } from "@/lib/client";
import { ContactRowContent, useIsOff } from "./contact-row";
import { ConversationRowContent } from "./conversation-row";
import { type ListRow, nameOfRow, type SectionKind } from "./list-rows";
import { type RowHeights, useRowHeights } from "./use-row-heights";

export type RowAnchor = { readonly element: HTMLElement; readonly x?: number; readonly y?: number };

type Props = {
  rows: readonly ListRow[];
  myId: string;
  titleOf: (item: ConversationListItem) => string;
  selectedId: ConversationId | null;
  onOpenConversation: (id: ConversationId) => void;
  onOpenPerson: (userId: UserId) => void;
  onOpenCard: (userId: UserId, element: HTMLElement) => void;
  onToggle: (key: string) => void;
  onMore: () => void;
  onMenu: (row: ListRow, anchor: RowAnchor) => void;
};

/** How long typed letters count as one word, in ms. */
const TYPE_AHEAD_MS = 700;

/**
 * The tree of conversations and people. One row has the tab stop; arrows walk, left and right fold, letters
 * jump, Enter opens, Space shows the card, the menu key the menu. Only what is in view is in the document.
 */
export function PeopleList({ rows, myId, titleOf, selectedId, ...on }: Props) {
  const t = useTranslations("contacts");
  const scroller = useRef<HTMLDivElement>(null);
  const heights = useRowHeights(scroller);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const activeIndex = useMemo(() => {
    const held = rows.findIndex((row) => row.key === activeKey);
    if (held !== -1) return held;
    const selected = rows.findIndex((row) => row.kind === "conversation" && row.id === selectedId);
    return selected === -1 ? 0 : selected;
  }, [rows, activeKey, selectedId]);
  const wantsFocus = useRef(false);
  const typed = useRef({ text: "", atMs: 0 });
  const sectionOf = (section: SectionKind): string => (section.kind === "group" ? section.name : t(`section.${section.kind}`));

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index], heights),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    paddingEnd: 12,
    // The row with the tab stop stays in the document when it scrolls out of view, so that the focus is never lost.
    rangeExtractor: (range) => {
      const inView = defaultRangeExtractor(range);
      return activeIndex >= rows.length || inView.includes(activeIndex) ? inView : [...inView, activeIndex].sort((one, other) => one - other);
    },
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, heights, rows]);

  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-index="${activeIndex}"] [role="treeitem"]`)?.focus({ preventScroll: true });
  });

  const go = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    wantsFocus.current = true;
    setActiveKey(row.key);
    virtualizer.scrollToIndex(rows.indexOf(row), { align: "auto" });
  };

  const open = (row: ListRow): void => {
    setActiveKey(row.key);
    if (row.kind === "section") on.onToggle(row.key);
    else if (row.kind === "conversation") on.onOpenConversation(row.id);
    else if (row.kind === "contact") on.onOpenPerson(row.contact.userId);
    else if (row.kind === "more") on.onMore();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const row = rows[activeIndex];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const element = scroller.current?.querySelector<HTMLElement>(`[data-index="${activeIndex}"] [role="treeitem"]`);
    const handled = ((): boolean => {
      switch (event.key) {
        case "ArrowDown":
          return (go(activeIndex + 1), true);
        case "ArrowUp":
          return (go(activeIndex - 1), true);
        case "Home":
          return (go(0), true);
        case "End":
          return (go(rows.length - 1), true);
        case "PageDown":
          return (go(activeIndex + 10), true);
        case "PageUp":
          return (go(activeIndex - 10), true);
        case "ArrowRight":
          if (row.kind === "section") return (row.isExpanded ? go(activeIndex + 1) : on.onToggle(row.key), true);
          return true;
        case "ArrowLeft":
          if (row.kind === "section") return (row.isExpanded ? on.onToggle(row.key) : undefined, true);
          return (go(rows.findLastIndex((candidate, index) => index < activeIndex && candidate.kind === "section")), true);
        case "Enter":
          return (open(row), true);
        case " ":
          if (row.kind === "contact" && element) on.onOpenCard(row.contact.userId, element);
          else open(row);
          return true;
        case "ContextMenu":
        case "F10":
          if (event.key === "F10" && !event.shiftKey) return false;
          if (element) on.onMenu(row, { element });
          return true;
        default:
          return event.key.length === 1 && typeAhead(event.key);
      }
    })();
    if (handled) event.preventDefault();
  };

  const typeAhead = (letter: string): boolean => {
    const nowMs = performance.now();
    const text = nowMs - typed.current.atMs < TYPE_AHEAD_MS ? typed.current.text + letter : letter;
    typed.current = { text, atMs: nowMs };
    const start = text.length > 1 ? activeIndex : activeIndex + 1;
    for (let step = 0; step < rows.length; step += 1) {
      const index = (start + step) % rows.length;
      const row = rows[index];
      if (row && nameOfRow(row, { titleOf, sectionOf }).toLocaleLowerCase().startsWith(text.toLocaleLowerCase())) {
        go(index);
        return true;
      }
    }
    return false;
  };

  return (
    <div ref={scroller} className="rows">
      <div role="tree" aria-label={t("list")} className="rows-space" style={{ height: virtualizer.getTotalSize() }} onKeyDown={onKeyDown}>
        {virtualizer.getVirtualItems().map(({ index, key, start, size }) => {
          const row = rows[index];
          if (!row) return null;
          const shared = {
            tabIndex: index === activeIndex ? 0 : -1,
            onFocus: () => setActiveKey(row.key),
            onClick: () => open(row),
            onContextMenu: (event: MouseEvent<HTMLElement>) => {
              event.preventDefault();
              setActiveKey(row.key);
              on.onMenu(row, event.button === 2 ? { element: event.currentTarget, x: event.clientX, y: event.clientY } : { element: event.currentTarget });
            },
          };
          return (
            <div key={key} data-index={index} role="none" className="rows-slot" style={{ height: size, transform: `translateY(${start}px)` }}>
              {row.kind === "section" ? (
                <SectionRow row={row} name={sectionOf(row.section)} shared={shared} onMenu={on.onMenu} />
              ) : row.kind === "conversation" ? (
                <div className={`row${row.item.unread > 0 && row.id !== selectedId ? " is-unread" : ""}`} role="treeitem" aria-level={2} aria-selected={row.id === selectedId} {...shared}>
                  <ConversationRowContent item={row.item} myId={myId} title={titleOf(row.item)} isSelected={row.id === selectedId} />
                </div>
              ) : row.kind === "contact" ? (
                <ContactRow contact={row.contact} shared={shared} />
              ) : (
                <div className={`row is-note${row.kind === "more" ? " is-more" : ""}`} role="treeitem" aria-level={2} aria-selected={false} {...shared}>
                  {row.kind === "more" ? t("more") : t("emptyGroup")}
                </div>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

type Shared = { tabIndex: number; onFocus: () => void; onClick: () => void; onContextMenu: (event: MouseEvent<HTMLElement>) => void };

function ContactRow({ contact, shared }: { contact: Contact; shared: Shared }): ReactNode {
  const isOff = useIsOff(contact);
  return (
    <div className={`row${isOff ? " is-off" : ""}`} role="treeitem" aria-level={2} aria-selected={false} {...shared}>
      <ContactRowContent contact={contact} />
    </div>
  );
}

function SectionRow({ row, name, shared, onMenu }: { row: Extract<ListRow, { kind: "section" }>; name: string; shared: Shared; onMenu: Props["onMenu"] }) {
  const Chevron = row.isExpanded ? ChevronDown : ChevronRight;
  return (
    <div className="section" role="treeitem" aria-level={1} aria-expanded={row.isExpanded} aria-selected={false} {...shared}>
      <Chevron aria-hidden="true" size={12} strokeWidth={2.1} className="rtl:-scale-x-100" />
      <bdi className="trunc">{name}</bdi>
      {row.section.kind === "current" ? null : <span className="count">{row.count}</span>}
      {row.section.kind === "group" ? (
        <span
          className="section-more"
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            onMenu(row, { element: event.currentTarget });
          }}
        >
          <Ellipsis size={14} strokeWidth={2} />
        </span>
      ) : null}
    </div>
  );
}

function heightOf(row: ListRow | undefined, heights: RowHeights): number {
  return row?.kind === "section" ? heights.section : heights.row;
}
