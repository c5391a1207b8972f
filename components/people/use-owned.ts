"use client";
import { useState, useSyncExternalStore } from "react";

/** What must be given up when its component goes. */
type Owned = { dispose(): void };

/**
 * Holds something for as long as the component is shown: made when it appears, disposed when it goes. Null on the
 * server and in the first rendering. React may draw a component and throw it away; then nothing was made.
 */
export function useOwned<T extends Owned>(make: () => T): T | null {
  const [holder] = useState(() => {
    let held: T | null = null;
    return {
      get: () => held,
      subscribe(listener: () => void) {
        const made = make();
        held = made;
        listener();
        return () => {
          held = null;
          made.dispose();
        };
      },
    };
  });
  return useSyncExternalStore(holder.subscribe, holder.get, () => null);
}
