"use client";
import { X } from "lucide-react";
import { type ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components/Modal";
import { cx } from "./cx";
import { IconButton } from "./icon-button";

export type DialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  closeLabel: string;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  size?: "small" | "medium" | "large";
  /** False while something runs that must be seen to its end. */
  isDismissable?: boolean;
  children: ReactNode;
};

const WIDTHS = { small: "max-w-100", medium: "max-w-140", large: "max-w-220" };

/** A question that needs an answer before anything else. Below 640 px it fills the window's lower edge. */
export function Dialog({ isOpen, onOpenChange, title, closeLabel, footer, size = "medium", isDismissable = true, children }: DialogProps) {
  return (
    <DialogFrame isOpen={isOpen} onOpenChange={onOpenChange} isDismissable={isDismissable} width={WIDTHS[size]}>
      <AriaDialog className="flex max-h-[inherit] min-h-0 flex-col [outline:none]">
        <div className="flex shrink-0 items-center gap-3 ps-6 pe-3.5 pt-4 pb-3">
          <Heading slot="title" className="min-w-0 flex-1 text-[16px]/[24px] font-semibold tracking-[-0.01em] text-text">
            {title}
          </Heading>
          {isDismissable ? (
            <IconButton label={closeLabel} onPress={() => onOpenChange(false)}>
              <X aria-hidden="true" className="size-4" />
            </IconButton>
          ) : null}
        </div>
        <div className="min-h-0 flex-1 overflow-auto px-6 pt-1 pb-5">{children}</div>
        {footer ? <div className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-t border-border px-6 py-3.5">{footer}</div> : null}
      </AriaDialog>
    </DialogFrame>
  );
}

/** The scrim and the sheet every dialog stands on. */
export function DialogFrame({ isOpen, onOpenChange, isDismissable, width, children }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void; isDismissable: boolean; width: string; children: ReactNode }) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable={isDismissable}
      className="fixed inset-0 z-40 flex h-(--visual-viewport-height,100dvh) items-end justify-center bg-scrim p-3 transition-opacity duration-(--slow) data-entering:opacity-0 data-exiting:opacity-0 sm:items-center sm:p-6"
    >
      <Modal
        className={cx(
          "flex max-h-full w-full flex-col overflow-hidden rounded-xl bg-surface-raised text-text shadow-[var(--e3)] [--plate:var(--surface-raised)] transition-[translate] duration-(--slow) ease-out data-entering:translate-y-1 forced-colors:border forced-colors:border-solid",
          width,
        )}
      >
        {children}
      </Modal>
    </ModalOverlay>
  );
}
