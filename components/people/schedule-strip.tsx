"use client";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { type Schedule, type ScheduleBlock, type UserId } from "@/lib/protocol";
import { useClient, useStore } from "./client-context";
import { clockOf, regionalOf } from "./regional";
import { dayWindowOf, type DayWindow, scheduleLineOf, shareOf, ticksOf } from "./schedule-line";
import { useMinute } from "./use-minute";

/** How many of today's appointments are named, where they may be seen. */
const NAMED_MAX = 3;

/** A person's day, as far as they let me see: a strip of busy hours, and when they can be reached [F48]. Else nothing. */
export function ScheduleStrip({ userId, heading }: { userId: UserId; heading?: boolean }) {
  const t = useTranslations("people.schedule");
  const client = useClient();
  const nowMs = useMinute();
  const { value } = useStore(useMemo(() => client.schedules.of(userId), [client, userId]));
  const words = useScheduleWords();
  const line = words(value);
  const formats = useFormats();
  if (!value || line === null) return null;
  const window = dayWindowOf(nowMs);
  const today = value.blocks.filter((block) => shareOf(block, dayOf(nowMs)) !== null);
  const said = today.map((block) => t("block", { from: formats.time(Date.parse(block.from)), to: formats.time(Date.parse(block.to)), what: block.subject ?? t(block.kind) })).join(", ");
  const named = today.filter((block) => block.subject !== undefined && Date.parse(block.to) > nowMs).slice(0, NAMED_MAX);
  return (
    <div className={heading ? "schedule pane-block" : "schedule"}>
      {heading ? <h3>{t("today")}</h3> : null}
      <div role="img" aria-label={t("label", { list: said === "" ? t("nothing") : said })}>
        <div className="strip">
          {today.map((block) => (
            <Stretch key={`${block.from}/${block.to}/${block.kind}`} block={block} window={window} />
          ))}
          <span className="strip-now" style={{ insetInlineStart: `${((nowMs - window.fromMs) / (window.toMs - window.fromMs)) * 100}%` }} />
        </div>
        <div className="strip-hours">
          {ticksOf(window).map((tickMs) => (
            <span key={tickMs}>{formats.hour(tickMs)}</span>
          ))}
        </div>
      </div>
      <p className="schedule-line">{line}</p>
      {named.map((block) => (
        <p key={`${block.from}/${block.subject}`} className="schedule-block">
          <span className="tabular">{formats.time(Date.parse(block.from))}</span>
          <bdi className="min-w-0 wrap-anywhere">{[block.subject, block.place].filter(Boolean).join(", ")}</bdi>
        </p>
      ))}
    </div>
  );
}

function Stretch({ block, window }: { block: ScheduleBlock; window: DayWindow }) {
  const share = shareOf(block, window);
  return share ? <span className="strip-block" data-kind={block.kind} style={{ insetInlineStart: `${share.from * 100}%`, width: `${(share.to - share.from) * 100}%` }} /> : null;
}

/** "Free until 15:00"; null where nothing is known. */
function useScheduleWords(): (schedule: Schedule | null) => string | null {
  const t = useTranslations("people.schedule");
  const nowMs = useMinute();
  const { moment } = useFormats();
  return (schedule) => {
    const line = schedule && scheduleLineOf(schedule, nowMs, dayOf(nowMs).toMs);
    if (!line) return null;
    switch (line.kind) {
      case "free":
        return t("free");
      case "freeUntil":
        return t("freeUntil", { time: moment(line.atMs, nowMs) });
      case "busyThenFree":
        return t("busyThenFree", { time: moment(line.atMs, nowMs) });
      case "busyThenFreeUntil":
        return t("busyThenFreeUntil", { time: moment(line.atMs, nowMs), next: moment(line.nextMs, nowMs) });
      case "busyUntil":
        return t("busyUntil", { time: moment(line.atMs, nowMs) });
      case "outUntil":
        return t("outUntil", { time: moment(line.atMs, nowMs) });
    }
  };
}

function dayOf(nowMs: number): DayWindow {
  const day = new Date(nowMs);
  return { fromMs: day.setHours(0, 0, 0, 0), toMs: day.setHours(24, 0, 0, 0) };
}

const WEEK_MS = 6 * 86_400_000;

function useFormats() {
  const locale = useLocale();
  return useMemo(() => {
    const clock = clockOf(locale);
    const { hourCycle } = clock.resolvedOptions();
    const of = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(regionalOf(locale), options);
    const [weekday, date] = [of({ weekday: "long" }), of({ day: "numeric", month: "long" })];
    const hour = hourCycle === "h11" || hourCycle === "h12" ? of({ hour: "numeric", hourCycle }) : of({ hour: "numeric", hourCycle: "h23" });
    return {
      time: (atMs: number) => clock.format(atMs),
      hour: (atMs: number) => (hourCycle === "h23" || hourCycle === "h24" ? String(new Date(atMs).getHours()) : hour.format(atMs)),
      /** The time; on another day the day, with the time unless it is the day's begin. */
      moment(atMs: number, nowMs: number): string {
        if (atMs < dayOf(nowMs).toMs) return clock.format(atMs);
        const day = (atMs - nowMs < WEEK_MS ? weekday : date).format(atMs);
        const at = new Date(atMs);
        return at.getHours() === 0 && at.getMinutes() === 0 ? day : `${day} ${clock.format(atMs)}`;
      },
    };
  }, [locale]);
}
