import { type ReactNode } from "react";
import { cx } from "./cx";
import { CONTRAST_LINE } from "./focus";

export type BannerTone = "info" | "positive" | "warning" | "danger";

const TONES: Record<BannerTone, string> = {
  info: "bg-accent-soft text-accent-text",
  positive: "bg-positive-soft text-positive-text",
  warning: "bg-warning-soft text-warning-text",
  danger: "bg-danger-soft text-danger-text",
};

/**
 * A line that stays as long as its reason. `urgent` interrupts a screen reader; otherwise it waits its turn.
 * `edge` spans its place from side to side; else it is a rounded box among other things.
 */
export function Banner({ tone = "warning", icon, action, urgent = false, edge = false, className, children }: { tone?: BannerTone; icon?: ReactNode; action?: ReactNode; urgent?: boolean; edge?: boolean; className?: string; children: ReactNode }) {
  return (
    <div role={urgent ? "alert" : "status"} className={cx("flex items-start gap-2.5 text-[13px]/[18px] [&>svg]:mt-px [&>svg]:size-4 [&>svg]:shrink-0", edge ? "px-5 py-2" : "rounded-[8px] px-3.5 py-2.5", TONES[tone], CONTRAST_LINE, className)}>
      {icon}
      <div className="min-w-0 flex-1">{children}</div>
      {action ? <div className="ms-auto shrink-0 underline underline-offset-3 [&_button]:[color:inherit]">{action}</div> : null}
    </div>
  );
}
