"use client";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useClient, useStore } from "@/components/people/client-context";
import { RadioGroup } from "@/components/ui/radio-group";
import { useSetting } from "./use-setting";

/** What the browser lets this page know: `unsupported` and `denied` are not in the person's hands here. */
type Sight = "asking" | "unsupported" | "public" | "granted" | "denied" | "prompt";

/** Whether the whole device's idleness counts, or this page's. Says which of them is in force in this browser [F10]. */
export function IdleSourceSetting() {
  const t = useTranslations("settings.status.source");
  const { value, set } = useSetting("idleSource");
  const [sight, setSight] = useSight();
  const { deviceIdle } = useClient().idle;
  const [isRefused, setRefused] = useState(false);

  const choose = async (source: "device" | "page"): Promise<void> => {
    setRefused(false);
    if (source === "device" && sight === "prompt" && deviceIdle) {
      // Only a click may ask. Refused: the choice stays as it was.
      const allowed = await deviceIdle.request();
      setSight(allowed ? "granted" : "denied");
      setRefused(!allowed);
      if (!allowed) return;
    }
    await set(source);
  };
  const note = (value === "device" || isRefused) && sight !== "asking" && sight !== "granted" ? t(`notHere.${sight}`) : undefined;

  return (
    <RadioGroup
      label={t("title")}
      labelHidden
      value={value}
      hint={note}
      options={[
        { id: "page", label: t("page"), description: t("pageHint") },
        { id: "device", label: t("device"), description: t("deviceHint") },
      ]}
      onChange={(source) => void choose(source)}
    />
  );
}

function useSight(): [Sight, (sight: Sight) => void] {
  const client = useClient();
  const { publicComputer } = useStore(client.session).session;
  const [sight, setSight] = useState<Sight>(publicComputer ? "public" : client.idle.deviceIdle ? "asking" : "unsupported");
  useEffect(() => {
    if (sight !== "asking") return;
    let over = false;
    client.idle.deviceIdle?.permission().then(
      (permission) => over || setSight(permission),
      () => over || setSight("unsupported"),
    );
    return () => {
      over = true;
    };
  }, [client, sight]);
  return [sight, setSight];
}
