"use client";
import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AuthField, type AuthFieldProps } from "./auth-field";

/** A password that can be looked at while it is typed. */
export function PasswordField(props: Omit<AuthFieldProps, "type" | "end">) {
  const t = useTranslations("auth.signIn");
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <AuthField
      {...props}
      type={isShown ? "text" : "password"}
      spellCheck={false}
      autoCapitalize="none"
      end={
        <button
          type="button"
          aria-label={t("showPassword")}
          title={t("showPassword")}
          aria-pressed={isShown}
          onClick={() => setIsShown(!isShown)}
          className="absolute inset-y-0 end-0 inline-flex w-9 items-center justify-center rounded-md text-text-faint hover:text-text pointer-coarse:w-11"
        >
          <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </button>
      }
    />
  );
}
