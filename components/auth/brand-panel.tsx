import { useTranslations } from "next-intl";
import { CONTOUR_LINES } from "./contour-lines";

/** Whose site this is: the name, a sentence, and what the organisation has to say. On narrow windows only the name is left. */
export function BrandPanel({ organisationName, text }: { organisationName: string; text: string }) {
  const t = useTranslations("auth.brand");
  return (
    <section aria-label={organisationName || "Parley"} className="auth-brand relative flex flex-col justify-between gap-8 overflow-hidden max-lg:px-6 max-lg:py-5 lg:m-3 lg:me-0 lg:rounded-[16px] lg:px-10 lg:py-9">
      <svg className="art absolute inset-0 size-full opacity-75 max-lg:hidden" viewBox="0 0 880 876" preserveAspectRatio="xMidYMax slice" fill="none" strokeWidth="1.2" aria-hidden="true">
        {CONTOUR_LINES.map((line) => (
          <path key={line} d={line} />
        ))}
      </svg>
      <div className="relative flex min-w-0 items-center gap-3">
        <Mark />
        <span className="min-w-0 text-[18px]/[24px] font-semibold tracking-[-0.01em] break-words">{organisationName || "Parley"}</span>
      </div>
      <div className="relative max-lg:hidden">
        <p className="claim max-w-[20ch] text-[26px]/[34px] font-medium break-words">{organisationName ? t("claim", { organisation: organisationName }) : t("claimUnnamed")}</p>
        {text ? <p className="muted mt-3.5 max-w-[46ch] text-[13px]/[18px] break-words whitespace-pre-line">{text}</p> : null}
      </div>
    </section>
  );
}

/** The product's sign, in the organisation's colours. */
function Mark() {
  return (
    <span className="auth-mark inline-flex size-[34px] shrink-0 items-center justify-center rounded-[9px]" aria-hidden="true">
      <svg viewBox="0 0 30 30" className="size-6" fill="currentColor">
        <path d="M11.5 5.5a8 8 0 0 0-6.7 12.3L3.8 22l4.4-1a8 8 0 1 0 3.3-15.5Z" />
        <path d="M18.5 9.5a8 8 0 0 1 6.7 12.3l1 4.2-4.4-1a8 8 0 1 1-3.3-15.5Z" opacity="0.55" />
      </svg>
    </span>
  );
}
