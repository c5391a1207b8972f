import { ArrowDown, ArrowUp } from "lucide-react";
import { type MouseEvent, type ReactNode } from "react";
import { cx } from "./cx";
import { FOCUS_RING } from "./focus";

export type SortDirection = "ascending" | "descending";

/** A dense table: native rows and cells, so that screen readers read it as one. Scrolls sideways in its own box. */
export function Table({ label, head, children, className }: { label: string; head: ReactNode; children: ReactNode; className?: string }) {
  return (
    <table aria-label={label} className={cx("w-full border-separate border-spacing-0 text-[13px]/[18px] text-text", className)}>
      <thead>
        <tr>{head}</tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

const HEAD = "sticky top-0 z-1 border-b border-border bg-surface px-2 pt-1 pb-2 text-start text-[12px]/[16px] font-medium whitespace-nowrap text-text-muted first:ps-6 last:pe-6 max-sm:first:ps-4";

export function ColumnHead({ children, className }: { children?: ReactNode; className?: string }) {
  return (
    <th scope="col" className={cx(HEAD, className)}>
      {children}
    </th>
  );
}

/** A column by which the rows can be ordered; `direction` only on the one that orders them now. */
export function SortableHead({ direction, onSort, children, className }: { direction: SortDirection | null; onSort: () => void; children: ReactNode; className?: string }) {
  return (
    <th scope="col" aria-sort={direction ?? "none"} className={cx(HEAD, className)}>
      <button type="button" onClick={onSort} className={cx("inline-flex items-center gap-1 rounded-sm hover:text-text", FOCUS_RING)}>
        {children}
        {direction === "ascending" ? <ArrowUp aria-hidden="true" className="size-3" /> : direction === "descending" ? <ArrowDown aria-hidden="true" className="size-3" /> : null}
      </button>
    </th>
  );
}

/** `onOpen` follows a press anywhere on the row that no control took; the row's name must be a button or link too, for the keyboard. */
export function TableRow({ isSelected = false, isOpen = false, onOpen, children }: { isSelected?: boolean; isOpen?: boolean; onOpen?: () => void; children: ReactNode }) {
  const open = (event: MouseEvent<HTMLTableRowElement>): void => {
    if (event.target instanceof Element && event.target.closest("a, button, input, label, [role=checkbox]")) return;
    onOpen?.();
  };
  return (
    <tr
      {...(onOpen ? { onClick: open } : {})}
      className={cx(
        "group/row [--plate:var(--surface)]",
        isSelected ? "*:border-b-accent-line *:bg-accent-soft [--plate:var(--accent-soft)] in-data-[theme=contrast]:*:bg-fill-press" : isOpen ? "*:bg-fill-hover" : "hover:*:bg-fill",
        "forced-colors:hover:*:bg-transparent",
      )}
    >
      {children}
    </tr>
  );
}

export function TableCell({ children, className, colSpan }: { children?: ReactNode; className?: string; colSpan?: number }) {
  return (
    <td {...(colSpan ? { colSpan } : {})} className={cx("h-[41px] border-b border-border-soft px-2 whitespace-nowrap first:ps-6 last:pe-6 max-sm:first:ps-4 pointer-coarse:h-14", className)}>
      {children}
    </td>
  );
}
