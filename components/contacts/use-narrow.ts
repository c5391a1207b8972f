"use client";
import { useSyncExternalStore } from "react";

/** As the style sheets say it: list and conversation take turns. */
const NARROW = "(width < 640px)";

/** Whether the list is all that is shown while no conversation is: then it is the page's main region. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const query = matchMedia(NARROW);
      query.addEventListener("change", onChange);
      return () => query.removeEventListener("change", onChange);
    },
    () => matchMedia(NARROW).matches,
    () => false,
  );
}
