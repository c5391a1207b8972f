"use client";
import { TextArea as AriaTextArea } from "react-aria-components/TextArea";
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from "react-aria-components/TextField";
import { cx } from "./cx";
import { INPUT_CLASS } from "./field-class";
import { FieldFoot, FieldLabel, type FieldTexts } from "./field-parts";

export type TextAreaProps = Omit<AriaTextFieldProps, "className" | "style" | "children" | "isInvalid"> & FieldTexts & { placeholder?: string; rows?: number; className?: string };

export function TextArea({ label, labelHidden = false, hint, error, placeholder, rows = 4, className, ...rest }: TextAreaProps) {
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error)} className={cx("flex min-w-0 flex-col gap-1.5", className)}>
      <FieldLabel label={label} labelHidden={labelHidden} />
      <AriaTextArea rows={rows} {...(placeholder ? { placeholder } : {})} className={cx(INPUT_CLASS, "resize-y py-2 text-[14px]/[21px]")} />
      <FieldFoot hint={hint} error={error} />
    </AriaTextField>
  );
}
