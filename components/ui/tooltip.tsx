"use client";
import { type ReactNode } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger as AriaTrigger, type TooltipTriggerComponentProps } from "react-aria-components/Tooltip";

/** One pressable child and a `Tooltip`. Opens after a moment's rest of the pointer, at once by keyboard. */
export function TooltipTrigger(props: TooltipTriggerComponentProps) {
  return <AriaTrigger delay={600} closeDelay={0} {...props} />;
}

export function Tooltip({ children, placement = "top" }: { children: ReactNode; placement?: "top" | "bottom" | "left" | "right" | "start" | "end" }) {
  return (
    <AriaTooltip
      offset={6}
      placement={placement}
      className="z-60 max-w-72 rounded-md bg-text px-2 py-1 text-[12px]/[16px] text-surface shadow-[var(--e2)] transition-opacity duration-(--base) data-entering:opacity-0 data-exiting:opacity-0 forced-colors:border forced-colors:border-solid"
    >
      {children}
    </AriaTooltip>
  );
}
