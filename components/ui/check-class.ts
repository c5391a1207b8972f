/** The drawn box of a check box; `group` on the label carries the state of the component, `peer` that of a native input. */
export const BOX_CLASS =
  "inline-flex size-4 shrink-0 items-center justify-center rounded-sm bg-surface text-transparent shadow-[inset_0_0_0_1.5px_var(--border-control)] outline-offset-2 forced-colors:border forced-colors:border-solid forced-colors:[&>svg]:invisible";
export const BOX_GROUP =
  "group-data-selected:bg-accent group-data-selected:text-text-on-solid group-data-selected:shadow-none group-data-indeterminate:bg-accent group-data-indeterminate:text-text-on-solid group-data-indeterminate:shadow-none group-data-focus-visible:[outline:var(--focus-width)_solid_var(--focus)] group-data-disabled:opacity-50 group-data-invalid:shadow-[inset_0_0_0_1.5px_var(--danger)] forced-colors:group-data-selected:text-[CanvasText] forced-colors:group-data-selected:[&>svg]:visible forced-colors:group-data-indeterminate:[&>svg]:visible";
export const BOX_PEER =
  "peer-checked:bg-accent peer-checked:text-text-on-solid peer-checked:shadow-none peer-focus-visible:[outline:var(--focus-width)_solid_var(--focus)] forced-colors:peer-checked:text-[CanvasText] forced-colors:peer-checked:[&>svg]:visible";
