"use client";
import { Check, ChevronsUpDown } from "lucide-react";
import { Button as AriaButton } from "react-aria-components/Button";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Select as AriaSelect, SelectValue } from "react-aria-components/Select";
import { cx } from "./cx";
import { INPUT_HEIGHT, PICKER_CLASS } from "./field-class";
import { FieldFoot, FieldLabel, type FieldTexts } from "./field-parts";
import { Popover } from "./popover";

export type SelectOption<V extends string> = { id: V; label: string; description?: string };

export type SelectProps<V extends string> = FieldTexts & {
  options: readonly SelectOption<V>[];
  value: V | null;
  onChange: (value: V) => void;
  placeholder?: string;
  isDisabled?: boolean;
  name?: string;
  /** `inline` is as wide as its text and stands in a sentence or a filter row. */
  size?: "field" | "inline";
  className?: string;
};

/** One of a few known values. For long lists use `ComboBox`. */
export function Select<V extends string>({ label, labelHidden = false, hint, error, options, value, onChange, placeholder, size = "field", className, ...rest }: SelectProps<V>) {
  return (
    <AriaSelect
      {...rest}
      isInvalid={Boolean(error)}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen) onChange(chosen.id);
      }}
      {...(placeholder ? { placeholder } : {})}
      className={cx("flex min-w-0 flex-col gap-1.5", className)}
    >
      <FieldLabel label={label} labelHidden={labelHidden} />
      <AriaButton className={cx(PICKER_CLASS, size === "field" ? cx(INPUT_HEIGHT, "text-[14px]/[20px]") : "h-8 text-[13px]/[18px] pointer-coarse:h-11")}>
        <SelectValue className="min-w-0 flex-1 truncate data-placeholder:text-text-faint">{({ isPlaceholder, selectedText, defaultChildren }) => (isPlaceholder ? defaultChildren : selectedText)}</SelectValue>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-text-faint" strokeWidth={2} />
      </AriaButton>
      <FieldFoot hint={hint} error={error} />
      <Popover placement="bottom start" className="min-w-(--trigger-width)">
        <ListBox items={options} className="max-h-[inherit] overflow-auto p-[5px] text-[13px]/[18px] [outline:none]">
          {(option) => <Option option={option} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export const OPTION_CLASS =
  "flex min-h-7.5 cursor-default items-center gap-2 rounded-[5px] px-2 py-[3px] -outline-offset-2 [outline:none] data-focused:bg-fill-hover data-disabled:text-text-faint pointer-coarse:min-h-11 forced-colors:data-focused:[outline:2px_solid_Highlight] in-data-[theme=contrast]:data-focused:[outline:2px_solid_var(--focus)]";

function Option({ option }: { option: SelectOption<string> }) {
  return (
    <ListBoxItem id={option.id} textValue={option.label} className={OPTION_CLASS}>
      {({ isSelected }) => (
        <>
          <Check aria-hidden="true" className={cx("size-3.5 shrink-0", isSelected ? "" : "invisible")} strokeWidth={2} />
          <span className="flex min-w-0 flex-col">
            <span>{option.label}</span>
            {option.description ? <span className="text-[12px]/[16px] text-text-muted"> {option.description}</span> : null}
          </span>
        </>
      )}
    </ListBoxItem>
  );
}
