"use client";
import { useTranslations } from "next-intl";
import { useClient, useStore } from "@/components/people/client-context";
import { PasswordSetting } from "./password-setting";
import { SessionsSetting } from "./sessions-setting";
import { SettingsPage, SettingsSection } from "./settings-page";

export function SecuritySettings() {
  const t = useTranslations("settings.security");
  const tProfile = useTranslations("settings");
  const me = useStore(useClient().session);
  return (
    <SettingsPage title={t("title")} lead={`${tProfile("profile.email")}: ${me.email}`}>
      <SettingsSection title={t("password")} {...(me.hasPassword ? { lead: t("passwordLead") } : {})}>
        {me.hasPassword ? <PasswordSetting /> : <p className="text-[14px]/[21px] text-text-muted">{t("noPassword")}</p>}
      </SettingsSection>
      <SettingsSection title={t("sessions")} lead={t("sessionsLead")}>
        <SessionsSetting />
      </SettingsSection>
    </SettingsPage>
  );
}
