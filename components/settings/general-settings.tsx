"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { Theme } from "@/lib/protocol";
import { LOCALE_NAMES } from "@/lib/shared/locale-choice";
import { SettingsPage, SettingsSection } from "./settings-page";
import { SwitchSetting } from "./switch-setting";
import { useSetting } from "./use-setting";

export function GeneralSettings() {
  const t = useTranslations("settings.general");
  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      <SettingsSection title={t("theme")}>
        <ThemeSetting />
      </SettingsSection>
      <SettingsSection title={t("language")}>
        <LanguageSetting />
      </SettingsSection>
      <SettingsSection title={t("density")} lead={t("densityHint")}>
        <DensitySetting />
      </SettingsSection>
      <SettingsSection title={t("writing")}>
        <SwitchSetting name="enterSends" label={t("enterSends")} description={t("enterSendsHint")} />
      </SettingsSection>
      <SettingsSection title={t("alerts")}>
        <SwitchSetting name="sounds" label={t("sounds")} description={t("soundsHint")} />
      </SettingsSection>
    </SettingsPage>
  );
}

function ThemeSetting() {
  const t = useTranslations("settings.general");
  const { value, set } = useSetting("theme");
  const options = Theme.options.map((id) => ({ id, label: t(`themes.${id}`) }));
  return <RadioGroup look="segments" label={t("theme")} labelHidden options={options} value={value} onChange={(theme) => void set(theme)} />;
}

function LanguageSetting() {
  const t = useTranslations("settings.general");
  const router = useRouter();
  const { value, set } = useSetting("language");
  const options = [{ id: "browser" as const, label: t("languageBrowser") }, ...(["en", "de"] as const).map((id) => ({ id, label: LOCALE_NAMES[id] }))];
  const choose = async (id: "browser" | "en" | "de"): Promise<void> => {
    // The texts come with the page.
    if (await set(id === "browser" ? null : id)) router.refresh();
  };
  return <Select className="max-w-70" label={t("language")} labelHidden options={options} value={value ?? "browser"} onChange={(id) => void choose(id)} />;
}

function DensitySetting() {
  const t = useTranslations("settings.general");
  const { value, set } = useSetting("density");
  const options = (["comfortable", "compact"] as const).map((id) => ({ id, label: t(`densities.${id}`) }));
  return <RadioGroup look="segments" label={t("density")} labelHidden options={options} value={value} onChange={(density) => void set(density)} />;
}
