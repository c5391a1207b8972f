"use client";
import { ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { useClient, useStore } from "@/components/people/client-context";
import { lazyPart } from "@/components/people/lazy-part";
import { PresenceGlyph } from "@/components/people/presence-glyph";
import { FOCUS_RING } from "@/components/ui/focus";
import { awayChoices, type IdleLimits, inactiveChoices, withInactive } from "./idle-limits";
import { useSaving } from "./saving";
import { IdleSourceSetting } from "./idle-source-setting";
import { SettingsPage, SettingsSection } from "./settings-page";
import { SwitchSetting } from "./switch-setting";
import { WorkingHoursSetting } from "./working-hours-setting";

const DurationMenu = lazyPart(() => import("./duration-menu").then((module) => module.DurationMenu));

/** Idle times as one sentence with choices in it [F10, F13]. */
export function StatusSettings() {
  const t = useTranslations("settings.status");
  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      <IdleSentence />
      <SettingsSection title={t("source.title")} lead={t("source.lead")}>
        <IdleSourceSetting />
      </SettingsSection>
      <SettingsSection title={t("presenting.title")} lead={t("presenting.lead")}>
        <SwitchSetting name="presentInFullScreen" label={t("presenting.label")} description={t("presenting.hint")} />
      </SettingsSection>
      <SettingsSection title={t("workingHours.title")} lead={t("workingHours.lead")}>
        <WorkingHoursSetting />
      </SettingsSection>
      <SettingsSection title={t("noteTitle")}>
        <p className="max-w-[68ch] text-[14px]/[21px] text-pretty text-text-muted">{t("note")}</p>
      </SettingsSection>
    </SettingsPage>
  );
}

function IdleSentence() {
  const t = useTranslations("settings.status");
  const { session } = useClient();
  const { inactiveAfterMin, awayAfterMin } = useStore(session).settings;
  const { save } = useSaving();
  const durationText = useDurationText();
  const limits: IdleLimits = { inactiveAfterMin, awayAfterMin };

  const store = (next: IdleLimits): void =>
    void save(
      "idle",
      () => session.updateSettings(next),
      () => session.updateSettings(limits),
    );

  const stops = [
    { at: t("timeline.now"), what: t("timeline.available"), more: t("timeline.availableText"), state: "available" as const },
    { at: t("timeline.after", { time: durationText(inactiveAfterMin) }), what: t("timeline.inactive"), more: t("timeline.inactiveText"), state: "inactive" as const },
    { at: t("timeline.after", { time: durationText(awayAfterMin) }), what: t("timeline.away"), more: t("timeline.awayText"), state: "away" as const },
  ];

  return (
    <>
      <p className="my-5.5 max-w-[800px] text-[20px]/[38px] tracking-[-0.012em] text-text-muted">
        {t.rich("sentence", {
          inactive: () => <DurationPick label={t("inactiveAfter")} minutes={inactiveAfterMin} choices={inactiveChoices(inactiveAfterMin)} onChoose={(minutes) => store(withInactive(limits, minutes))} />,
          away: () => <DurationPick label={t("awayAfter")} minutes={awayAfterMin} choices={awayChoices(limits)} onChoose={(minutes) => store({ ...limits, awayAfterMin: minutes })} />,
          half: (words) => <Named state="inactive">{words}</Named>,
          off: (words) => <Named state="away">{words}</Named>,
        })}
      </p>
      <ol className="relative mt-1 grid gap-4 sm:grid-cols-[30fr_40fr_30fr] sm:gap-0 sm:pt-6.5 sm:before:absolute sm:before:inset-x-0 sm:before:top-3 sm:before:h-0.5 sm:before:rounded-full sm:before:bg-border">
        {stops.map((stop) => (
          <li key={stop.state} className="relative pe-3 max-sm:flex max-sm:gap-3">
            <span className="inline-flex bg-surface [&_svg]:size-3.5 sm:absolute sm:start-0 sm:-top-5 sm:pe-1.5 max-sm:pt-0.5">
              <PresenceGlyph state={stop.state} />
            </span>
            <div>
              <div className="tabular text-[12px]/[16px] font-medium text-text-faint">{stop.at}</div>
              <div className="mt-0.5 text-[13px]/[19px] font-medium">{stop.what}</div>
              <div className="text-[12px]/[16px] text-text-muted">{stop.more}</div>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

function Named({ state, children }: { state: "inactive" | "away"; children: ReactNode }) {
  return (
    <span className="font-medium whitespace-nowrap text-text">
      <span className="me-1.5 inline-flex align-[-1px] [&_svg]:size-3.5">
        <PresenceGlyph state={state} />
      </span>
      {children}
    </span>
  );
}

function DurationPick({ label, minutes, choices, onChoose }: { label: string; minutes: number; choices: readonly number[]; onChoose: (minutes: number) => void }) {
  const durationText = useDurationText();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={`${label}: ${durationText(minutes)}`}
        onClick={() => setOpen(true)}
        className={`mx-px inline-flex h-7.5 cursor-default items-center gap-[5px] rounded-[7px] bg-accent-soft ps-[9px] pe-[7px] align-[1px] text-[18px]/[24px] font-medium tracking-[-0.012em] whitespace-nowrap text-accent-text hover:[background-image:linear-gradient(var(--fill-hover),var(--fill-hover))] pointer-coarse:h-11 in-data-[theme=contrast]:shadow-[inset_0_0_0_1px_currentColor] ${FOCUS_RING}`}
      >
        {durationText(minutes)}
        <ChevronsUpDown aria-hidden="true" className="size-3.5 opacity-75" strokeWidth={2} />
      </button>
      {isOpen ? <DurationMenu anchor={button} label={label} minutes={minutes} choices={choices} textOf={durationText} onChoose={onChoose} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function useDurationText(): (minutes: number) => string {
  const t = useTranslations("settings.status");
  return (minutes) => (minutes >= 60 && minutes % 60 === 0 ? t("hours", { hours: minutes / 60 }) : t("minutes", { minutes }));
}
