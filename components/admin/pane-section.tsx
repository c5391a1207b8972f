import { type ReactNode } from "react";

export function PaneSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="px-5 pt-4 last:pb-6">
      <h3 className="mb-1 text-[12px]/[16px] font-medium text-text-muted">{title}</h3>
      {children}
    </section>
  );
}

/** A line of the pane: what it is, a word of explanation, and its control or value. */
export function PaneLine({ title, text, children }: { title: ReactNode; text?: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex items-center gap-3 border-b border-border-soft py-2 text-[13px]/[18px]">
      <div className="min-w-0 flex-1">
        <div>{title}</div>
        {text ? <div className="text-[12px]/[16px] text-text-faint">{text}</div> : null}
      </div>
      {children}
    </div>
  );
}
