"use client";
import { MessageCircle, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { type PresenceState, type UserId } from "@/lib/protocol";
import { type TagToast } from "@/lib/client";
import { Avatar } from "@/components/people/avatar";
import { useClient } from "@/components/people/client-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Toast } from "@/components/ui/toast";

/** The words for a state; idle people are as good as there. */
const WORDS = { available: "available", inactive: "available", busy: "busy", "busy-inactive": "busy", dnd: "dnd", brb: "away", away: "away", offline: "offline", unknown: "offline" } as const satisfies Record<PresenceState, string>;

/** Somebody whose status one wanted to hear of has changed it: one line, and the way to write to them. */
export function TagToastSheet({ toast, onMessage }: { toast: TagToast; onMessage: (userId: UserId) => void }) {
  const t = useTranslations("alerts.toast");
  const client = useClient();
  const [inUse, setInUse] = useState(false);
  const { id, person, view } = toast;
  useEffect(() => (inUse ? client.toasts.hold(id) : undefined), [client, id, inUse]);
  const dismiss = (): void => client.toasts.dismiss(id);
  const name = person.displayName;
  const bold = (words: ReactNode): ReactNode => <bdi className="font-semibold">{words}</bdi>;

  return (
    <div onPointerEnter={() => setInUse(true)} onPointerLeave={() => setInUse(false)} onFocus={() => setInUse(true)} onBlur={() => setInUse(false)}>
      <Toast label={name}>
        <div className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-2 sm:grid-cols-[auto_minmax(0,1fr)_auto_auto]">
          {/* As it was told: by the time it is read, the list may say more. */}
          <Avatar id={person.userId} name={name} photoUrl={person.photoUrl} state={view.state} size={40} />
          <div className="min-w-0">
            <div className="text-[14px]/[20px] break-words">{t.rich(WORDS[view.state], { name, b: bold })}</div>
            <div className="text-[12px]/[16px] text-text-muted">{t("asked")}</div>
          </div>
          <Button
            size="small"
            className="max-sm:col-start-2 max-sm:row-start-2 max-sm:justify-self-start"
            aria-label={t("messageTo", { name })}
            onPress={() => {
              dismiss();
              onMessage(person.userId);
            }}
          >
            <MessageCircle aria-hidden="true" size={14} strokeWidth={1.75} />
            {t("message")}
          </Button>
          <IconButton size="small" className="max-sm:col-start-3 max-sm:row-start-1" label={t("close")} onPress={dismiss}>
            <X aria-hidden="true" size={16} strokeWidth={1.75} />
          </IconButton>
        </div>
      </Toast>
    </div>
  );
}
