"use client";
import { type FocusEvent, type PointerEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** How long the pointer rests before the tooltip shows; soon after another one was shown it need not rest, in ms. */
const REST_MS = 600;
const WARM_MS = 500;
/** Kept free between tooltip and window, in px. */
const MARGIN = 8;

/** When the page's last tooltip went, as `performance.now()`. */
let goneAtMs = -Infinity;

type TriggerProps = {
  onPointerEnter: (event: PointerEvent) => void;
  onPointerLeave: (event: PointerEvent) => void;
  onPointerDown: () => void;
  onFocus: (event: FocusEvent) => void;
  onBlur: () => void;
};

/**
 * Shows a button's name beside it: after a moment's rest of the pointer, at once by keyboard. Stays while the pointer is
 * on it; Escape, a press and scrolling hide it. Not told again to a screen reader, which has the name from the button.
 *
 * @returns Props for the button, and what to draw right behind it.
 */
export function useTooltip(text: string): { triggerProps: TriggerProps; tooltip: ReactNode } {
  const [trigger, setTrigger] = useState<Element | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const hide = useCallback(() => {
    clearTimeout(timer.current);
    setTrigger(null);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    triggerProps: {
      onPointerEnter(event) {
        if (event.pointerType === "touch") return;
        const entered = event.currentTarget;
        clearTimeout(timer.current);
        timer.current = setTimeout(() => setTrigger(entered), performance.now() - goneAtMs < WARM_MS ? 0 : REST_MS);
      },
      onPointerLeave(event) {
        if (!isTooltip(event.relatedTarget)) hide();
      },
      onPointerDown: hide,
      onFocus(event) {
        if (event.currentTarget.matches(":focus-visible")) setTrigger(event.currentTarget);
      },
      onBlur: hide,
    },
    tooltip: trigger ? (
      <Tooltip trigger={trigger} onHide={hide}>
        {text}
      </Tooltip>
    ) : null,
  };
}

const isTooltip = (target: EventTarget | null): boolean => target instanceof Element && target.closest('[role="tooltip"]') !== null;

/** In the browser's top layer, so that nothing cuts it off. Its transparent edge bridges the gap for the pointer. */
function Tooltip({ trigger, onHide, children }: { trigger: Element; onHide: () => void; children: string }) {
  const ref = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    element.showPopover();
    const beside = trigger.getBoundingClientRect();
    const own = element.getBoundingClientRect();
    const left = beside.left + (beside.width - own.width) / 2;
    element.style.left = `${Math.max(MARGIN, Math.min(left, document.documentElement.clientWidth - own.width - MARGIN))}px`;
    element.style.top = `${beside.top - own.height >= MARGIN ? beside.top - own.height : beside.bottom}px`;
  }, [trigger, children]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      // The key is spent: what lies beneath stays open.
      event.stopPropagation();
      onHide();
    };
    document.addEventListener("keydown", onKeyDown, true);
    window.addEventListener("scroll", onHide, { capture: true, passive: true });
    return () => {
      document.removeEventListener("keydown", onKeyDown, true);
      window.removeEventListener("scroll", onHide, { capture: true });
      goneAtMs = performance.now();
    };
  }, [onHide]);
  return (
    <span ref={ref} role="tooltip" popover="manual" className="fixed inset-auto m-0 max-w-72 border-0 bg-transparent p-0 py-1.5" onPointerLeave={onHide}>
      <span className="block rounded-md bg-text px-2 py-1 text-start text-[12px]/[16px] font-normal whitespace-normal text-surface transition-opacity duration-(--base) starting:opacity-0 shadow-[var(--e2)] forced-colors:border forced-colors:border-solid">{children}</span>
    </span>
  );
}
