"use client";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { type ConversationId, type GroupId, type UserId } from "@/lib/protocol";
import { type ConversationListItem } from "@/lib/client";
import { type DropTarget } from "./drop";
import { ListRowView, type RowProps } from "./list-row";
import { type ListRow, nameOfRow } from "./list-rows";
import { useSectionWords } from "./section-words";
import { useListDrag } from "./use-list-drag";
import { type RowHeights, useRowHeights } from "./use-row-heights";
import { type EntryRow, isEntry, type Selection } from "./use-selection";

export type RowAnchor = { readonly element: HTMLElement; readonly x?: number; readonly y?: number };

type Props = {
  rows: readonly ListRow[];
  selection: Selection;
  myId: string;
  titleOf: (item: ConversationListItem) => string;
  selectedId: ConversationId | null;
  onOpenConversation: (id: ConversationId) => void;
  onOpenPerson: (userId: UserId) => void;
  onOpenCard: (userId: UserId, element: HTMLElement) => void;
  onToggle: (key: string) => void;
  onMore: (of: "conversations" | GroupId) => void;
  onMenu: (row: ListRow, anchor: RowAnchor) => void;
  onRemove: (rows: readonly EntryRow[]) => void;
  onDrop: (target: DropTarget, dragged: readonly EntryRow[], keep: boolean) => void;
  onText: (text: string) => void;
};

/** How long typed letters count as one word, in ms. */
const TYPE_AHEAD_MS = 700;

/**
 * The tree of conversations and people. One row has the tab stop; arrows walk, left and right fold, letters
 * jump, Enter opens, Space shows the card, the menu key the menu; with Shift and Ctrl several are chosen. Only what is
 * in view is in the document.
 */
export function PeopleList({ rows, selection, myId, titleOf, selectedId, ...on }: Props) {
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
  const sectionOf = useSectionWords();
  const drag = useListDrag({ rows, takenWith: (row) => (selection.has(row) ? selection.rows : [row]), onDrop: on.onDrop, onText: on.onText });

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
    elementAt(activeIndex)?.focus({ preventScroll: true });
  });

  const elementAt = (index: number): HTMLElement | null => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] [role="treeitem"]`) ?? null;
  const go = (index: number, isExtending = false): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    wantsFocus.current = true;
    if (isExtending) selection.extendTo(row, rows[activeIndex]);
    else selection.anchor(row);
    setActiveKey(row.key);
    virtualizer.scrollToIndex(rows.indexOf(row), { align: "auto" });
  };

  const open = (row: ListRow): void => {
    setActiveKey(row.key);
    selection.clear();
    selection.anchor(row);
    if (row.kind === "section" || row.kind === "organisation-group") on.onToggle(row.key);
    else if (row.kind === "conversation") on.onOpenConversation(row.id);
    else if (row.kind === "person") on.onOpenPerson(row.person.userId);
    else if (row.kind === "more") on.onMore(row.of);
    else if (row.kind === "number") {
      const element = elementAt(rows.indexOf(row));
      if (element) on.onMenu(row, { element });
    }
  };
  const click = (row: ListRow, { ctrlKey, metaKey, shiftKey }: Pick<MouseEvent, "ctrlKey" | "metaKey" | "shiftKey">): void => {
    if (!isEntry(row) || !(ctrlKey || metaKey || shiftKey)) return open(row);
    if (shiftKey) selection.extendTo(row, rows[activeIndex]);
    else selection.toggle(row);
    setActiveKey(row.key);
  };
  const fold = (row: ListRow, wantsOpen: boolean): void => {
    const canFold = row.kind === "section" || row.kind === "organisation-group";
    if (wantsOpen) {
      if (canFold) return row.isExpanded ? go(activeIndex + 1) : on.onToggle(row.key);
      return;
    }
    if (canFold && row.isExpanded) return on.onToggle(row.key);
    // To what the row stands in.
    if (row.kind !== "section") go(rows.findIndex((candidate) => candidate.key === row.section));
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const row = rows[activeIndex];
    if (!row || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key === " ") selection.toggle(row);
      else if (event.key === "a") selection.all();
      else return;
      return event.preventDefault();
    }
    const element = elementAt(activeIndex);
    const handled = ((): boolean => {
      switch (event.key) {
        case "ArrowDown":
          return (go(activeIndex + 1, event.shiftKey), true);
        case "ArrowUp":
          return (go(activeIndex - 1, event.shiftKey), true);
        case "Home":
          return (go(0, event.shiftKey), true);
        case "End":
          return (go(rows.length - 1, event.shiftKey), true);
        case "PageDown":
          return (go(activeIndex + 10), true);
        case "PageUp":
          return (go(activeIndex - 10), true);
        case "ArrowRight":
        case "ArrowLeft":
          return (fold(row, (event.key === "ArrowRight") === !isRightToLeft()), true);
        case "Enter":
          return (open(row), true);
        case " ":
          if (row.kind === "person" && element) on.onOpenCard(row.person.userId, element);
          else open(row);
          return true;
        case "Escape":
          if (selection.rows.length === 0) return false;
          return (selection.clear(), true);
        case "Delete": {
          const removed = selection.rows.length > 0 ? selection.rows : isEntry(row) ? [row] : [];
          return (on.onRemove(removed), true);
        }
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
    <div ref={scroller} className="rows" {...drag.listProps}>
      <div role="tree" aria-label={t("list")} aria-multiselectable="true" className="rows-space" style={{ height: virtualizer.getTotalSize() }} onKeyDown={onKeyDown}>
        {virtualizer.getVirtualItems().map(({ index, key, start, size }) => {
          const row = rows[index];
          if (!row) return null;
          const rowProps: RowProps = {
            ...drag.rowProps(row),
            "data-drop": drag.over !== null && drag.over === (row.kind === "section" || row.kind === "conversation" ? row.key : row.section) ? "" : undefined,
            tabIndex: index === activeIndex ? 0 : -1,
            onFocus: () => setActiveKey(row.key),
            onClick: (event) => click(row, event),
            onContextMenu: (event) => {
              event.preventDefault();
              setActiveKey(row.key);
              on.onMenu(row, event.button === 2 ? { element: event.currentTarget, x: event.clientX, y: event.clientY } : { element: event.currentTarget });
            },
          };
          return (
            <div key={key} data-index={index} role="none" className="rows-slot" style={{ height: size, transform: `translateY(${start}px)` }}>
              <ListRowView
                row={row}
                rowProps={rowProps}
                sectionName={row.kind === "section" ? sectionOf(row.section) : ""}
                myId={myId}
                titleOf={titleOf}
                isOpen={row.kind === "conversation" && row.id === selectedId}
                isSelected={selection.has(row)}
                onMenu={(element) => on.onMenu(row, { element })}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const isRightToLeft = (): boolean => document.documentElement.dir === "rtl";

function heightOf(row: ListRow | undefined, heights: RowHeights): number {
  return row?.kind === "section" ? heights.section : heights.row;
}
