"use client";
import { useCallback, useMemo, useRef, useState } from "react";
import { type ListRow } from "./list-rows";

/** A row that stands for a person or a number: what can be chosen and dragged. */
export type EntryRow = Extract<ListRow, { kind: "person" | "number" }>;

export const isEntry = (row: ListRow | undefined): row is EntryRow => row?.kind === "person" || row?.kind === "number";

export type Selection = {
  /** In the order of the list. */
  readonly rows: readonly EntryRow[];
  has(row: ListRow): boolean;
  /** Adds a row, or takes it out. */
  toggle(row: ListRow): void;
  /** Chooses everything between the row last pointed at and this one. */
  extendTo(row: ListRow, from: ListRow | undefined): void;
  all(): void;
  clear(): void;
  /** Where a range begins that is extended next. */
  anchor(row: ListRow): void;
};

const NOBODY: ReadonlySet<string> = new Set();

/** Several people at once, as in any list: Ctrl adds, Shift extends. Rows that went are chosen no more. */
export function useSelection(rows: readonly ListRow[]): Selection {
  const [keys, setKeys] = useState(NOBODY);
  const anchor = useRef<string | null>(null);
  const chosen = useMemo(() => (keys.size === 0 ? [] : rows.filter((row): row is EntryRow => isEntry(row) && keys.has(row.key))), [rows, keys]);
  const clear = useCallback(() => setKeys(NOBODY), []);
  return {
    rows: chosen,
    has: (row) => keys.has(row.key),
    toggle(row) {
      if (!isEntry(row)) return;
      anchor.current = row.key;
      setKeys((held) => {
        const next = new Set(held);
        if (!next.delete(row.key)) next.add(row.key);
        return next;
      });
    },
    extendTo(row, from) {
      if (keys.size === 0 || anchor.current === null) anchor.current = from?.key ?? row.key;
      setKeys(keysBetween(rows, anchor.current, row.key));
    },
    all() {
      setKeys(new Set(rows.filter(isEntry).map((row) => row.key)));
    },
    clear,
    anchor(row) {
      anchor.current = row.key;
    },
  };
}

/** The people and numbers from one row to another, whichever stands first. */
export function keysBetween(rows: readonly ListRow[], one: string, other: string): ReadonlySet<string> {
  const at = [one, other].map((key) => rows.findIndex((row) => row.key === key)).toSorted((a, b) => a - b);
  const [first = 0, last = 0] = at;
  return new Set(rows.slice(Math.max(0, first), last + 1).filter(isEntry).map((row) => row.key));
}
