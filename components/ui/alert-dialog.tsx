"use client";
import { type ReactNode } from "react";
import { Dialog as AriaDialog, Heading } from "react-aria-components/Modal";
import { Button } from "./button";
import { DialogFrame } from "./dialog";

export type AlertDialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** What follows, and what stays. */
  children: ReactNode;
  confirmLabel: string;
  cancelLabel: string;
  onConfirm: () => void;
  tone?: "danger" | "primary";
  isPending?: boolean;
};

/** Asks before something that cannot be taken back. The safe answer has the focus. */
export function AlertDialog({ isOpen, onOpenChange, title, children, confirmLabel, cancelLabel, onConfirm, tone = "danger", isPending = false }: AlertDialogProps) {
  return (
    <DialogFrame isOpen={isOpen} onOpenChange={onOpenChange} isDismissable={!isPending} width="max-w-105">
      <AriaDialog role="alertdialog" className="px-6 pt-5 pb-4 [outline:none]">
        <Heading slot="title" className="text-[16px]/[24px] font-semibold tracking-[-0.01em] text-text">
          {title}
        </Heading>
        <div className="mt-1.5 text-[14px]/[21px] text-text-muted">{children}</div>
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button autoFocus isDisabled={isPending} onPress={() => onOpenChange(false)}>
            {cancelLabel}
          </Button>
          <Button variant={tone} isPending={isPending} onPress={onConfirm}>
            {confirmLabel}
          </Button>
        </div>
      </AriaDialog>
    </DialogFrame>
  );
}
