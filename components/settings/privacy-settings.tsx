"use client";
import { useTranslations } from "next-intl";
import { AccessDefaults } from "./privacy/access-defaults";
import { GivenLevels } from "./privacy/given-levels";
import { LevelPreview } from "./privacy/level-preview";
import { SettingsPage, SettingsSection } from "./settings-page";

/** Who sees what: myself as each level sees me, whom I gave one, and what the others get [F41-F46]. */
export function PrivacySettings() {
  const t = useTranslations("privacy");
  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      <LevelPreview />
      <SettingsSection title={t("given.title")} lead={t("given.lead")}>
        <GivenLevels />
      </SettingsSection>
      <SettingsSection title={t("defaults.title")} lead={t("defaults.lead")}>
        <AccessDefaults />
      </SettingsSection>
    </SettingsPage>
  );
}
