"use client";
import { useLocale, useTranslations } from "next-intl";
import { useId, useMemo } from "react";
import { cx } from "@/components/ui/cx";
import { INPUT_CLASS, INPUT_HEIGHT, LABEL_CLASS } from "@/components/ui/field-class";
import { FOCUS_RING } from "@/components/ui/focus";
import { Switch } from "@/components/ui/switch";
import type { WorkingHours } from "@/lib/protocol";
import { useSetting } from "./use-setting";

const USUAL: WorkingHours = { days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" };
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** The hours of the week in which others may expect me; shown on my card. */
export function WorkingHoursSetting() {
  const t = useTranslations("settings.status.workingHours");
  const { value, set } = useSetting("workingHours");
  const days = useDays();
  const toggle = (day: number): void => {
    if (!value) return;
    const next = value.days.includes(day) ? value.days.filter((one) => one !== day) : [...value.days, day].sort((a, b) => a - b);
    void set({ ...value, days: next });
  };
  return (
    <>
      <Switch label={t("say")} description={t("sayHint")} isSelected={value !== null} onChange={(isOn) => void set(isOn ? USUAL : null)} />
      {value ? (
        <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
          <div role="group" aria-label={t("days")} className="flex flex-wrap gap-1">
            {days.map(({ day, short, long }) => (
              <button
                key={day}
                type="button"
                aria-pressed={value.days.includes(day)}
                aria-label={long}
                onClick={() => toggle(day)}
                className={`h-8 min-w-10 cursor-default rounded-[7px] px-2 text-[13px]/[18px] font-medium shadow-[inset_0_0_0_1px_var(--border-control)] aria-pressed:bg-accent-soft aria-pressed:text-accent-text aria-pressed:shadow-[inset_0_0_0_1px_var(--accent)] hover:[background-image:linear-gradient(var(--fill-hover),var(--fill-hover))] pointer-coarse:h-11 pointer-coarse:min-w-11 ${FOCUS_RING}`}
              >
                {short}
              </button>
            ))}
          </div>
          <div className="flex items-end gap-2">
            <TimeField label={t("from")} value={value.from} onChange={(from) => void set({ ...value, from })} />
            <TimeField label={t("to")} value={value.to} onChange={(to) => void set({ ...value, to })} />
          </div>
        </div>
      ) : null}
    </>
  );
}

function TimeField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className={cx(LABEL_CLASS, "mb-1.5 block")}>
        {label}
      </label>
      <input
        id={id}
        type="time"
        required
        value={value}
        onChange={({ target }) => {
          // Empty while only one half is typed.
          if (target.value !== "") onChange(target.value.slice(0, 5));
        }}
        className={cx(INPUT_CLASS, INPUT_HEIGHT, "tabular")}
      />
    </div>
  );
}

/** Monday to Sunday in the reader's words. */
function useDays(): readonly { day: number; short: string; long: string }[] {
  const locale = useLocale();
  return useMemo(() => {
    const name = (style: "short" | "long") => new Intl.DateTimeFormat(locale, { weekday: style, timeZone: "UTC" });
    const [short, long] = [name("short"), name("long")];
    return Array.from({ length: 7 }, (_, index) => ({ day: index + 1, short: short.format(MONDAY + index * DAY_MS), long: long.format(MONDAY + index * DAY_MS) }));
  }, [locale]);
}
