"use client";
import { type ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import { cx } from "./cx";
import { FOCUS_RING } from "./focus";
import { Tooltip, TooltipTrigger } from "./tooltip";

export type IconButtonProps = Omit<AriaButtonProps, "className" | "style" | "children" | "aria-label"> & {
  /** The accessible name, and the tooltip. A picture alone is never enough. */
  label: string;
  size?: "tiny" | "small" | "medium";
  /** Held down: a pane that is open, a mode that is on. */
  isOn?: boolean;
  className?: string;
  children: ReactNode;
};

const SIZES = { tiny: "size-5.5 rounded-sm", small: "size-6.5 rounded-md", medium: "size-(--control-h) rounded-md" };

export function IconButton({ label, size = "medium", isOn = false, className, children, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger>
      <AriaButton
        {...rest}
        aria-label={label}
        className={cx(
          "inline-flex shrink-0 cursor-default items-center justify-center transition-[background-color] duration-(--fast) ease-out pointer-coarse:size-11 disabled:text-text-faint disabled:opacity-75 hover:bg-fill-hover hover:text-text active:bg-fill-press",
          FOCUS_RING,
          SIZES[size],
          isOn ? "bg-fill-press text-text" : "text-text-muted",
          className,
        )}
      >
        {children}
      </AriaButton>
      <Tooltip>{label}</Tooltip>
    </TooltipTrigger>
  );
}
