"use client";
import { RefreshCw, WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { type ConnectionState } from "@/lib/client";
import { useClient, useStore } from "@/components/people/client-context";

/** A restart that the server announced is worth a word only after this long, in ms. */
const QUIET_MS = 6_000;
/** A short drop is not worth a word at all, in ms. */
const PATIENCE_MS = 1_500;

/** What works without a connection, when the next try is, and a way to try now. Nothing while all is well. */
export function ConnectionBanner() {
  const t = useTranslations("shell.connection");
  const client = useClient();
  const state = useStore(client.connection);
  const nowMs = useClock(state.name === "offline");

  if (state.name === "offline") {
    if (nowMs - state.sinceMs < (state.quiet ? QUIET_MS : PATIENCE_MS)) return null;
    const seconds = state.nextRetryAtMs === null ? null : Math.max(0, Math.ceil((state.nextRetryAtMs - nowMs) / 1_000));
    return (
      <div className="banner" role="status">
        <WifiOff aria-hidden="true" size={16} strokeWidth={1.75} />
        <span className="min-w-0 flex-1">{t("offline")}</span>
        {/* The countdown is for the eye; a screen reader hears the offer once. */}
        <button type="button" className="banner-action" aria-label={t("retryNow")} disabled={seconds === null} onClick={() => client.connection.retryNow()}>
          <span aria-hidden="true">{seconds === null ? t("retrying") : seconds === 0 ? t("retryNow") : t("retryIn", { seconds: String(seconds) })}</span>
        </button>
      </div>
    );
  }
  if (state.name === "too-old") {
    return (
      <div className="banner" role="status">
        <RefreshCw aria-hidden="true" size={16} strokeWidth={1.75} />
        <span className="min-w-0 flex-1">{t("tooOld")}</span>
        <button type="button" className="banner-action" onClick={() => location.reload()}>
          {t("reload")}
        </button>
      </div>
    );
  }
  if (state.name === "ended") {
    return (
      <div className="banner" role="alert">
        <WifiOff aria-hidden="true" size={16} strokeWidth={1.75} />
        <span className="min-w-0 flex-1">{t(endedWords(state.reason))}</span>
        <a className="banner-action" href={`/sign-in?next=${encodeURIComponent(location.pathname)}`}>
          {t("signIn")}
        </a>
      </div>
    );
  }
  return <IdleWarning />;
}

function endedWords(reason: Extract<ConnectionState, { name: "ended" }>["reason"]): "ended" | "endedRevoked" | "endedIdle" | "endedDisabled" {
  switch (reason) {
    case "revoked":
      return "endedRevoked";
    case "idle":
      return "endedIdle";
    case "disabled":
      return "endedDisabled";
    case "signed-out":
    case "expired":
    case "unauthenticated":
      return "ended";
  }
}

/** On a public computer: who is still there says so, or is signed out. */
function IdleWarning() {
  const t = useTranslations("shell.idle");
  const client = useClient();
  const { signOutAtMs } = useStore(client.idle);
  const nowMs = useClock(signOutAtMs !== null);
  if (signOutAtMs === null) return null;
  return (
    <div className="banner" role="alert">
      <span className="min-w-0 flex-1">{t("warning", { seconds: String(Math.max(0, Math.ceil((signOutAtMs - nowMs) / 1_000))) })}</span>
      <button type="button" className="banner-action" onClick={() => client.idle.touch()}>
        {t("stay")}
      </button>
    </div>
  );
}

/** The time, in ms, twice a second while somebody counts. */
function useClock(isRunning: boolean): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return undefined;
    const tick = (): void => setNowMs(Date.now());
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [isRunning]);
  return nowMs;
}
