import { CONTRAST_LINE } from "./focus";

/** A key cap. */
export function Kbd({ children }: { children: string }) {
  return <kbd className={`inline-flex h-4.5 items-center rounded-sm bg-fill px-[5px] font-sans text-[11px]/[16px] font-medium whitespace-nowrap text-text-muted ${CONTRAST_LINE}`}>{children}</kbd>;
}
