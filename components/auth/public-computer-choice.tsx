"use client";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { BOX_CLASS, BOX_PEER } from "@/components/ui/check-class";
import { cx } from "@/components/ui/cx";
import { PUBLIC_IDLE_MS } from "@/lib/protocol/limits";

/** *This is a public or shared computer*, with what follows from it [F107]. */
export function PublicComputerChoice({ isChosen, onChange }: { isChosen: boolean; onChange: (isChosen: boolean) => void }) {
  const t = useTranslations("auth.signIn");
  const explainedId = useId();
  return (
    <label className={cx("relative mb-5 -mx-3.5 flex cursor-default items-start gap-2.5 rounded-lg px-3.5 py-3", isChosen ? "bg-fill in-data-[theme=contrast]:shadow-[inset_0_0_0_1px_currentColor]" : "")}>
      <input type="checkbox" name="publicComputer" checked={isChosen} onChange={(event) => onChange(event.target.checked)} aria-describedby={explainedId} className="peer absolute size-4 cursor-default opacity-0" />
      <span aria-hidden="true" className={cx(BOX_CLASS, BOX_PEER, "mt-0.5")}>
        <Check className="size-3" strokeWidth={3} />
      </span>
      <span>
        <span className="block text-[13px]/[20px] font-medium">{t("public")}</span>
        <span id={explainedId} className="mt-0.5 block text-[12px]/[16px] text-pretty text-text-muted">
          {t("publicExplained", { minutes: PUBLIC_IDLE_MS / 60_000 })}
        </span>
      </span>
    </label>
  );
}
