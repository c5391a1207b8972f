"use client";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { useClient, useStore } from "@/components/people/client-context";
import { PROTOCOL_VERSION } from "@/lib/protocol";
import { SettingsPage } from "./settings-page";

export function AboutSettings() {
  const t = useTranslations("settings.about");
  const me = useStore(useClient().session);
  // Known in the browser only.
  const userAgent = useSyncExternalStore(
    () => () => undefined,
    () => navigator.userAgent,
    () => "",
  );
  const lines = [
    [t("organisation"), me.organisation.name],
    [t("domain"), me.organisation.sipDomain],
    [t("address"), me.sipUri],
    [t("session"), me.session.publicComputer ? t("sessionPublic") : t("sessionPrivate")],
    [t("version"), String(PROTOCOL_VERSION)],
    [t("licence"), "Apache License 2.0"],
    [t("browser"), userAgent],
  ] as const;
  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      <dl className="mt-7 border-t border-border">
        {lines.map(([term, words]) => (
          <div key={term} className="grid gap-x-10 border-b border-border py-2.5 text-[14px]/[21px] sm:grid-cols-[200px_minmax(0,1fr)]">
            <dt className="text-text-muted">{term}</dt>
            <dd className="min-w-0 break-words">{words}</dd>
          </div>
        ))}
      </dl>
    </SettingsPage>
  );
}
