"use client";
import { useCallback, useEffect, useRef, useState } from "react";

export type Load<T> = {
  /** The newest value; stays while a newer one is fetched, so that nothing flickers. */
  value: T | null;
  /** Why the newest try failed; null when it did not. */
  error: unknown;
  isLoading: boolean;
  reload: () => void;
  /** Puts a value in place without asking, after a change that answered with it. */
  set: (value: T) => void;
};

/** Loads when first shown and whenever `key` changes; an answer that comes too late is dropped. */
export function useLoad<T>(key: string, load: () => Promise<T>): Load<T> {
  const [state, setState] = useState<{ value: T | null; error: unknown; isLoading: boolean }>({ value: null, error: null, isLoading: true });
  const [turn, setTurn] = useState(0);
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });

  useEffect(() => {
    let isCurrent = true;
    const show = (next: (before: { value: T | null; error: unknown; isLoading: boolean }) => { value: T | null; error: unknown; isLoading: boolean }): void => {
      if (isCurrent) setState(next);
    };
    show((before) => ({ ...before, isLoading: true }));
    latest.current().then(
      (value) => show(() => ({ value, error: null, isLoading: false })),
      (error: unknown) => show((before) => ({ ...before, error, isLoading: false })),
    );
    return () => {
      isCurrent = false;
    };
  }, [key, turn]);

  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const set = useCallback((value: T) => setState({ value, error: null, isLoading: false }), []);
  return { ...state, reload, set };
}
