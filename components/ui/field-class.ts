import { CONTRAST_LINE } from "./focus";

/** The look of a text field, for native and component fields alike. A field thickens its own border in focus. */
export const INPUT_CLASS =
  "flex w-full min-w-0 items-center gap-2 rounded-md border-0 bg-surface px-2.5 text-[14px]/[20px] text-text shadow-[inset_0_0_0_1px_var(--border-field)] placeholder:text-text-faint [outline:none] focus:shadow-[inset_0_0_0_2px_var(--focus)] data-focused:shadow-[inset_0_0_0_2px_var(--focus)] aria-invalid:shadow-[inset_0_0_0_1.5px_var(--danger)] aria-invalid:focus:shadow-[inset_0_0_0_2px_var(--danger)] data-invalid:shadow-[inset_0_0_0_1.5px_var(--danger)] disabled:bg-fill disabled:text-text-muted forced-colors:border forced-colors:border-solid forced-colors:focus:[outline:2px_solid_Highlight]";

export const INPUT_HEIGHT = "h-9 pointer-coarse:h-11";
export const LABEL_CLASS = "text-[13px]/[18px] font-medium text-text";
export const HINT_CLASS = "text-[12px]/[16px] text-text-muted";
export const ERROR_CLASS = "flex items-start gap-1.5 text-[12px]/[16px] text-danger-text";
/** A pressable box that opens a list: select and the like. */
export const PICKER_CLASS = `flex w-full cursor-default items-center gap-2 rounded-md bg-surface ps-2.5 pe-2 text-start text-text shadow-[inset_0_0_0_1px_var(--border-field)] [outline:none] hover:[background-image:linear-gradient(var(--fill),var(--fill))] focus-visible:shadow-[inset_0_0_0_2px_var(--focus)] data-focus-visible:shadow-[inset_0_0_0_2px_var(--focus)] aria-invalid:shadow-[inset_0_0_0_1.5px_var(--danger)] disabled:bg-fill disabled:text-text-muted ${CONTRAST_LINE} forced-colors:focus-visible:[outline:2px_solid_Highlight]`;
