"use client";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Banner } from "./banner";
import { Button } from "./button";
import { Dialog, type DialogProps } from "./dialog";

export type FormDialogProps = Pick<DialogProps, "title" | "closeLabel"> & {
  cancelLabel: string;
  submitLabel: string;
  size?: NonNullable<DialogProps["size"]>;
  /** False: there is nothing to submit yet. */
  isReady?: boolean;
  /** What is wrong with the whole; what is wrong with a field stands at the field. */
  problem?: string | null;
  /** The layout of the fields; one below the other if left out. */
  className?: string;
  /** Does what is asked, and closes by `onClose` what it has ended. Not called again until it settles. */
  onSubmit: () => Promise<unknown>;
  /** It was refused: the dialog stays, to be mended. */
  onRefused: (error: unknown) => void;
  onClose: () => void;
  children: ReactNode;
};

/** Fields, a way back and one button that Enter presses too. */
export function FormDialog({ title, closeLabel, cancelLabel, submitLabel, size = "small", isReady = true, problem, className = "grid gap-4", onSubmit, onRefused, onClose, children }: FormDialogProps) {
  const formId = useId();
  const [isPending, setPending] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isReady || isPending) return;
    setPending(true);
    onSubmit()
      .catch(onRefused)
      .finally(() => setPending(false));
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={title}
      closeLabel={closeLabel}
      size={size}
      footer={
        <>
          <Button onPress={onClose}>{cancelLabel}</Button>
          <Button variant="primary" type="submit" form={formId} isDisabled={!isReady} isPending={isPending}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className={className}>
        {children}
        {problem ? (
          <Banner tone="danger" urgent className="col-span-full">
            {problem}
          </Banner>
        ) : null}
      </form>
    </Dialog>
  );
}
