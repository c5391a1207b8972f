"use client";
import { type RefObject, useLayoutEffect, useState } from "react";

/** Heights of the list's rows, in px. */
export type RowHeights = { readonly row: number; readonly section: number };

const COMFORTABLE: RowHeights = { row: 40, section: 31 };

/** The heights the style sheet gives for the density, the pointer and the window; rows are never measured one by one. */
export function useRowHeights(ref: RefObject<HTMLElement | null>): RowHeights {
  const [heights, setHeights] = useState(COMFORTABLE);
  useLayoutEffect(() => {
    const read = (): void => {
      const element = ref.current;
      if (!element) return;
      const style = getComputedStyle(element);
      const next = { row: Number.parseFloat(style.getPropertyValue("--row-h")), section: Number.parseFloat(style.getPropertyValue("--section-h")) };
      if (Number.isFinite(next.row) && Number.isFinite(next.section)) setHeights((held) => (held.row === next.row && held.section === next.section ? held : next));
    };
    read();
    const queries = ["(pointer: coarse)", "(width < 640px)"].map((query) => window.matchMedia(query));
    for (const query of queries) query.addEventListener("change", read);
    // The density is an attribute of the page, set by the server or by a change of settings.
    const attributes = new MutationObserver(read);
    attributes.observe(document.documentElement, { attributeFilter: ["data-density"] });
    return () => {
      attributes.disconnect();
      for (const query of queries) query.removeEventListener("change", read);
    };
  }, [ref]);
  return heights;
}
