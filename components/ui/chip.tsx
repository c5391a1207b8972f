import { type ReactNode } from "react";
import { cx } from "./cx";
import { CONTRAST_LINE } from "./focus";

export type ChipTone = "neutral" | "accent" | "positive" | "warning" | "danger" | "line";

const TONES: Record<ChipTone, string> = {
  neutral: "bg-fill text-text-muted",
  accent: "bg-accent-soft text-accent-text",
  positive: "bg-positive-soft text-positive-text",
  warning: "bg-warning-soft text-warning-text",
  danger: "bg-danger-soft text-danger-text",
  line: "text-text-muted shadow-[inset_0_0_0_1px_var(--border)]",
};

/** A word of context. Never pressed; a pressable one is a button. */
export function Chip({ tone = "neutral", size = "medium", className, children }: { tone?: ChipTone; size?: "small" | "medium"; className?: string; children: ReactNode }) {
  return (
    <span
      className={cx(
        "inline-flex max-w-full items-center gap-[5px] rounded-full font-medium whitespace-nowrap [&>svg]:size-[13px] [&>svg]:shrink-0",
        size === "small" ? "h-5.5 px-2 text-[12px]/[16px]" : "h-6 px-[9px] text-[12px]/[16px]",
        TONES[tone],
        CONTRAST_LINE,
        className,
      )}
    >
      {children}
    </span>
  );
}
