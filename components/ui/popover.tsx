"use client";
import { type ReactNode } from "react";
import { Popover as AriaPopover, type PopoverProps as AriaPopoverProps } from "react-aria-components/Popover";
import { cx } from "./cx";

export type PopoverProps = Omit<AriaPopoverProps, "className" | "style" | "children"> & { className?: string; children: ReactNode };

/** A raised sheet beside its trigger. Put a `Dialog` of react-aria inside for free content, or use `Menu`. */
export function Popover({ className, children, ...rest }: PopoverProps) {
  return (
    <AriaPopover
      offset={6}
      {...rest}
      className={cx(
        "z-50 overflow-auto rounded-lg bg-surface-raised text-text shadow-[var(--e2)] [--plate:var(--surface-raised)] [outline:none] transition-[opacity,translate] duration-(--base) ease-out data-entering:translate-y-1 data-entering:opacity-0 data-exiting:opacity-0 forced-colors:border forced-colors:border-solid",
        className,
      )}
    >
      {children}
    </AriaPopover>
  );
}
