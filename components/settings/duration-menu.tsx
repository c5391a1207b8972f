"use client";
import { type RefObject } from "react";
import { Menu, MenuItem } from "@/components/ui/menu";

type Props = {
  anchor: RefObject<HTMLElement | null>;
  label: string;
  minutes: number;
  choices: readonly number[];
  textOf: (minutes: number) => string;
  onChoose: (minutes: number) => void;
  onClose: () => void;
};

export function DurationMenu({ anchor, label, minutes, choices, textOf, onChoose, onClose }: Props) {
  return (
    <Menu
      aria-label={label}
      popover={{ triggerRef: anchor, isOpen: true, onOpenChange: (isOpen) => (isOpen ? undefined : onClose()) }}
      onClose={onClose}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[String(minutes)]}
      onAction={(key) => onChoose(Number(key))}
    >
      {choices.map((choice) => (
        <MenuItem key={choice} id={String(choice)}>
          {textOf(choice)}
        </MenuItem>
      ))}
    </Menu>
  );
}
