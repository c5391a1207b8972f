"use client";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { TextField } from "@/components/ui/text-field";
import { useSaving } from "./saving";

/** What is to be stored of a typed text, or the words why it cannot be. */
export type Parsed = { ok: true; value: string } | { ok: false; error: string };

export type SavedTextFieldProps = {
  /** Name of the field in the contract: refusals name it. */
  field: string;
  label: string;
  hint?: ReactNode;
  value: string;
  /** What is stored of what was typed; or the words why it cannot be. */
  parse?: (typed: string) => Parsed | Promise<Parsed>;
  /** What is shown of what is stored. */
  format?: (stored: string) => string;
  store: (value: string) => Promise<unknown>;
  isDisabled?: boolean;
  type?: "text" | "tel";
  autoComplete?: string;
};

/** Saved when it is left or Enter is pressed, if it has changed; Escape takes back what was typed. A refused text stays, to be mended. */
export function SavedTextField({ field, label, hint, value, parse, format = (stored) => stored, store, isDisabled = false, type = "text", autoComplete = "off" }: SavedTextFieldProps) {
  const { save, problemOf, forget } = useSaving();
  const t = useTranslations("ui.errors");
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const problem = problemOf(field);

  const change = (text: string): void => {
    setTyped(text);
    setWrong(null);
    if (problem) forget(field);
  };

  const commit = async (): Promise<void> => {
    if (typed === null) return;
    const parsed = parse ? await parse(typed) : { ok: true as const, value: typed.trim() };
    if (!parsed.ok) return setWrong(parsed.error);
    if (parsed.value === value) return setTyped(null);
    const before = value;
    if (await save(field, () => store(parsed.value), () => store(before))) setTyped(null);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") void commit();
    if (event.key === "Escape" && typed !== null) {
      event.stopPropagation();
      setTyped(null);
      setWrong(null);
      forget(field);
    }
  };

  return (
    <TextField
      label={label}
      hint={hint}
      type={type}
      autoComplete={autoComplete}
      isDisabled={isDisabled}
      value={typed ?? format(value)}
      onChange={change}
      onBlur={() => void commit()}
      onKeyDown={onKeyDown}
      error={wrong ?? (problem ? t(problem) : null)}
    />
  );
}
