"use client";
import { type ReactNode, useId } from "react";
import { Radio, RadioGroup as AriaRadioGroup, type RadioGroupProps as AriaRadioGroupProps } from "react-aria-components/RadioGroup";
import { cx } from "./cx";
import { FieldFoot, FieldLabel, type FieldTexts } from "./field-parts";
import { FOCUS_RING } from "./focus";

export type RadioOption<V extends string> = { id: V; label: string; description?: string; icon?: ReactNode; /** A short text at the end of a row. */ end?: string; /** `danger`: of a choice that shuts somebody out. */ tone?: "danger" };

export type RadioGroupProps<V extends string> = Omit<AriaRadioGroupProps, "className" | "style" | "children" | "value" | "defaultValue" | "onChange" | "isInvalid"> &
  FieldTexts & {
    options: readonly RadioOption<V>[];
    value: V | null;
    onChange: (value: V) => void;
    /** `rows`: one line each, with its explanation. `segments`: two to four short words side by side. */
    look?: "rows" | "segments";
    className?: string;
  };

/** One of a few values, all in sight. */
export function RadioGroup<V extends string>({ label, labelHidden = false, hint, error, options, value, onChange, look = "rows", className, ...rest }: RadioGroupProps<V>) {
  const choose = (id: string): void => {
    const chosen = options.find((option) => option.id === id);
    if (chosen) onChange(chosen.id);
  };
  return (
    <AriaRadioGroup {...rest} isInvalid={Boolean(error)} value={value} onChange={choose} className={cx("flex min-w-0 flex-col gap-1.5", className)}>
      <FieldLabel label={label} labelHidden={labelHidden} />
      {look === "segments" ? (
        <div className="inline-flex max-w-full flex-wrap self-start rounded-[8px] bg-fill p-0.5 in-data-[theme=contrast]:shadow-[inset_0_0_0_1px_currentColor]">
          {options.map((option) => (
            <Segment key={option.id} option={option} />
          ))}
        </div>
      ) : (
        <div className="-mx-3 grid">
          {options.map((option) => (
            <Row key={option.id} option={option} />
          ))}
        </div>
      )}
      <FieldFoot hint={hint} error={error} />
    </AriaRadioGroup>
  );
}

function Segment({ option }: { option: RadioOption<string> }) {
  return (
    <Radio
      value={option.id}
      className={cx(
        "inline-flex h-7 cursor-default items-center gap-1.5 rounded-md px-[11px] text-[13px]/[18px] font-medium text-text-muted data-selected:bg-surface-raised data-selected:text-text data-selected:shadow-[var(--e1)] data-disabled:opacity-50 pointer-coarse:h-11 [&_svg]:size-4 forced-colors:data-selected:[outline:2px_solid_Highlight]",
        FOCUS_RING,
      )}
    >
      {option.icon}
      {option.label}
    </Radio>
  );
}

function Row({ option }: { option: RadioOption<string> }) {
  const descriptionId = useId();
  const described = [option.description ? descriptionId : null, option.end ? `${descriptionId}-end` : null].filter((id) => id !== null).join(" ");
  return (
    <Radio
      value={option.id}
      {...(described === "" ? {} : { "aria-describedby": described })}
      className="group flex cursor-default items-start gap-2.5 rounded-[8px] px-3 py-2 data-selected:bg-accent-soft data-disabled:opacity-50 pointer-coarse:min-h-11"
    >
      <span
        aria-hidden="true"
        className="mt-0.5 size-4 shrink-0 rounded-full bg-surface shadow-[inset_0_0_0_1.5px_var(--border-control)] outline-offset-2 group-data-selected:shadow-[inset_0_0_0_5px_var(--accent)] group-data-focus-visible:[outline:var(--focus-width)_solid_var(--focus)] forced-colors:border forced-colors:border-solid forced-colors:group-data-selected:bg-[Highlight]"
      />
      <span className="min-w-0">
        <span className={cx("block text-[14px]/[20px] font-medium", option.tone === "danger" ? "text-danger-text" : "text-text")}>{option.label}</span>
        {option.description ? (
          <span id={descriptionId} className="block text-[12px]/[16px] text-text-muted">
            {option.description}
          </span>
        ) : null}
      </span>
      {option.end ? (
        <span id={`${descriptionId}-end`} className="ms-auto max-w-[45%] ps-3 text-end pt-0.5 text-[12px]/[16px] text-text-faint">
          {option.end}
        </span>
      ) : null}
    </Radio>
  );
}
