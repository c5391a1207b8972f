import { type ReactNode } from "react";

/** Title of an administration page, with a count beside it and its actions at the end. */
export function PageHead({ title, count, lead, children }: { title: string; count?: string | null; lead?: string; children?: ReactNode }) {
  return (
    <header className="shrink-0 px-6 pt-5 max-sm:px-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-[20px]/[28px] font-semibold tracking-[-0.018em]">{title}</h1>
        {count ? <span className="tabular pt-[3px] text-[13px]/[18px] text-text-faint">{count}</span> : null}
        <span className="ms-auto flex flex-wrap items-center gap-2">{children}</span>
      </div>
      {lead ? <p className="mt-0.5 max-w-[72ch] text-[13px]/[18px] text-pretty text-text-muted">{lead}</p> : null}
    </header>
  );
}
