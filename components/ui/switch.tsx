"use client";
import { type ReactNode, useId } from "react";
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from "react-aria-components/Switch";
import { cx } from "./cx";

export type SwitchProps = Omit<AriaSwitchProps, "className" | "style" | "children"> & {
  label: string;
  description?: ReactNode;
  className?: string;
};

/** On or off, at once. The words stand before it, so that a column of switches lines up. */
export function Switch({ label, description, className, ...rest }: SwitchProps) {
  const descriptionId = useId();
  return (
    <AriaSwitch
      {...rest}
      {...(description ? { "aria-describedby": descriptionId } : {})}
      className={cx("group flex cursor-default items-center justify-between gap-6 pointer-coarse:min-h-11", className)}
    >
      <span className="min-w-0">
        <span className="block text-[14px]/[20px] font-medium text-text">{label}</span>
        {description ? (
          <span id={descriptionId} className="block text-[12px]/[16px] text-text-muted">
            {description}
          </span>
        ) : null}
      </span>
      <SwitchTrack />
    </AriaSwitch>
  );
}

function SwitchTrack() {
  return (
    <span
      aria-hidden="true"
      className="relative h-4.5 w-7.5 shrink-0 rounded-full bg-border-control outline-offset-2 transition-[background-color] duration-(--fast) group-data-selected:bg-accent group-data-focus-visible:[outline:var(--focus-width)_solid_var(--focus)] group-data-disabled:opacity-50 forced-colors:border forced-colors:border-solid forced-colors:[forced-color-adjust:none] forced-colors:bg-[Canvas] forced-colors:group-data-selected:bg-[Highlight]"
    >
      <span className="absolute start-0.5 top-0.5 size-3.5 rounded-full bg-text-on-solid transition-[inset-inline-start] duration-(--fast) ease-out group-data-selected:start-3.5 forced-colors:bg-[CanvasText]" />
    </span>
  );
}
