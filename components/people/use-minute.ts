"use client";
import { useSyncExternalStore } from "react";

const MINUTE_MS = 60_000;

/** The time, in ms, as of the last full minute: all that shows ages or days renders again together. */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, currentMinute, () => 0);
}

const currentMinute = (): number => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;

function subscribe(listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const again = (): void => {
    timer = setTimeout(() => {
      listener();
      again();
    }, MINUTE_MS - (Date.now() % MINUTE_MS) + 20);
  };
  again();
  return () => clearTimeout(timer);
}
