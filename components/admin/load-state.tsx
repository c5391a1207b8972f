"use client";
import { useTranslations } from "next-intl";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { codeOf } from "@/lib/client";

/** What stands where a value will be: that it is on its way, or why it did not come. */
export function LoadState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations("ui");
  if (!error) {
    return (
      <p role="status" className="flex items-center gap-2 p-6 text-[13px]/[18px] text-text-muted">
        <Spinner /> {t("loading")}
      </p>
    );
  }
  return (
    <div className="p-6">
      <Banner
        tone="danger"
        urgent
        action={
          <Button variant="text" onPress={onRetry}>
            {t("tryAgain")}
          </Button>
        }
      >
        {t("loadFailed", { reason: t(`errors.${codeOf(error)}`) })}
      </Banner>
    </div>
  );
}
