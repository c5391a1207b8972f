"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { Spinner } from "@/components/ui/spinner";
import { CallError, codeOf } from "@/lib/client/call-error";
import { PASSWORD_MIN } from "@/lib/protocol/limits";
import { AuthField } from "./auth-field";
import { FormProblem } from "./form-problem";
import { PasswordField } from "./password-field";
import { type SetupField, SETUP_FIELDS, type SetupValues, wrongFieldsOf } from "./setup-values";

type Problem = { fields: readonly SetupField[]; text: string | null };

/** The first visit makes the organisation and its first administrator. */
export function SetupForm() {
  const t = useTranslations("auth.setup");
  const tUi = useTranslations("ui.errors");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>({ fields: [], text: null });
  const formRef = useRef<HTMLFormElement>(null);

  const refuse = (fields: readonly SetupField[], text: string | null): void => {
    setProblem({ fields, text });
    setBusy(false);
    const first = SETUP_FIELDS.find((field) => fields.includes(field));
    if (first) (formRef.current?.elements.namedItem(first) as HTMLInputElement | null)?.focus();
  };

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const values = Object.fromEntries(SETUP_FIELDS.map((field) => [field, readText(data, field)])) as SetupValues;
    const wrong = wrongFieldsOf(values);
    if (wrong.length > 0) return refuse(wrong, null);
    setBusy(true);
    setProblem({ fields: [], text: null });
    try {
      const [{ request, signIn }, { setupRoute }] = await Promise.all([import("@/lib/client/http"), import("@/lib/protocol/identity")]);
      await request(setupRoute, values);
      await signIn({ email: values.email, password: values.password, publicComputer: false });
      window.location.assign("/admin/users");
    } catch (error) {
      const fields = error instanceof CallError ? SETUP_FIELDS.filter((field) => error.fields.includes(field)) : [];
      refuse(codeOf(error) === "password_too_weak" ? ["password"] : fields, fields.length > 0 ? null : tUi(codeOf(error)));
    }
  };

  const errorOf = (field: SetupField): string | null => (problem.fields.includes(field) ? (problem.text ?? t(`fieldWrong.${field}`, { min: PASSWORD_MIN })) : null);

  return (
    <form ref={formRef} method="post" noValidate onSubmit={(event) => void submit(event)}>
      <fieldset className="grid gap-3.5">
        <legend className="mb-2.5 text-[14px]/[20px] font-semibold">{t("organisation")}</legend>
        <AuthField label={t("organisationName")} name="organisationName" autoComplete="organization" error={errorOf("organisationName")} required />
        <AuthField label={t("sipDomain")} name="sipDomain" autoCapitalize="none" spellCheck={false} hint={t("sipDomainHint")} error={errorOf("sipDomain")} required />
      </fieldset>
      <fieldset className="mt-6 grid gap-3.5">
        <legend className="mb-2.5 text-[14px]/[20px] font-semibold">{t("you")}</legend>
        <div className="grid gap-3.5 sm:grid-cols-2">
          <AuthField label={t("givenName")} name="givenName" autoComplete="given-name" error={errorOf("givenName")} required />
          <AuthField label={t("familyName")} name="familyName" autoComplete="family-name" error={errorOf("familyName")} required />
        </div>
        <AuthField label={t("email")} name="email" type="email" autoComplete="username" error={errorOf("email")} required />
        <PasswordField label={t("password")} name="password" autoComplete="new-password" hint={t("passwordHint", { min: PASSWORD_MIN })} error={errorOf("password")} required />
      </fieldset>
      <div className="my-2.5">
        <FormProblem>{problem.fields.length > 0 ? null : problem.text}</FormProblem>
      </div>
      <button type="submit" disabled={busy} className={buttonClass({ variant: "primary", size: "large", className: "w-full" })}>
        {busy ? <Spinner /> : null}
        {t("submit")}
      </button>
    </form>
  );
}

function readText(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value !== "string" ? "" : name === "password" ? value : value.trim();
}
