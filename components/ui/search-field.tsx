"use client";
import { Search, X } from "lucide-react";
import { type ReactNode, type Ref } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Input } from "react-aria-components/Input";
import { SearchField as AriaSearchField, type SearchFieldProps as AriaSearchFieldProps } from "react-aria-components/SearchField";
import { cx } from "./cx";
import { FOCUS_RING } from "./focus";

export type SearchFieldProps = Omit<AriaSearchFieldProps, "className" | "style" | "children" | "aria-label"> & {
  label: string;
  placeholder?: string;
  /** Accessible name of the button that empties the field. */
  clearLabel: string;
  /** At the end while the field is empty: a key cap. */
  end?: ReactNode;
  inputRef?: Ref<HTMLInputElement>;
  className?: string;
};

export function SearchField({ label, placeholder, clearLabel, end, inputRef, className, ...rest }: SearchFieldProps) {
  return (
    <AriaSearchField
      {...rest}
      aria-label={label}
      className={cx("group flex h-8 min-w-0 items-center gap-2 rounded-md bg-surface ps-[9px] pe-1.5 shadow-[var(--e0)] focus-within:shadow-[inset_0_0_0_2px_var(--focus)] pointer-coarse:h-11 forced-colors:border forced-colors:border-solid", className)}
    >
      <Search aria-hidden="true" className="size-3.5 shrink-0 text-text-faint" strokeWidth={2} />
      <Input
        {...(inputRef ? { ref: inputRef } : {})}
        {...(placeholder ? { placeholder } : {})}
        className="min-w-0 flex-1 border-0 bg-transparent p-0 text-[13px]/[18px] text-text [outline:none] placeholder:text-text-faint [&::-webkit-search-cancel-button]:hidden"
      />
      {end ? <span className="hidden shrink-0 group-data-empty:inline-flex">{end}</span> : null}
      <AriaButton aria-label={clearLabel} className={cx("inline-flex size-5.5 shrink-0 items-center justify-center rounded-sm text-text-muted group-data-empty:hidden hover:bg-fill-hover hover:text-text pointer-coarse:size-9", FOCUS_RING)}>
        <X aria-hidden="true" className="size-3.5" strokeWidth={2} />
      </AriaButton>
    </AriaSearchField>
  );
}
