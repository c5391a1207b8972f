"use client";
import { useTranslations } from "next-intl";
import { useClient, useStore } from "@/components/people/client-context";
import { Select } from "@/components/ui/select";
import { type AccessOrigin, AccessOrigin as Origins, type DefaultLevel, DefaultLevel as Levels } from "@/lib/protocol";
import { useSaving } from "../saving";

/** What people get whom I gave nothing, by where they come from. */
export function AccessDefaults() {
  const t = useTranslations("privacy.defaults");
  const { value } = useStore(useClient().access);
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        {Origins.options.map((origin) => (
          <DefaultSelect key={origin} origin={origin} level={value?.defaults.find((said) => said.origin === origin)?.level ?? null} />
        ))}
      </div>
      <p className="max-w-[68ch] text-[13px]/[18px] text-pretty text-text-muted">{t("notYet")}</p>
    </>
  );
}

function DefaultSelect({ origin, level }: { origin: AccessOrigin; level: string | null }) {
  const t = useTranslations("privacy.defaults");
  const levelWords = useTranslations("people.access");
  const { access } = useClient();
  const { save } = useSaving();
  const held = Levels.options.find((candidate) => candidate === level) ?? null;
  const set = (chosen: DefaultLevel): void => void save(`default-${origin}`, () => access.setDefault(origin, chosen), held ? () => access.setDefault(origin, held) : undefined);
  return <Select label={t(origin)} hint={t(`${origin}Hint`)} value={held} onChange={set} isDisabled={held === null} options={Levels.options.map((id) => ({ id, label: levelWords(id) }))} />;
}
