"use client";
import { type ComponentProps, type ReactNode } from "react";
import { cx } from "./cx";
import { FOCUS_RING } from "./focus";
import { useTooltip } from "./tooltip";

export type IconButtonProps = Pick<ComponentProps<"button">, "aria-expanded" | "aria-haspopup" | "aria-pressed"> & {
  /** The accessible name, and the tooltip. A picture alone is never enough. */
  label: string;
  size?: "tiny" | "small" | "medium";
  /** Held down: a pane that is open, a mode that is on. */
  isOn?: boolean;
  isDisabled?: boolean;
  onPress: () => void;
  className?: string;
  children: ReactNode;
};

const SIZES = { tiny: "size-5.5 rounded-sm", small: "size-6.5 rounded-md", medium: "size-(--control-h) rounded-md" };

/** A native button: it stands in the first view, which does without the library's. */
export function IconButton({ label, size = "medium", isOn = false, isDisabled = false, onPress, className, children, ...rest }: IconButtonProps) {
  const { triggerProps, tooltip } = useTooltip(label);
  return (
    <>
      <button
        {...rest}
        {...triggerProps}
        type="button"
        disabled={isDisabled}
        onClick={onPress}
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
      </button>
      {isDisabled ? null : tooltip}
    </>
  );
}
