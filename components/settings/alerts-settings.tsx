"use client";
import { BellOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useClient, useStore } from "@/components/people/client-context";
import { Banner } from "@/components/ui/banner";
import { Switch } from "@/components/ui/switch";
import { SettingsPage, SettingsSection } from "./settings-page";

/** How one hears of something when one does not look. */
export function AlertsSettings() {
  const t = useTranslations("alerts.settings");
  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      <SettingsSection title={t("browser")} lead={t("browserLead")}>
        <BrowserNotifications />
      </SettingsSection>
      <SettingsSection title={t("tagged")}>
        <p className="text-[14px]/[21px] text-pretty text-text-muted">{t("taggedText")}</p>
      </SettingsSection>
    </SettingsPage>
  );
}

function BrowserNotifications() {
  const t = useTranslations("alerts.settings");
  const errors = useTranslations("ui.errors");
  const { push } = useClient();
  const standing = useStore(push);
  useEffect(() => void push.refresh(), [push]);

  if (standing.status === "public" || standing.status === "absent" || standing.status === "denied") {
    return (
      <Banner tone="info" icon={<BellOff aria-hidden="true" strokeWidth={1.75} />}>
        {t(standing.status)}
      </Banner>
    );
  }
  const isOn = standing.status === "on";
  const isKnown = standing.status !== "loading";
  const problem = isKnown ? standing.problem : null;
  return (
    <>
      <Switch
        label={t("here")}
        description={t(isOn ? "hereOn" : "hereOff")}
        isSelected={isOn}
        isDisabled={!isKnown || standing.isChanging}
        onChange={(wanted) => void (wanted ? push.turnOn() : push.turnOff())}
      />
      {problem ? (
        <Banner tone="danger" urgent>
          {problem === "browser" ? t("browserProblem") : errors(problem)}
        </Banner>
      ) : null}
    </>
  );
}
