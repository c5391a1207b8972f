"use client";
import { createContext, useCallback, useContext } from "react";
import { codeOf, type CallErrorCode } from "@/lib/client";

type Report = (code: CallErrorCode) => void;

const ReportContext = createContext<Report>(() => undefined);

/** Where refusals of quick actions are told; the shell shows them as a short notice. */
export const ReportProvider = ReportContext;

/** For actions that show at once and are taken back when refused: tells a refusal, needs no answer. */
export function useReport(): (change: Promise<unknown>) => void {
  const report = useContext(ReportContext);
  return useCallback(
    (change) => {
      change.catch((error: unknown) => report(codeOf(error)));
    },
    [report],
  );
}
