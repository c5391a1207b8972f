export type SelectOption<V extends string> = { id: V; label: string; description?: string };

/** One line of an open list. */
export const OPTION_CLASS =
  "flex min-h-7.5 cursor-default items-center gap-2 rounded-[5px] px-2 py-[3px] -outline-offset-2 [outline:none] data-focused:bg-fill-hover data-disabled:text-text-faint pointer-coarse:min-h-11 forced-colors:data-focused:[outline:2px_solid_Highlight] in-data-[theme=contrast]:data-focused:[outline:2px_solid_var(--focus)]";
