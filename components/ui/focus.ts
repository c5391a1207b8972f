/** The ring around whatever has the keyboard; the width grows with the contrast theme. */
export const FOCUS_RING = "outline-offset-2 [outline:none] data-focus-visible:[outline:var(--focus-width)_solid_var(--focus)] focus-visible:[outline:var(--focus-width)_solid_var(--focus)]";

/** The same ring inside the box: rows, menu items and whatever a scrolling box would cut off. */
export const FOCUS_INSET = "-outline-offset-2 [outline:none] data-focus-visible:[outline:var(--focus-width)_solid_var(--focus)] focus-visible:[outline:var(--focus-width)_solid_var(--focus)]";

/** Fills vanish in the contrast theme, so a filled shape gets a line there. */
export const CONTRAST_LINE = "in-data-[theme=contrast]:shadow-[inset_0_0_0_1px_currentColor] forced-colors:border forced-colors:border-solid";
