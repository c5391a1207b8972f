"use client";
import { Check, ChevronsUpDown } from "lucide-react";
import { Button as AriaButton } from "react-aria-components/Button";
import { ComboBox as AriaComboBox } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { cx } from "./cx";
import { INPUT_CLASS, INPUT_HEIGHT } from "./field-class";
import { FieldFoot, FieldLabel, type FieldTexts } from "./field-parts";
import { Popover } from "./popover";
import { OPTION_CLASS, type SelectOption } from "./select-option";

export type ComboBoxProps<V extends string> = FieldTexts & {
  options: readonly SelectOption<V>[];
  value: V | null;
  onChange: (value: V) => void;
  placeholder?: string;
  isDisabled?: boolean;
  /** Takes the focus at once, which opens the list. */
  autoFocus?: boolean;
  /** Said when nothing of the list fits what was typed. */
  emptyText: string;
  className?: string;
};

/** One of many known values, found by typing. */
export function ComboBox<V extends string>({ label, labelHidden = false, hint, error, options, value, onChange, placeholder, emptyText, className, ...rest }: ComboBoxProps<V>) {
  return (
    <AriaComboBox
      {...rest}
      defaultItems={options}
      isInvalid={Boolean(error)}
      value={value}
      menuTrigger="focus"
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen) onChange(chosen.id);
      }}
      className={cx("flex min-w-0 flex-col gap-1.5", className)}
    >
      <FieldLabel label={label} labelHidden={labelHidden} />
      <span className="relative flex">
        <Input {...(placeholder ? { placeholder } : {})} className={cx(INPUT_CLASS, INPUT_HEIGHT, "pe-9")} />
        <AriaButton className="absolute inset-y-0 end-0 inline-flex w-9 items-center justify-center rounded-md text-text-faint">
          <ChevronsUpDown aria-hidden="true" className="size-3.5" strokeWidth={2} />
        </AriaButton>
      </span>
      <FieldFoot hint={hint} error={error} />
      <Popover placement="bottom start" className="w-(--trigger-width)">
        <ListBox<SelectOption<V>>
          className="max-h-72 overflow-auto p-[5px] text-[13px]/[18px] [outline:none]"
          renderEmptyState={() => <p className="px-2 py-1.5 text-text-muted">{emptyText}</p>}
        >
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className={OPTION_CLASS}>
              {({ isSelected }) => (
                <>
                  <Check aria-hidden="true" className={cx("size-3.5 shrink-0", isSelected ? "" : "invisible")} strokeWidth={2} />
                  <span className="min-w-0 truncate">{option.label}</span>
                  {option.description ? <span className="ms-auto shrink-0 ps-3 text-[12px]/[16px] text-text-faint">{option.description}</span> : null}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
