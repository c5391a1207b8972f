"use client";
import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useClient, useStore } from "@/components/people/client-context";
import { RadioGroup } from "@/components/ui/radio-group";
import { Spinner } from "@/components/ui/spinner";
import { ACCESS_LEVELS, type AccessLevel, type AccessSettings } from "@/lib/protocol";
import { givenAt, originsAt } from "./levels";
import { PreviewCard } from "./preview-card";

/** My own card as each level sees it. What is shown here is what the server sends to them, and no more. */
export function LevelPreview() {
  const t = useTranslations("privacy");
  const levelWords = useTranslations("people.access");
  const client = useClient();
  const { value: previews, status } = useStore(client.preview);
  const { value: settings } = useStore(client.access);
  const countWords = useCountWords();
  const [level, setLevel] = useState<AccessLevel>("company");
  const preview = previews?.find((candidate) => candidate.level === level);
  const most = previews?.find((candidate) => candidate.level === "personal");
  return (
    <section aria-label={t("preview.title")} className="mt-6 grid gap-x-12 gap-y-5 lg:grid-cols-[minmax(0,1fr)_330px]">
      <RadioGroup
        label={t("preview.title")}
        labelHidden
        value={level}
        onChange={setLevel}
        options={ACCESS_LEVELS.map((id) => ({ id, label: levelWords(id), description: t(`levels.${id}`), ...(id === "blocked" ? { tone: "danger" as const } : {}), ...(settings ? { end: countWords(settings, id) } : {}) }))}
      />
      <section aria-label={t("preview.card")} className="self-start overflow-hidden rounded-[12px] bg-surface-raised shadow-[var(--e2)] [--plate:var(--surface-raised)] forced-colors:border forced-colors:border-solid">
        <p className="flex items-center gap-1.5 border-b border-border bg-fill px-4 py-2.25 text-[12px]/[16px] text-text-muted" role="status">
          <Eye aria-hidden="true" className="size-3.5 shrink-0" strokeWidth={2} />
          <span>{t.rich("preview.as", { level: levelWords(level), b: (words) => <b className="font-medium text-text">{words}</b> })}</span>
        </p>
        {preview && most ? (
          <PreviewCard preview={preview} most={most} />
        ) : (
          <p className="flex items-center gap-2 p-4 text-[13px]/[18px] text-text-muted">
            {status === "failed" ? (
              t("preview.failed")
            ) : (
              <>
                <Spinner /> {t("preview.loading")}
              </>
            )}
          </p>
        )}
      </section>
    </section>
  );
}

/** Who has a level: those I named, groups, and everybody of an origin. */
function useCountWords(): (settings: AccessSettings, level: AccessLevel) => string {
  const t = useTranslations("privacy");
  return (settings, level) => {
    const { people, groups } = givenAt(settings, level);
    const named = [people > 0 ? t("counts.people", { count: people }) : null, groups > 0 ? t("counts.groups", { count: groups }) : null];
    const words = [...named, ...originsAt(settings, level).map((origin) => t(`counts.${origin}`))].filter((word) => word !== null);
    return words.length === 0 ? t("counts.nobody") : words.join(", ");
  };
}
