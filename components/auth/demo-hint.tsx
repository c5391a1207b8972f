"use client";
import { useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button-class";

const DEMO_PASSWORD = "parley";
const DEMO_CAST = ["anna", "bob", "carol", "dave", "erin", "admin"];

/** On a demo installation the accounts are no secret: one press signs in as one of them. */
export function DemoHint({ onChoose }: { onChoose: (email: string, password: string) => void }) {
  const t = useTranslations("auth.demo");
  return (
    <section aria-label={t("title")} className="mt-5 rounded-lg bg-accent-soft px-3.5 py-3 in-data-[theme=contrast]:shadow-[inset_0_0_0_1px_currentColor]">
      <p className="text-[12px]/[16px] text-text-muted">
        <strong className="font-medium text-text">{t("title")}.</strong> {t("text", { password: DEMO_PASSWORD })}
      </p>
      <div className="mt-2.5 flex flex-wrap gap-1.5">
        {DEMO_CAST.map((name) => (
          <button key={name} type="button" aria-label={t("fill", { email: `${name}@example.com` })} onClick={() => onChoose(`${name}@example.com`, DEMO_PASSWORD)} className={buttonClass({ size: "small", className: "capitalize" })}>
            {name}
          </button>
        ))}
      </div>
    </section>
  );
}
