"use client";
import { type DragEvent, useRef, useState } from "react";
import { type DropTarget, dropTargetOf, peopleOf } from "./drop";
import { type ListRow } from "./list-rows";
import { type EntryRow, isEntry } from "./use-selection";

type Options = {
  rows: readonly ListRow[];
  /** The rows that go along when this one is taken. */
  takenWith: (row: EntryRow) => readonly EntryRow[];
  onDrop: (target: DropTarget, dragged: readonly EntryRow[], keep: boolean) => void;
  /** A text from elsewhere was let go over the list: a number, perhaps. */
  onText: (text: string) => void;
};

export type ListDrag = {
  /** The row or section that would take what is dragged. */
  readonly over: string | null;
  rowProps(row: ListRow): { draggable: boolean; onDragStart: (event: DragEvent) => void; onDragOver: (event: DragEvent) => void; onDrop: (event: DragEvent) => void; onDragEnd: () => void };
  listProps: { onDragOver: (event: DragEvent) => void; onDragLeave: (event: DragEvent) => void; onDrop: (event: DragEvent) => void };
};

/** Drag and drop by pointer, as the browser has it; by keyboard the same is in each row's menu. */
export function useListDrag({ rows, takenWith, onDrop, onText }: Options): ListDrag {
  const dragged = useRef<readonly EntryRow[]>([]);
  const [over, setOver] = useState<string | null>(null);
  const targetOf = (row: ListRow): DropTarget | null => (dragged.current.length === 0 ? null : dropTargetOf(row, rows, dragged.current));
  const end = (): void => {
    dragged.current = [];
    setOver(null);
  };
  return {
    over,
    rowProps: (row) => ({
      draggable: isEntry(row),
      onDragStart(event) {
        if (!isEntry(row)) return event.preventDefault();
        dragged.current = takenWith(row);
        event.dataTransfer.effectAllowed = "copyMove";
        // Dropped into a mail or a text, it is who they are.
        event.dataTransfer.setData("text/plain", dragged.current.map((one) => (one.kind === "number" ? one.number.number : one.person.email === undefined ? one.person.displayName : `${one.person.displayName} <${one.person.email}>`)).join(", "));
      },
      onDragOver(event) {
        const target = targetOf(row);
        setOver(target?.key ?? null);
        if (!target) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = event.ctrlKey || target.kind !== "group" ? "copy" : "move";
      },
      onDrop(event) {
        const target = targetOf(row);
        if (!target) return;
        event.preventDefault();
        event.stopPropagation();
        const taken = dragged.current;
        end();
        if (target.kind !== "conversation" || peopleOf(taken).length > 0) onDrop(target, taken, event.ctrlKey);
      },
      onDragEnd: end,
    }),
    listProps: {
      onDragOver(event) {
        if (dragged.current.length === 0 && event.dataTransfer.types.includes("text/plain")) event.preventDefault();
      },
      onDragLeave(event) {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setOver(null);
      },
      onDrop(event) {
        if (dragged.current.length > 0) return;
        const text = event.dataTransfer.getData("text/plain").trim();
        if (text === "") return;
        event.preventDefault();
        onText(text);
      },
    },
  };
}
