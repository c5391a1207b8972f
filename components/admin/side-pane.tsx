"use client";
import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { IconButton } from "@/components/ui/icon-button";

/** Details beside a table; on narrow windows over it. Escape closes it. It takes the focus when it opens. */
export function SidePane({ label, closeLabel, onClose, head, children, foot }: { label: string; closeLabel: string; onClose: () => void; head: ReactNode; children: ReactNode; foot?: ReactNode }) {
  const paneRef = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    paneRef.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside
      ref={paneRef}
      tabIndex={-1}
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
      className="z-10 flex min-h-0 w-91 shrink-0 flex-col border-s border-border bg-surface [--plate:var(--surface)] [outline:none] max-xl:absolute max-xl:inset-y-0 max-xl:end-0 max-xl:w-full max-xl:max-w-100 max-xl:shadow-[var(--e3)]"
    >
      <div className="flex items-center gap-3 px-5 pt-4.5 pb-3.5">
        <div className="flex min-w-0 flex-1 items-center gap-3">{head}</div>
        <IconButton label={closeLabel} onPress={onClose}>
          <X aria-hidden="true" className="size-4" />
        </IconButton>
      </div>
      <div className="flex min-h-0 flex-1 flex-col">{children}</div>
      {foot ? <div className="mt-auto flex items-center gap-2.5 border-t border-border bg-surface-sunken px-5 py-3 text-[12px]/[16px] text-text-faint">{foot}</div> : null}
    </aside>
  );
}
