"use client";
import { useEffect, useRef } from "react";

/** The window's parts that F6 walks through, in order. */
const PARTS = ['[role="tree"] [tabindex="0"]', ".composer textarea", '[role="log"]', ".rail a"];

/** Ctrl or Cmd K opens the palette; F6 goes from part to part, with Shift backwards. */
export function useShortcuts({ onPalette }: { onPalette: () => void }): void {
  const latest = useRef(onPalette);
  useEffect(() => {
    latest.current = onPalette;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        latest.current();
      } else if (event.key === "F6" && !event.ctrlKey && !event.altKey) {
        event.preventDefault();
        walk(event.shiftKey ? -1 : 1);
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function walk(step: 1 | -1): void {
  const parts = PARTS.map((selector) => document.querySelector<HTMLElement>(selector)).filter((part) => part !== null && part.checkVisibility());
  const at = parts.findIndex((part) => part === document.activeElement || part?.closest("section, main, nav")?.contains(document.activeElement));
  parts[(at + step + parts.length) % parts.length]?.focus();
}
