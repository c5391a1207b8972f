"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { Spinner } from "@/components/ui/spinner";
import { codeOf, type CallErrorCode } from "@/lib/client/call-error";
import { PASSWORD_MIN } from "@/lib/protocol/limits";
import { AuthHeading } from "./auth-frame";
import { FormProblem } from "./form-problem";
import { isPasswordCode, passwordProblem } from "./new-password";
import { PasswordField } from "./password-field";
import { HOME } from "./return-path";

export type Invitation = { email: string; displayName: string; purpose: "invite" | "reset" };

/** Sets a password by a link that works once, then signs in. */
export function InvitationForm({ token, invitation }: { token: string; invitation: Invitation }) {
  const t = useTranslations("auth.invitation");
  const tUi = useTranslations("ui.errors");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<CallErrorCode | "tooShort" | null>(null);
  const passwordRef = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const password = passwordRef.current?.value ?? "";
    if (passwordProblem(password)) {
      setProblem("tooShort");
      passwordRef.current?.focus();
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const [{ request, signIn }, { invitationAcceptRoute }] = await Promise.all([import("@/lib/client/http"), import("@/lib/protocol/identity")]);
      const { email } = await request(invitationAcceptRoute, { token, password });
      await signIn({ email, password, publicComputer: false });
      window.location.assign(HOME);
    } catch (error) {
      setProblem(codeOf(error));
      setBusy(false);
      passwordRef.current?.focus();
    }
  };

  const isInvite = invitation.purpose === "invite";
  const onField = problem === "tooShort" || (problem !== null && isPasswordCode(problem));
  const words = problem === null ? null : problem === "tooShort" ? t("tooShort", { min: PASSWORD_MIN }) : tUi(problem);
  return (
    <>
      <AuthHeading title={isInvite ? t("inviteTitle", { name: invitation.displayName }) : t("resetTitle")}>{t(isInvite ? "inviteLead" : "resetLead", { email: invitation.email })}</AuthHeading>
      <form method="post" noValidate onSubmit={(event) => void submit(event)}>
        <input type="email" name="email" autoComplete="username" value={invitation.email} readOnly hidden />
        <PasswordField label={t("password")} inputRef={passwordRef} autoComplete="new-password" required hint={t("passwordHint", { min: PASSWORD_MIN })} error={onField ? words : null} />
        <div className="my-2.5">
          <FormProblem>{onField ? null : words}</FormProblem>
        </div>
        <button type="submit" disabled={busy} className={buttonClass({ variant: "primary", size: "large", className: "w-full" })}>
          {busy ? <Spinner /> : null}
          {t("submit")}
        </button>
      </form>
    </>
  );
}
