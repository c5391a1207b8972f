"use client";
import { CalendarDays, FileUp, Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useClient, useStore } from "@/components/people/client-context";
import { lazyPart } from "@/components/people/lazy-part";
import { Button } from "@/components/ui/button";
import { calendarRefreshRoute, calendarRemoveRoute } from "@/lib/protocol";
import { useSaving } from "./saving";
import { SettingsPage, SettingsSection } from "./settings-page";
import { SourceList } from "./sources/source-list";
import { SourceRow } from "./sources/source-row";

const CalendarConnectDialog = lazyPart(() => import("./sources/calendar-dialogs").then((module) => module.CalendarConnectDialog));
const CalendarFileDialog = lazyPart(() => import("./sources/calendar-dialogs").then((module) => module.CalendarFileDialog));

const ICON = { "aria-hidden": true, className: "size-4", strokeWidth: 1.75 } as const;

/** The calendars that say when I am in a meeting or out of office [F6, F11, F48]. */
export function CalendarsSettings() {
  const t = useTranslations("calendars");
  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      <SettingsSection title={t("list")} lead={t("listLead")}>
        <Calendars />
      </SettingsSection>
      <SettingsSection title={t("effect.title")}>
        <ul className="grid max-w-[68ch] list-disc gap-1.5 ps-4 text-[14px]/[21px] text-pretty text-text-muted">
          <li>{t("effect.busy")}</li>
          <li>{t("effect.free")}</li>
          <li>{t("effect.out")}</li>
          <li>{t("effect.seen")}</li>
        </ul>
      </SettingsSection>
    </SettingsPage>
  );
}

function Calendars() {
  const t = useTranslations("calendars");
  const client = useClient();
  const snapshot = useStore(client.calendars);
  const { save } = useSaving();
  const [open, setOpen] = useState<"connect" | "file" | null>(null);
  const close = (): void => {
    setOpen(null);
    client.calendars.refresh();
  };
  const change = (run: () => Promise<unknown>): Promise<unknown> => save("calendars", run).then(() => client.calendars.refresh());
  return (
    <>
      <SourceList label={t("list")} snapshot={snapshot} empty={t("empty")}>
        {(calendar) => (
          <SourceRow
            key={calendar.id}
            source={calendar}
            icon={<CalendarDays aria-hidden="true" strokeWidth={1.75} />}
            kind={t(`kinds.${calendar.kind}`)}
            removeTitle={t("removeTitle", { name: calendar.name })}
            removeText={t("removeText")}
            {...(calendar.kind === "ics-file" ? {} : { onRefresh: () => change(() => client.request(calendarRefreshRoute, { calendarId: calendar.id })) })}
            onRemove={() => change(() => client.request(calendarRemoveRoute, { calendarId: calendar.id }))}
          />
        )}
      </SourceList>
      <div className="flex flex-wrap gap-2">
        <Button onPress={() => setOpen("connect")}>
          <Link2 {...ICON} />
          {t("connect")}
        </Button>
        <Button onPress={() => setOpen("file")}>
          <FileUp {...ICON} />
          {t("upload")}
        </Button>
      </div>
      {open === "connect" ? <CalendarConnectDialog onClose={close} /> : open === "file" ? <CalendarFileDialog onClose={close} /> : null}
    </>
  );
}
