"use client";
import { Globe } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useTransition } from "react";
import { useRouter } from "next/navigation";
import { LOCALE_COOKIE, LOCALE_NAMES } from "@/lib/shared/locale-choice";

/** Chooses the language for those nobody knows yet; who is signed in chooses in the settings. */
export function LanguageSwitch() {
  const t = useTranslations("auth");
  const locale = useLocale();
  const router = useRouter();
  const [isPending, startTransition] = useTransition();

  const choose = (chosen: string): void => {
    // A session cookie: a shared computer goes back to its own language.
    document.cookie = `${LOCALE_COOKIE}=${chosen}; path=/; samesite=lax`;
    startTransition(() => router.refresh());
  };

  return (
    <label className="relative inline-flex h-8 items-center gap-1.5 rounded-md px-2 -ms-2 text-[12px]/[16px] text-text-faint focus-within:[outline:var(--focus-width)_solid_var(--focus)] hover:bg-fill-hover hover:text-text pointer-coarse:h-11">
      <Globe aria-hidden="true" className="size-3.5" strokeWidth={2} />
      <span className="sr-only">{t("language")}</span>
      <select
        value={locale}
        disabled={isPending}
        onChange={(event) => choose(event.target.value)}
        className="cursor-default appearance-none bg-transparent pe-1 [color:inherit] [outline:none] [&>option]:bg-surface-raised [&>option]:text-text"
      >
        {Object.entries(LOCALE_NAMES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
