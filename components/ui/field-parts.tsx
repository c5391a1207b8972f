import { CircleAlert } from "lucide-react";
import { type ReactNode } from "react";
import { FieldError as AriaFieldError } from "react-aria-components/FieldError";
import { Label as AriaLabel } from "react-aria-components/Label";
import { Text as AriaText } from "react-aria-components/Text";
import { ERROR_CLASS, HINT_CLASS, LABEL_CLASS } from "./field-class";

/** What every labelled field has beside its control. */
export type FieldTexts = {
  label: string;
  /** Keeps the label for screen readers only, where the place says what the field is. */
  labelHidden?: boolean;
  hint?: ReactNode;
  /** What is wrong with the value; its presence marks the field as wrong. */
  error?: string | null | undefined;
};

export function FieldLabel({ label, labelHidden = false }: Pick<FieldTexts, "label" | "labelHidden">) {
  return <AriaLabel className={labelHidden ? "sr-only" : LABEL_CLASS}>{label}</AriaLabel>;
}

export function FieldFoot({ hint, error }: Pick<FieldTexts, "hint" | "error">) {
  return (
    <>
      {hint && !error ? (
        <AriaText slot="description" className={HINT_CLASS}>
          {hint}
        </AriaText>
      ) : null}
      <AriaFieldError className={ERROR_CLASS}>
        <CircleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" strokeWidth={2} />
        {error}
      </AriaFieldError>
    </>
  );
}
