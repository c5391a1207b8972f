"use client";
import { CircleAlert } from "lucide-react";
import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from "react";
import { cx } from "@/components/ui/cx";
import { ERROR_CLASS, HINT_CLASS, INPUT_CLASS, INPUT_HEIGHT, LABEL_CLASS } from "@/components/ui/field-class";

export type AuthFieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, "id" | "className" | "aria-invalid" | "aria-describedby"> & {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  inputRef?: Ref<HTMLInputElement>;
  /** Stands in the field's end. */
  end?: ReactNode;
};

/** A labelled field of native parts only: the pages before the workspace load no component library. */
export function AuthField({ label, hint, error, inputRef, end, ...input }: AuthFieldProps) {
  const id = useId();
  const footId = `${id}-foot`;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className={LABEL_CLASS}>
        {label}
      </label>
      <span className="relative flex">
        <input {...input} {...(inputRef ? { ref: inputRef } : {})} id={id} aria-invalid={Boolean(error)} {...(error || hint ? { "aria-describedby": footId } : {})} className={cx(INPUT_CLASS, INPUT_HEIGHT, end ? "pe-10" : "")} />
        {end}
      </span>
      {error ? (
        <p id={footId} className={ERROR_CLASS}>
          <CircleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" strokeWidth={2} />
          {error}
        </p>
      ) : hint ? (
        <p id={footId} className={HINT_CLASS}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}
