"use client";
import { Check, ChevronRight } from "lucide-react";
import { type ReactElement, type ReactNode, useLayoutEffect, useState } from "react";
import { setInteractionModality } from "react-aria-components";
import { Header } from "react-aria-components/Header";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  type MenuProps as AriaMenuProps,
  MenuSection as AriaMenuSection,
  MenuTrigger,
  type MenuSectionProps as AriaMenuSectionProps,
  Separator,
  SubmenuTrigger,
} from "react-aria-components/Menu";
import { cx } from "./cx";
import { Popover, type PopoverProps } from "./popover";

export { MenuTrigger };

export type MenuProps<T extends object> = Omit<AriaMenuProps<T>, "className" | "style"> & {
  /** Where and beside what it opens; needed only without `MenuTrigger`. */
  popover?: Omit<PopoverProps, "children">;
  className?: string;
};

/** Opens in a popover; a child of `MenuTrigger`, beside the button. */
export function Menu<T extends object>({ popover, className, ...rest }: MenuProps<T>) {
  // A trigger names the sheet and hands the focus on. Opened by `isOpen`, nobody else does either.
  const isAlone = popover?.isOpen === true;
  const [focus] = useState<"first" | true>(() => (isAlone && document.activeElement?.matches(":focus-visible") ? "first" : true));
  // A key on a native button is a click to the library, as of a screen reader: then it leaves the focus on the sheet, where Enter does nothing.
  useLayoutEffect(() => {
    if (focus === "first") setInteractionModality("keyboard");
  }, [focus]);
  return (
    <Popover placement="bottom start" {...(isAlone && rest["aria-label"] ? { "aria-label": rest["aria-label"] } : {})} {...popover} className={cx("min-w-55", popover?.className)}>
      <AriaMenu {...(isAlone ? { autoFocus: focus } : {})} {...rest} className={cx("max-h-[inherit] overflow-auto p-[5px] text-[13px]/[18px] [outline:none]", className)} />
    </Popover>
  );
}

export type MenuItemProps = Omit<AriaMenuItemProps, "className" | "style" | "children"> & {
  icon?: ReactNode;
  /** One explaining line, for a choice of consequence. */
  description?: string;
  /** A short text or key cap at the end. */
  end?: ReactNode;
  /** `danger` ends or destroys, and comes last. */
  tone?: "danger";
  children: string;
};

const ITEM = "group flex min-h-7.5 cursor-default items-center gap-2.5 rounded-[5px] px-2 py-[3px] no-underline [outline:none] data-focused:bg-fill-hover data-disabled:text-text-faint data-open:bg-fill-hover pointer-coarse:min-h-11 [&_svg]:shrink-0 forced-colors:data-focused:[outline:2px_solid_Highlight] in-data-[theme=contrast]:data-focused:[outline:2px_solid_var(--focus)] -outline-offset-2";

export function MenuItem({ icon, description, end, tone, children, ...rest }: MenuItemProps) {
  return (
    <AriaMenuItem {...rest} textValue={children} className={cx(ITEM, tone === "danger" ? "text-danger-text" : "text-text")}>
      {({ selectionMode, isSelected, hasSubmenu }) => (
        <>
          {selectionMode === "none" ? null : <Check aria-hidden="true" className={cx("size-3.5", isSelected ? "" : "invisible")} strokeWidth={2} />}
          {icon ? <span className={cx("inline-flex [&_svg]:size-4", tone === "danger" ? "" : "text-text-muted")}>{icon}</span> : null}
          <span className="flex min-w-0 flex-col">
            {/* No slots: the name is all that stands here, so that whoever speaks what they see is understood (WCAG 2.5.3). */}
            <span>{children}</span>
            {description ? <span className="text-[12px]/[16px] text-text-muted"> {description}</span> : null}
          </span>
          {end ? <span className="ms-auto flex items-center gap-1 ps-4 text-[12px]/[16px] whitespace-nowrap text-text-faint">{end}</span> : null}
          {hasSubmenu ? <ChevronRight aria-hidden="true" className={cx("size-3.5 text-text-faint rtl:-scale-x-100", end ? "" : "ms-auto")} /> : null}
        </>
      )}
    </AriaMenuItem>
  );
}

export function MenuSection<T extends object>({ title, children, ...rest }: Omit<AriaMenuSectionProps<T>, "className" | "children"> & { title?: string; children: ReactNode }) {
  return (
    <AriaMenuSection {...rest}>
      {title ? <Header className="px-2 pt-1.5 pb-1 text-[12px]/[16px] font-medium text-text-muted">{title}</Header> : null}
      {children}
    </AriaMenuSection>
  );
}

export function MenuSeparator() {
  return <Separator className="mx-2 my-[5px] h-px border-0 bg-border" />;
}

/** Where a submenu stands: to the side, or below where the window has no room for both. */
export const submenuPopover = (): Pick<PopoverProps, "placement" | "offset"> => (matchMedia("(width < 640px)").matches ? { placement: "bottom start", offset: 2 } : { placement: "end top", offset: -2 });

/** `item` opens the menu given as `children`, to its side. */
export function SubMenu<T extends object>({ item, ...menu }: MenuProps<T> & { item: ReactElement }) {
  return (
    <SubmenuTrigger>
      {item}
      <Menu {...menu} popover={{ ...submenuPopover(), ...menu.popover }} />
    </SubmenuTrigger>
  );
}
