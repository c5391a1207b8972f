"use client";
import { type HTMLInputTypeAttribute, type ReactNode, type Ref } from "react";
import { Input } from "react-aria-components/Input";
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from "react-aria-components/TextField";
import { cx } from "./cx";
import { INPUT_CLASS, INPUT_HEIGHT } from "./field-class";
import { FieldFoot, FieldLabel, type FieldTexts } from "./field-parts";

export type TextFieldProps = Omit<AriaTextFieldProps, "className" | "style" | "children" | "isInvalid" | "type"> &
  FieldTexts & {
    placeholder?: string;
    type?: HTMLInputTypeAttribute;
    /** Stands at the end of the label's line: a link, a state. */
    aside?: ReactNode;
    inputRef?: Ref<HTMLInputElement>;
    className?: string;
    inputClassName?: string;
  };

export function TextField({ label, labelHidden, hint, error, aside, placeholder, type = "text", inputRef, className, inputClassName, ...rest }: TextFieldProps) {
  return (
    <AriaTextField {...rest} type={type} isInvalid={Boolean(error)} className={cx("flex min-w-0 flex-col gap-1.5", className)}>
      {aside ? (
        <span className="flex items-baseline justify-between gap-3">
          <FieldLabel label={label} />
          {aside}
        </span>
      ) : (
        <FieldLabel label={label} {...(labelHidden === undefined ? {} : { labelHidden })} />
      )}
      <Input {...(inputRef ? { ref: inputRef } : {})} {...(placeholder ? { placeholder } : {})} className={cx(INPUT_CLASS, INPUT_HEIGHT, inputClassName)} />
      <FieldFoot hint={hint} error={error} />
    </AriaTextField>
  );
}
