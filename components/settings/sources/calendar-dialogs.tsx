"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useClient } from "@/components/people/client-context";
import { RadioGroup } from "@/components/ui/radio-group";
import { CALENDAR_TEXT_MAX, calendarAddRoute, calendarUploadRoute } from "@/lib/protocol";
import { ConnectDialog } from "./connect-dialog";
import { FileDialog } from "./file-dialog";

/** By an iCalendar link, or as one's own calendar on a CalDAV server. */
export function CalendarConnectDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("calendars");
  const client = useClient();
  const [kind, setKind] = useState<"ics-address" | "caldav">("ics-address");
  const isLink = kind === "ics-address";
  return (
    <ConnectDialog
      title={t("connectTitle")}
      addressHint={isLink ? t("linkHint") : t("caldavHint")}
      addressPlaceholder={isLink ? "https://calendar.example.com/anna.ics" : "https://dav.example.com/anna/"}
      isSecret={!isLink}
      onConnect={(connection) => client.request(calendarAddRoute, { kind, ...connection })}
      onClose={onClose}
    >
      <RadioGroup
        look="segments"
        label={t("kind")}
        value={kind}
        onChange={setKind}
        options={[
          { id: "ics-address", label: t("kinds.ics-address") },
          { id: "caldav", label: t("kinds.caldav") },
        ]}
      />
    </ConnectDialog>
  );
}

export function CalendarFileDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("calendars");
  const client = useClient();
  return <FileDialog title={t("uploadTitle")} submitLabel={t("uploadSubmit")} accept=".ics,text/calendar" fileHint={t("uploadHint")} nameHint={t("uploadNameHint")} textMax={CALENDAR_TEXT_MAX} onUse={(name, { text }) => client.request(calendarUploadRoute, { name, text })} onClose={onClose} />;
}
