"use client";
import { useTranslations } from "next-intl";
import { TextField } from "@/components/ui/text-field";
import { type CallErrorCode } from "@/lib/client";

export type GroupValues = { name: string; priority: string };

/** Which of the two fields the server would refuse. */
export function wrongOf({ name, priority }: GroupValues): (keyof GroupValues)[] {
  const number = Number(priority);
  const isPriority = priority.trim() !== "" && Number.isInteger(number) && number >= 1 && number <= 1_000;
  return [...(name.trim() === "" ? (["name"] as const) : []), ...(isPriority ? [] : (["priority"] as const))];
}

export function GroupFields({ values, onChange, showProblems, code, onBlur }: { values: GroupValues; onChange: (values: GroupValues) => void; showProblems: boolean; code: CallErrorCode | null; onBlur?: () => void }) {
  const t = useTranslations("admin.groups");
  const tErrors = useTranslations("ui.errors");
  const wrong = showProblems ? wrongOf(values) : [];
  const nameError = wrong.includes("name") ? t("nameMissing") : code ? tErrors(code) : null;
  const blur = onBlur ? { onBlur } : {};
  return (
    <>
      <TextField label={t("name")} autoComplete="off" value={values.name} onChange={(name) => onChange({ ...values, name })} error={nameError} {...blur} />
      <TextField label={t("priority")} inputMode="numeric" autoComplete="off" hint={t("priorityHint")} value={values.priority} onChange={(priority) => onChange({ ...values, priority })} error={wrong.includes("priority") ? t("priorityInvalid") : null} {...blur} />
    </>
  );
}
