import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button-class";
import { PUBLIC_IDLE_MS } from "@/lib/protocol/limits";
import { AuthHeading } from "./auth-frame";
import { HOME } from "./return-path";

export const SIGNED_OUT_REASONS = ["signed-out", "revoked", "expired", "idle", "disabled"] as const;
export type SignedOutReason = (typeof SIGNED_OUT_REASONS)[number];

export const signedOutReason = (said: string | undefined): SignedOutReason => SIGNED_OUT_REASONS.find((reason) => reason === said) ?? "signed-out";

/** Says why the session is over and what was cleared here. */
export function SignedOutCard({ reason, returnPath }: { reason: SignedOutReason; returnPath: string }) {
  const t = useTranslations("auth.signedOut");
  return (
    <>
      <AuthHeading title={t(`title.${reason}`)}>{t(`text.${reason}`, { minutes: PUBLIC_IDLE_MS / 60_000 })}</AuthHeading>
      <section aria-label={t("clearedTitle")} className="mb-5 rounded-lg bg-fill px-3.5 py-3 in-data-[theme=contrast]:shadow-[inset_0_0_0_1px_currentColor]">
        <h2 className="text-[13px]/[20px] font-medium">{t("clearedTitle")}</h2>
        <ul className="mt-1.5 grid gap-1.5 text-[12px]/[16px] text-text-muted">
          {(["session", "cache", "drafts"] as const).map((what) => (
            <li key={what} className="flex items-start gap-2">
              <Check aria-hidden="true" className="mt-px size-3.5 shrink-0 text-positive-text" strokeWidth={2} />
              {t(`cleared.${what}`)}
            </li>
          ))}
        </ul>
      </section>
      <a href={returnPath === HOME ? "/sign-in" : `/sign-in?next=${encodeURIComponent(returnPath)}`} className={buttonClass({ variant: "primary", size: "large", className: "w-full text-text-on-solid" })}>
        {t("again")}
      </a>
    </>
  );
}
