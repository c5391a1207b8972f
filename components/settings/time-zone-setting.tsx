"use client";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { useClient, useStore } from "@/components/people/client-context";
import { LaterComboBox } from "@/components/ui/later-combo-box";
import { useSaving } from "./saving";
import { timeZoneOptions } from "./time-zones";

export function TimeZoneSetting() {
  const t = useTranslations("settings.profile");
  const tErrors = useTranslations("ui.errors");
  const locale = useLocale();
  const { session } = useClient();
  const { profile, policy } = useStore(session);
  const { save, problemOf } = useSaving();
  const problem = problemOf("timeZone");
  const options = useMemo(() => timeZoneOptions(Intl.supportedValuesOf("timeZone"), profile.timeZone, locale, new Date()), [profile.timeZone, locale]);

  return (
    <LaterComboBox
      label={t("timeZone")}
      labelHidden
      options={options}
      value={profile.timeZone}
      placeholder={t("timeZoneNone")}
      emptyText={t("zoneNotFound")}
      isDisabled={!policy.editProfile}
      error={problem ? tErrors(problem) : null}
      onChange={(timeZone) => {
        const before = profile.timeZone;
        if (timeZone === before) return;
        void save(
          "timeZone",
          () => session.updateProfile({ timeZone }),
          () => session.updateProfile({ timeZone: before }),
        );
      }}
    />
  );
}
