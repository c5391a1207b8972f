"use client";
import { useTranslations } from "next-intl";
import { Switch } from "@/components/ui/switch";
import { TextField } from "@/components/ui/text-field";
import { type CallErrorCode } from "@/lib/client";
import { type AdminGroup } from "@/lib/protocol";

/** As typed. An empty address: no distribution group. */
export type GroupValues = { name: string; priority: string; email: string; published: boolean };

export const groupValuesOf = ({ name, priority, email, published }: AdminGroup): GroupValues => ({ name, priority: String(priority), email: email ?? "", published });

/** What is sent of what was typed. */
export function groupInputOf({ name, priority, email, published }: GroupValues) {
  return { name: name.trim(), priority: Number(priority), email: email.trim() === "" ? null : email.trim().toLowerCase(), published };
}

/** Which of the fields the server would refuse. */
export function wrongOf({ name, priority, email }: GroupValues): (keyof GroupValues)[] {
  const number = Number(priority);
  const isPriority = priority.trim() !== "" && Number.isInteger(number) && number >= 1 && number <= 1_000;
  const isEmail = email.trim() === "" || /^[^\s@]+@[^\s@]+$/u.test(email.trim());
  return [...(name.trim() === "" ? (["name"] as const) : []), ...(isPriority ? [] : (["priority"] as const)), ...(isEmail ? [] : (["email"] as const))];
}

type Props = {
  values: GroupValues;
  onChange: (values: GroupValues) => void;
  showProblems: boolean;
  code: CallErrorCode | null;
  /** Which field the refusal is about; the name, if left out. */
  refused?: "name" | "email";
  onBlur?: () => void;
  /** The switch has no leaving: its change is told with the values. */
  onSwitch?: (values: GroupValues) => void;
};

export function GroupFields({ values, onChange, showProblems, code, refused = "name", onBlur, onSwitch }: Props) {
  const t = useTranslations("admin.groups");
  const tErrors = useTranslations("ui.errors");
  const wrong = showProblems ? wrongOf(values) : [];
  const refusal = (field: "name" | "email"): string | null => (code && refused === field ? tErrors(code) : null);
  const blur = onBlur ? { onBlur } : {};
  return (
    <>
      <TextField label={t("name")} autoComplete="off" value={values.name} onChange={(name) => onChange({ ...values, name })} error={wrong.includes("name") ? t("nameMissing") : refusal("name")} {...blur} />
      <TextField label={t("priority")} inputMode="numeric" autoComplete="off" hint={t("priorityHint")} value={values.priority} onChange={(priority) => onChange({ ...values, priority })} error={wrong.includes("priority") ? t("priorityInvalid") : null} {...blur} />
      <TextField label={t("email")} type="email" autoComplete="off" hint={t("emailHint")} value={values.email} onChange={(email) => onChange({ ...values, email })} error={wrong.includes("email") ? t("emailInvalid") : refusal("email")} {...blur} />
      <Switch
        label={t("published")}
        description={t("publishedHint")}
        isSelected={values.published}
        onChange={(published) => {
          onChange({ ...values, published });
          onSwitch?.({ ...values, published });
        }}
      />
    </>
  );
}
