"use client";
import { Check } from "lucide-react";
import { type RefObject } from "react";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { cx } from "./cx";
import { Popover } from "./popover";
import { OPTION_CLASS, type SelectOption } from "./select-option";

type Props = {
  anchor: RefObject<HTMLElement | null>;
  label: string;
  options: readonly SelectOption<string>[];
  value: string | null;
  onChange: (id: string) => void;
  onClose: () => void;
};

/** The open part of a `Select`; its script comes when the select is pointed at. */
export function SelectList({ anchor, label, options, value, onChange, onClose }: Props) {
  return (
    <Popover triggerRef={anchor} isOpen onOpenChange={(isOpen) => (isOpen ? undefined : onClose())} placement="bottom start" aria-label={label} className="min-w-(--trigger-width)">
      <ListBox
        aria-label={label}
        items={options}
        autoFocus
        selectionMode="single"
        selectedKeys={value === null ? [] : [value]}
        onSelectionChange={(keys) => {
          // Chosen again, the set is empty: nothing changes.
          const [key] = keys === "all" ? [] : keys;
          if (key !== undefined) onChange(String(key));
          onClose();
        }}
        className="max-h-[inherit] overflow-auto p-[5px] text-[13px]/[18px] [outline:none]"
      >
        {(option) => <Option option={option} />}
      </ListBox>
    </Popover>
  );
}

function Option({ option }: { option: SelectOption<string> }) {
  return (
    <ListBoxItem id={option.id} textValue={option.label} className={cx(OPTION_CLASS, "data-hovered:bg-fill-hover")}>
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
