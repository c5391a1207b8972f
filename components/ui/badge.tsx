import { cx } from "./cx";
import { CONTRAST_LINE } from "./focus";

/** A count. `label` says what is counted, for those who do not see where it stands. */
export function Badge({ count, label, tone = "accent", size = "medium", className }: { count: number; label: string; tone?: "accent" | "quiet" | "danger"; size?: "small" | "medium"; className?: string }) {
  return (
    <span
      className={cx(
        "inline-flex items-center justify-center rounded-full font-semibold tabular-nums forced-colors:[forced-color-adjust:none]",
        size === "small" ? "h-4 min-w-4 px-1 text-[10.5px]/[16px]" : "h-4.5 min-w-4.5 px-[5px] text-[11px]/[18px]",
        tone === "accent" ? "bg-accent text-text-on-solid" : tone === "danger" ? "bg-danger text-text-on-solid" : `bg-fill-strong text-text-muted ${CONTRAST_LINE}`,
        className,
      )}
    >
      <span aria-hidden="true">{count > 99 ? "99+" : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
