"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useClient, useStore } from "@/components/people/client-context";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { codeOf, type CallErrorCode } from "@/lib/client";
import { PASSWORD_MIN, passwordRoute } from "@/lib/protocol";

type Field = "current" | "new";
type Outcome = { kind: "none" } | { kind: "changed" } | { kind: "wrong"; field: Field; text: string } | { kind: "failed"; code: CallErrorCode };

export function PasswordSetting() {
  const t = useTranslations("settings.security");
  const tErrors = useTranslations("ui.errors");
  const client = useClient();
  const me = useStore(client.session);
  const [values, setValues] = useState<Record<Field, string>>({ current: "", new: "" });
  const [outcome, setOutcome] = useState<Outcome>({ kind: "none" });
  const [busy, setBusy] = useState(false);

  const change = (field: Field) => (text: string) => {
    setValues((before) => ({ ...before, [field]: text }));
    setOutcome({ kind: "none" });
  };

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (values.current === "") return setOutcome({ kind: "wrong", field: "current", text: t("currentMissing") });
    if (values.new.length < PASSWORD_MIN) return setOutcome({ kind: "wrong", field: "new", text: t("tooShort", { min: PASSWORD_MIN }) });
    setBusy(true);
    try {
      await client.request(passwordRoute, { currentPassword: values.current, newPassword: values.new });
      setValues({ current: "", new: "" });
      setOutcome({ kind: "changed" });
    } catch (error) {
      setOutcome(outcomeOf(codeOf(error)));
    } finally {
      setBusy(false);
    }
  };

  const outcomeOf = (code: CallErrorCode): Outcome => {
    if (code === "password_wrong") return { kind: "wrong", field: "current", text: tErrors(code) };
    if (code === "password_too_weak") return { kind: "wrong", field: "new", text: tErrors(code) };
    return { kind: "failed", code };
  };

  const errorOf = (field: Field): string | null => (outcome.kind === "wrong" && outcome.field === field ? outcome.text : null);

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="grid max-w-90 gap-4">
      <input type="email" name="email" autoComplete="username" value={me.email} readOnly hidden />
      <TextField label={t("current")} type="password" autoComplete="current-password" value={values.current} onChange={change("current")} error={errorOf("current")} />
      <TextField label={t("new")} type="password" autoComplete="new-password" hint={t("newHint", { min: PASSWORD_MIN })} value={values.new} onChange={change("new")} error={errorOf("new")} />
      {outcome.kind === "changed" ? <Banner tone="positive">{t("changed")}</Banner> : null}
      {outcome.kind === "failed" ? (
        <Banner tone="danger" urgent>
          {tErrors(outcome.code)}
        </Banner>
      ) : null}
      <Button type="submit" className="justify-self-start" isPending={busy}>
        {t("submit")}
      </Button>
    </form>
  );
}
