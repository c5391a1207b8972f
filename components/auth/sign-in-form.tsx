"use client";
import { KeyRound } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { Spinner } from "@/components/ui/spinner";
import { CallError, type CallErrorCode } from "@/lib/client/call-error";
import { AuthField } from "./auth-field";
import { DemoHint } from "./demo-hint";
import { FormProblem } from "./form-problem";
import { PasswordField } from "./password-field";
import { PublicComputerChoice } from "./public-computer-choice";
import { useCountdown } from "./use-countdown";
import { waitText } from "./wait-text";

type Problem = { code: CallErrorCode | "missing"; untilMs: number | null };

export type SignInFormProps = {
  /** A path of this site. */
  returnPath: string;
  singleSignOn: string | null;
  demo: boolean;
  email?: string;
  /** Why the sign-in at the provider, or the one before, led back here. */
  refusal?: CallErrorCode | null;
};

export function SignInForm({ returnPath, singleSignOn, demo, email = "", refusal = null }: SignInFormProps) {
  const t = useTranslations("auth.signIn");
  const [publicComputer, setPublicComputer] = useState(false);
  const [busy, setBusy] = useState<"password" | "single-sign-on" | null>(null);
  const [problem, setProblem] = useState<Problem | null>(refusal ? { code: refusal, untilMs: null } : null);
  const emailRef = useRef<HTMLInputElement>(null);
  const passwordRef = useRef<HTMLInputElement>(null);
  const problemText = useProblemText(problem);

  const attempt = async (kind: "password" | "single-sign-on", run: () => Promise<string>): Promise<void> => {
    setBusy(kind);
    setProblem(null);
    try {
      window.location.assign(await run());
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(null);
      if (kind === "password") passwordRef.current?.select();
    }
  };

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const [name, password] = [emailRef.current?.value.trim() ?? "", passwordRef.current?.value ?? ""];
    if (name === "" || password === "") {
      setProblem({ code: "missing", untilMs: null });
      (name === "" ? emailRef : passwordRef).current?.focus();
      return;
    }
    void attempt("password", async () => {
      const { signIn } = await import("@/lib/client/http");
      await signIn({ email: name, password, publicComputer });
      return returnPath;
    });
  };

  const goToProvider = (): void =>
    void attempt("single-sign-on", async () => {
      const { startSingleSignOn } = await import("@/lib/client/http");
      return startSingleSignOn({ returnPath, publicComputer });
    });

  const fillIn = (demoEmail: string, demoPassword: string): void => {
    if (emailRef.current) emailRef.current.value = demoEmail;
    if (passwordRef.current) passwordRef.current.value = demoPassword;
    passwordRef.current?.form?.requestSubmit();
  };

  return (
    <form method="post" noValidate onSubmit={submit}>
      <PublicComputerChoice isChosen={publicComputer} onChange={setPublicComputer} />
      {singleSignOn ? (
        <>
          <button type="button" disabled={busy !== null} onClick={goToProvider} className={buttonClass({ variant: "primary", size: "large", className: "w-full" })}>
            {busy === "single-sign-on" ? <Spinner /> : <KeyRound aria-hidden="true" className="size-4" />}
            {t("singleSignOn", { provider: singleSignOn })}
          </button>
          <div className="my-5 flex items-center gap-3 text-[12px]/[16px] text-text-faint before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">{t("or")}</div>
        </>
      ) : null}
      <div className="grid gap-3.5">
        <AuthField label={t("email")} inputRef={emailRef} name="email" type="email" defaultValue={email} autoComplete="username" autoCapitalize="none" spellCheck={false} required />
        <PasswordField label={t("password")} inputRef={passwordRef} name="password" autoComplete="current-password" required />
      </div>
      <div className="my-2.5">
        <FormProblem>{problemText}</FormProblem>
      </div>
      <button type="submit" disabled={busy !== null} className={buttonClass({ variant: singleSignOn ? "default" : "primary", size: "large", className: "w-full" })}>
        {busy === "password" ? <Spinner /> : null}
        {busy === "password" ? t("submitting") : t("submit")}
      </button>
      <p className="mt-4 text-[12px]/[16px] text-pretty text-text-muted">{t("forgot")}</p>
      {demo ? <DemoHint onChoose={fillIn} /> : null}
    </form>
  );
}

function problemOf(error: unknown): Problem {
  if (!(error instanceof CallError)) return { code: "internal", untilMs: null };
  return { code: error.code, untilMs: error.retryAfterMs === undefined ? null : Date.now() + error.retryAfterMs };
}

function useProblemText(problem: Problem | null): string | null {
  const t = useTranslations("auth.signIn");
  const tUi = useTranslations("ui");
  const locale = useLocale();
  const leftMs = useCountdown(problem?.untilMs ?? null);
  if (!problem) return null;
  switch (problem.code) {
    case "missing":
      return t("missing");
    case "sign_in_failed":
    case "unauthenticated":
      return t("failed");
    case "rate_limited":
      if (problem.untilMs === null) return t("limitedSoon");
      return leftMs > 0 ? t("limited", { wait: waitText(leftMs, locale) }) : null;
    default:
      return tUi(`errors.${problem.code}`);
  }
}
