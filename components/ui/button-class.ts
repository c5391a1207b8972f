import { cx } from "./cx";
import { CONTRAST_LINE, FOCUS_RING } from "./focus";

export type ButtonVariant = "primary" | "default" | "quiet" | "soft" | "text" | "positive" | "danger";
export type ButtonSize = "small" | "medium" | "large";

/** With forced colours a browser lays its own ground under each word; on a filled one that hides it. */
const FILLED = "forced-colors:[forced-color-adjust:none]";

const SHAPE = "inline-flex shrink-0 items-center justify-center gap-1.5 font-medium whitespace-nowrap cursor-default no-underline hover:no-underline transition-[background-color] duration-(--fast) ease-out select-none [&_svg]:shrink-0 forced-colors:border forced-colors:border-solid";
const OFF = "disabled:bg-fill disabled:text-text-faint disabled:opacity-75 disabled:shadow-none in-data-[theme=contrast]:disabled:opacity-100 in-data-[theme=contrast]:disabled:[outline:1px_dashed_var(--text-faint)] in-data-[theme=contrast]:disabled:-outline-offset-3 forced-colors:disabled:text-[GrayText]";

const SIZES: Record<ButtonSize, string> = {
  small: "h-6.5 rounded-md px-[9px] text-[12px]/[16px] pointer-coarse:h-11 pointer-coarse:px-3",
  medium: "h-(--control-h) rounded-md px-3 text-[13px]/[18px]",
  large: "h-10 rounded-[8px] px-[18px] text-[14px]/[20px] pointer-coarse:h-12",
};

const VARIANTS: Record<ButtonVariant, string> = {
  primary: `bg-accent text-text-on-solid hover:bg-accent-hover active:bg-accent-press ${FILLED}`,
  default: "bg-surface-raised text-text shadow-[var(--e1)] hover:[background-image:linear-gradient(var(--fill-hover),var(--fill-hover))] active:[background-image:linear-gradient(var(--fill-press),var(--fill-press))] disabled:[background-image:none]",
  quiet: "text-text-muted hover:bg-fill-hover hover:text-text active:bg-fill-press disabled:bg-transparent",
  soft: `bg-fill text-text hover:bg-fill-press ${CONTRAST_LINE}`,
  positive: `bg-positive text-text-on-solid hover:bg-positive-hover ${FILLED}`,
  danger: `bg-danger text-text-on-solid hover:bg-danger-hover ${FILLED}`,
  text: "text-accent-text hover:underline underline-offset-3 disabled:bg-transparent forced-colors:border-0",
};

const TEXT_SIZES: Record<ButtonSize, string> = {
  small: "text-[12px]/[16px] rounded-sm pointer-coarse:min-h-11",
  medium: "text-[13px]/[18px] rounded-sm pointer-coarse:min-h-11",
  large: "text-[14px]/[20px] rounded-sm pointer-coarse:min-h-11",
};

/** The look of a button, for a native button or a link that acts as one. */
export function buttonClass(look: { variant?: ButtonVariant | undefined; size?: ButtonSize | undefined; className?: string | undefined } = {}): string {
  const { variant = "default", size = "medium", className } = look;
  return cx(SHAPE, FOCUS_RING, OFF, variant === "text" ? TEXT_SIZES[size] : SIZES[size], VARIANTS[variant], className);
}
