import { type Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { buttonClass } from "@/components/ui/button-class";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ui.absent"))("title") };
}

/** An address that names nothing of ours. */
export default async function NotFound() {
  const t = await getTranslations("ui.absent");
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-2 bg-surface px-6 py-10 text-center">
      <h1 className="text-[24px]/[30px] font-semibold tracking-[-0.02em]">{t("title")}</h1>
      <p className="max-w-[44ch] text-[14px]/[21px] text-balance text-text-muted">{t("text")}</p>
      <Link href="/" prefetch={false} className={buttonClass({ variant: "primary", size: "large", className: "mt-3 text-text-on-solid" })}>
        {t("action")}
      </Link>
    </main>
  );
}
