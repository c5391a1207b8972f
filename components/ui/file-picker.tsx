"use client";
import { Upload } from "lucide-react";
import { type ChangeEvent, useId, useRef } from "react";
import { Button } from "./button";
import { ERROR_CLASS, HINT_CLASS, LABEL_CLASS } from "./field-class";
import { type FieldTexts } from "./field-parts";

export type FilePickerProps = Pick<FieldTexts, "label" | "hint" | "error"> & {
  chooseLabel: string;
  /** As of the input element: endings and media types. */
  accept: string;
  /** Name of the chosen file. */
  fileName: string | null;
  onChoose: (file: File) => void;
};

/** One file of this device. */
export function FilePicker({ label, hint, error, chooseLabel, accept, fileName, onChoose }: FilePickerProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const choose = (event: ChangeEvent<HTMLInputElement>): void => {
    const file = event.target.files?.[0];
    // The same file may be chosen again.
    event.target.value = "";
    if (file) onChoose(file);
  };
  return (
    <div role="group" aria-labelledby={`${id}-label`} className="flex min-w-0 flex-col gap-1.5">
      <span id={`${id}-label`} className={LABEL_CLASS}>
        {label}
      </span>
      <input ref={input} type="file" accept={accept} hidden tabIndex={-1} aria-hidden="true" onChange={choose} />
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
        <Button onPress={() => input.current?.click()}>
          <Upload aria-hidden="true" className="size-4" strokeWidth={1.75} />
          {chooseLabel}
        </Button>
        <span role="status" className="min-w-0 text-[13px]/[18px] break-words text-text-muted">
          {fileName}
        </span>
      </span>
      {error ? (
        <span role="alert" className={ERROR_CLASS}>
          {error}
        </span>
      ) : hint ? (
        <span className={HINT_CLASS}>{hint}</span>
      ) : null}
    </div>
  );
}
