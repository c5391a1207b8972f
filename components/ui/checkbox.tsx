"use client";
import { Check, Minus } from "lucide-react";
import { type ReactNode } from "react";
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from "react-aria-components/Checkbox";
import { BOX_CLASS, BOX_GROUP } from "./check-class";
import { cx } from "./cx";

export type CheckboxProps = Omit<AriaCheckboxProps, "className" | "style" | "children"> & {
  className?: string;
  /** The words beside the box; without them an `aria-label` is due. */
  children?: ReactNode;
};

export function Checkbox({ className, children, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={cx("group relative inline-flex cursor-default items-start gap-2.5 text-[13px]/[20px] text-text before:absolute before:-inset-2 pointer-coarse:before:-inset-3.5", className)}>
      {({ isIndeterminate }) => (
        <>
          <span aria-hidden="true" className={cx(BOX_CLASS, BOX_GROUP, children ? "mt-0.5" : "")}>
            {isIndeterminate ? <Minus className="size-3" strokeWidth={3} /> : <Check className="size-3" strokeWidth={3} />}
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  );
}
