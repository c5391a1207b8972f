import { type ReactNode } from "react";
import { cx } from "./cx";

/** Where toasts stand: the lower end corner, above everything, newest lowest. Told to screen readers as they come. */
export function ToastRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label} aria-live="polite" aria-relevant="additions" className="pointer-events-none fixed end-0 bottom-0 z-50 flex max-h-dvh w-full max-w-103 flex-col justify-end gap-2 p-4">
      {children}
    </section>
  );
}

const LOOKS = { sheet: "w-full rounded-xl p-4", mini: "flex max-w-65 items-center gap-2 self-end rounded-full py-1 ps-1.5 pe-1" };

/**
 * One toast: a floating sheet that asks for an answer or says that something happened. The content is the caller's.
 *
 * @param look `mini`: one short line, where more would be too much.
 */
export function Toast({ label, look = "sheet", children }: { label: string; look?: keyof typeof LOOKS; children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className={cx("pointer-events-auto bg-surface-raised text-text shadow-[var(--e3)] [--plate:var(--surface-raised)] forced-colors:border forced-colors:border-solid", LOOKS[look])}>
      {children}
    </div>
  );
}
