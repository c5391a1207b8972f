"use client";
import { Check, CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { CallError, codeOf, type CallErrorCode } from "@/lib/client";

type SaveState =
  | { kind: "idle" }
  | { kind: "saving"; field: string }
  | { kind: "saved"; field: string; undo: (() => Promise<unknown>) | null }
  | { kind: "failed"; field: string; code: CallErrorCode; fields: readonly string[] };

export type Saving = {
  state: SaveState;
  /**
   * Saves one field at once. `undo`, when given, is offered beside the confirmation.
   * @returns Whether it was stored. Never throws: a refusal is shown.
   */
  save(field: string, run: () => Promise<unknown>, undo?: () => Promise<unknown>): Promise<boolean>;
  /** Why the field's last value was refused; null when it was not. */
  problemOf(field: string): CallErrorCode | null;
  /** The person has changed the field since: its refusal says nothing any more. */
  forget(field: string): void;
};

const SavingContext = createContext<Saving | null>(null);

/** Holds what became of the last change on one page of settings. */
export function SavingProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<SaveState>({ kind: "idle" });
  const newest = useRef(0);

  const save = useCallback(async (field: string, run: () => Promise<unknown>, undo?: () => Promise<unknown>): Promise<boolean> => {
    const turn = (newest.current += 1);
    const show = (next: SaveState): void => {
      if (turn === newest.current) setState(next);
    };
    show({ kind: "saving", field });
    try {
      await run();
      show({ kind: "saved", field, undo: undo ?? null });
      return true;
    } catch (error) {
      show({ kind: "failed", field, code: codeOf(error), fields: error instanceof CallError ? error.fields : [] });
      return false;
    }
  }, []);

  const saving = useMemo<Saving>(
    () => ({
      state,
      save,
      problemOf: (field) => (state.kind === "failed" && (state.field === field || state.fields.some((name) => name === field || name.endsWith(`.${field}`))) ? state.code : null),
      forget: (field) => setState((before) => (before.kind === "failed" && before.field === field ? { kind: "idle" } : before)),
    }),
    [state, save],
  );
  return <SavingContext value={saving}>{children}</SavingContext>;
}

export function useSaving(): Saving {
  const saving = useContext(SavingContext);
  if (!saving) throw new Error("Settings stand inside of a SavingProvider");
  return saving;
}

/** The quiet word in the page's corner: saved, with a way back; or not saved, and why. */
export function SavedNote() {
  const { state, save } = useSaving();
  const t = useTranslations("ui");
  return (
    <div role="status" className="flex min-h-6 items-center gap-1.5 text-[12px]/[16px] text-text-muted">
      {state.kind === "saving" ? (
        <>
          <Spinner /> {t("saving")}
        </>
      ) : state.kind === "saved" ? (
        <>
          <Check aria-hidden="true" className="size-3.5 text-positive-text" strokeWidth={2} /> {t("saved")}
          {state.undo ? (
            <Button variant="text" size="small" onPress={() => void (state.undo ? save(state.field, state.undo) : undefined)}>
              {t("undo")}
            </Button>
          ) : null}
        </>
      ) : state.kind === "failed" ? (
        <span className="flex items-start gap-1.5 text-danger-text">
          <CircleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" strokeWidth={2} /> {t(`errors.${state.code}`)}
        </span>
      ) : null}
    </div>
  );
}
