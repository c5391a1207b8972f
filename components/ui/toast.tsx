import { type ReactNode } from "react";

/** Where toasts stand: the lower end corner, above everything, newest lowest. Told to screen readers as they come. */
export function ToastRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label} aria-live="polite" aria-relevant="additions" className="pointer-events-none fixed end-0 bottom-0 z-50 flex max-h-dvh w-full max-w-103 flex-col justify-end gap-2 p-4">
      {children}
    </section>
  );
}

/** One toast: a floating sheet that asks for an answer or says that something happened. The content is the caller's. */
export function Toast({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className="pointer-events-auto w-full rounded-xl bg-surface-raised p-4 text-text shadow-[var(--e3)] [--plate:var(--surface-raised)] forced-colors:border forced-colors:border-solid">
      {children}
    </div>
  );
}
