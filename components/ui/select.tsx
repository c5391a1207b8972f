"use client";
import { ChevronsUpDown, CircleAlert } from "lucide-react";
import { type ComponentType, type ComponentProps, type KeyboardEvent, useId, useRef, useState } from "react";
import { cx } from "./cx";
import { ERROR_CLASS, HINT_CLASS, INPUT_HEIGHT, LABEL_CLASS, PICKER_CLASS } from "./field-class";
import { type FieldTexts } from "./field-parts";
import type { SelectList } from "./select-list";
import type { SelectOption } from "./select-option";

export type SelectProps<V extends string> = FieldTexts & {
  options: readonly SelectOption<V>[];
  value: V | null;
  onChange: (value: V) => void;
  placeholder?: string;
  isDisabled?: boolean;
  /** `inline` is as wide as its text and stands in a sentence or a filter row. */
  size?: "field" | "inline";
  className?: string;
};

/**
 * One of a few known values. For long lists use `ComboBox`. Only a button until it is pointed at or has the focus: then
 * the script of its list is fetched. While that cannot be had, a press does nothing, and the next one asks again.
 */
export function Select<V extends string>({ label, labelHidden = false, hint, error, options, value, onChange, placeholder, isDisabled = false, size = "field", className }: SelectProps<V>) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { List, prepare } = useList();
  const chosen = options.find((option) => option.id === value);
  const open = (): void => {
    setOpen(true);
    void prepare().catch(() => setOpen(false));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      open();
    } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const next = optionByLetter(options, value, event.key);
      if (next) onChange(next.id);
    }
  };
  // What cannot be fetched now is fetched at the press.
  const prepareQuietly = (): void => void prepare().catch(() => undefined);
  const note = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div className={cx("flex min-w-0 flex-col gap-1.5", className)}>
      <span id={`${id}-label`} className={labelHidden ? "sr-only" : LABEL_CLASS} onClick={() => button.current?.focus()}>
        {label}
      </span>
      <button
        ref={button}
        type="button"
        disabled={isDisabled}
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-labelledby={`${id}-value ${id}-label`}
        aria-describedby={note}
        className={cx(PICKER_CLASS, error ? "shadow-[inset_0_0_0_1.5px_var(--danger)]" : "", size === "field" ? cx(INPUT_HEIGHT, "text-[14px]/[20px]") : "h-8 text-[13px]/[18px] pointer-coarse:h-11")}
        onClick={open}
        onKeyDown={onKeyDown}
        onFocus={prepareQuietly}
        onPointerEnter={prepareQuietly}
      >
        <span id={`${id}-value`} className={cx("min-w-0 flex-1 truncate", chosen ? "" : "text-text-faint")}>
          {chosen?.label ?? placeholder}
        </span>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-text-faint" strokeWidth={2} />
      </button>
      {error ? (
        <span id={note} className={ERROR_CLASS}>
          <CircleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" strokeWidth={2} />
          {error}
        </span>
      ) : hint ? (
        <span id={note} className={HINT_CLASS}>
          {hint}
        </span>
      ) : null}
      {isOpen && List ? (
        <List
          anchor={button}
          label={label}
          options={options}
          value={value}
          onChange={(key) => {
            const next = options.find((option) => option.id === key);
            if (next) onChange(next.id);
          }}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </div>
  );
}

/** A letter chooses the next value that begins with it, as in a native select. */
function optionByLetter<V extends string>(options: readonly SelectOption<V>[], value: V | null, letter: string): SelectOption<V> | undefined {
  const from = options.findIndex((option) => option.id === value) + 1;
  const begins = (option: SelectOption<V>): boolean => option.label.toLocaleLowerCase().startsWith(letter.toLocaleLowerCase());
  return [...options.slice(from), ...options.slice(0, from)].find(begins);
}

function useList(): { List: ComponentType<ComponentProps<typeof SelectList>> | null; prepare: () => Promise<void> } {
  const [List, setList] = useState<ComponentType<ComponentProps<typeof SelectList>> | null>(null);
  const prepare = async (): Promise<void> => {
    const { SelectList: Loaded } = await import("./select-list");
    setList(() => Loaded);
  };
  return { List, prepare };
}
