"use client";
import { CircleAlert, RefreshCw, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { lazyPart } from "@/components/people/lazy-part";
import { useTimes } from "@/components/people/use-times";
import { IconButton } from "@/components/ui/icon-button";
import { type ErrorCode } from "@/lib/protocol";

const AlertDialog = lazyPart(() => import("@/components/ui/alert-dialog").then((module) => module.AlertDialog));

/** What calendars and address books have in common. */
export type Source = { name: string; host: string | null; readAt: string | null; error: ErrorCode | null };

type Props = {
  source: Source;
  icon: ReactNode;
  /** What it is: "CalDAV", "12 people". */
  kind: string;
  removeTitle: string;
  removeText: string;
  /** Left out for what has no server to be read from. */
  onRefresh?: () => Promise<unknown>;
  onRemove: () => Promise<unknown>;
};

/** One connected thing: what it is, when it was read, and what to do when it cannot be. */
export function SourceRow({ source, icon, kind, removeTitle, removeText, onRefresh, onRemove }: Props) {
  const t = useTranslations("sources");
  const tUi = useTranslations("ui");
  const times = useTimes();
  const [doing, setDoing] = useState<"refresh" | "remove" | null>(null);
  const [asks, setAsks] = useState(false);
  const run = (what: "refresh" | "remove", act: () => Promise<unknown>): void => {
    setDoing(what);
    void act().finally(() => setDoing(null));
  };
  const read = source.readAt === null ? t("neverRead") : t("readAt", { when: times.short(Date.parse(source.readAt)) });
  return (
    <li className="flex items-start gap-3 border-b border-border py-3">
      <span className="mt-0.5 inline-flex text-text-faint [&_svg]:size-4">{icon}</span>
      <div className="min-w-0 flex-1">
        <p className="text-[14px]/[20px] font-medium break-words">
          <bdi>{source.name}</bdi>
        </p>
        <p className="text-[12px]/[16px] break-words text-text-muted">{[kind, source.host, doing === "refresh" ? t("reading") : read].filter(Boolean).join(" · ")}</p>
        {source.error ? (
          <p className="mt-1 flex items-start gap-1.5 text-[12px]/[16px] text-danger-text">
            <CircleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" strokeWidth={2} />
            <span>
              {tUi(`errors.${source.error}`)} <span className="text-text-muted">{adviceOf(source.error, t)}</span>
            </span>
          </p>
        ) : null}
      </div>
      <span className="flex shrink-0">
        {onRefresh ? (
          <IconButton label={t("refresh", { name: source.name })} isDisabled={doing !== null} onPress={() => run("refresh", onRefresh)}>
            <RefreshCw aria-hidden="true" className="size-4" strokeWidth={1.75} />
          </IconButton>
        ) : null}
        <IconButton label={t("remove", { name: source.name })} isDisabled={doing !== null} onPress={() => setAsks(true)}>
          <Trash2 aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </IconButton>
      </span>
      {asks ? (
        <AlertDialog
          isOpen
          onOpenChange={setAsks}
          title={removeTitle}
          confirmLabel={tUi("remove")}
          cancelLabel={tUi("cancel")}
          onConfirm={() => {
            setAsks(false);
            run("remove", onRemove);
          }}
        >
          {removeText}
        </AlertDialog>
      ) : null}
    </li>
  );
}

/** What the reader can do about it. */
function adviceOf(code: ErrorCode, t: ReturnType<typeof useTranslations<"sources">>): string {
  switch (code) {
    case "remote_refused":
      return t("advice.refused");
    case "remote_invalid":
    case "calendar_invalid":
    case "vcard_invalid":
    case "address_refused":
    case "too_large":
      return t("advice.other");
    default:
      return t("advice.wait");
  }
}
