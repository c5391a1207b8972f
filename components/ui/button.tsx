"use client";
import { type ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import { buttonClass, type ButtonSize, type ButtonVariant } from "./button-class";
import { Spinner } from "./spinner";

export type ButtonProps = Omit<AriaButtonProps, "className" | "style" | "children"> & {
  /** `primary`: one per view. `positive` only answers, `danger` only ends or destroys. */
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string;
  children: ReactNode;
};

/** While `isPending` the button keeps its size and focus, takes no press and shows that it works. */
export function Button({ variant, size, className, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={buttonClass({ variant, size, className })}>
      {rest.isPending ? <Spinner /> : null}
      {children}
    </AriaButton>
  );
}
