"use client";
import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { CallError } from "@/lib/client";
import { useReport } from "./report-context";

/** How long until a script that could not be fetched is asked for again, in ms. */
const RETRY_AFTER_MS = 2_000;

/**
 * A part of the page whose script comes with its first use. Without a connection the rest of the page goes on:
 * the reader is told, and the part appears as soon as its script can be had.
 *
 * @param placeholder Keeps its place until then.
 */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>, placeholder: ReactNode = null): (props: P) => ReactNode {
  let loaded: ComponentType<P> | null = null;
  return function LazyPart(props: P) {
    const [Part, setPart] = useState<ComponentType<P> | null>(() => loaded);
    const report = useReport();
    useEffect(() => {
      if (Part) return undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let isOver = false;
      const fetchPart = (isFirst: boolean): void => {
        load().then(
          (part) => {
            loaded = part;
            if (!isOver) setPart(() => part);
          },
          () => {
            if (isOver) return;
            if (isFirst) report(Promise.reject(new CallError("disconnected")));
            timer = setTimeout(() => fetchPart(false), RETRY_AFTER_MS);
          },
        );
      };
      fetchPart(true);
      return () => {
        isOver = true;
        clearTimeout(timer);
      };
      // Asked for once, when it is first shown; telling is no reason to ask again.
    }, [Part, report]);
    return Part ? <Part {...props} /> : placeholder;
  };
}
