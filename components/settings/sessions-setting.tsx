"use client";
import { Laptop, MonitorSmartphone } from "lucide-react";
import { useTranslations } from "next-intl";
import { useClient } from "@/components/people/client-context";
import { useTimes } from "@/components/people/use-times";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Spinner } from "@/components/ui/spinner";
import { useLoad } from "@/components/ui/use-load";
import { codeOf } from "@/lib/client";
import { type SessionInfo, sessionRevokeRoute, sessionsRoute } from "@/lib/protocol";
import { useSaving } from "./saving";

/** Where I am signed in; the present one first, the others by last use. */
export function SessionsSetting() {
  const t = useTranslations("settings.security");
  const tUi = useTranslations("ui");
  const client = useClient();
  const { save } = useSaving();
  const list = useLoad("sessions", async () => (await client.request(sessionsRoute, {})).sessions);

  const end = async (sessions: readonly SessionInfo[]): Promise<void> => {
    await save("sessions", async () => {
      for (const session of sessions) await client.request(sessionRevokeRoute, { sessionId: session.id });
    });
    list.reload();
  };

  if (!list.value) {
    return list.error ? (
      <Banner tone="danger" action={<Button variant="text" onPress={list.reload}>{tUi("tryAgain")}</Button>}>
        {tUi("loadFailed", { reason: tUi(`errors.${codeOf(list.error)}`) })}
      </Banner>
    ) : (
      <p role="status" className="flex items-center gap-2 text-[13px]/[18px] text-text-muted">
        <Spinner /> {tUi("loading")}
      </p>
    );
  }

  const sorted = [...list.value].sort((one, other) => Number(other.current) - Number(one.current) || other.lastSeenAt.localeCompare(one.lastSeenAt));
  const others = sorted.filter((session) => !session.current);
  return (
    <div>
      <ul className="border-t border-border">
        {sorted.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => void end([session])} />
        ))}
      </ul>
      {others.length === 0 ? <p className="mt-3 text-[13px]/[18px] text-text-muted">{t("none")}</p> : null}
      {others.length > 1 ? (
        <Button className="mt-4" onPress={() => void end(others)}>
          {t("endOthers")}
        </Button>
      ) : null}
    </div>
  );
}

function SessionRow({ session, onEnd }: { session: SessionInfo; onEnd: () => void }) {
  const t = useTranslations("settings.security");
  const times = useTimes();
  const Icon = session.publicComputer ? MonitorSmartphone : Laptop;
  return (
    <li className="flex items-center gap-3 border-b border-border py-2.5">
      <Icon aria-hidden="true" className="size-4 shrink-0 text-text-faint" strokeWidth={1.75} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-[14px]/[20px] font-medium">
          {session.userAgent}
          {session.current ? (
            <Chip tone="accent" size="small">
              {t("thisBrowser")}
            </Chip>
          ) : null}
          {session.publicComputer ? <Chip size="small">{t("publicComputer")}</Chip> : null}
        </p>
        <p className="text-[12px]/[16px] text-text-muted">
          {session.address} · {t("lastSeen", { when: times.short(Date.parse(session.lastSeenAt)) })} · {t("since", { when: times.short(Date.parse(session.createdAt)) })}
        </p>
      </div>
      {session.current ? null : (
        <Button variant="text" aria-label={t("endNamed", { device: session.userAgent })} onPress={onEnd}>
          {t("end")}
        </Button>
      )}
    </li>
  );
}
