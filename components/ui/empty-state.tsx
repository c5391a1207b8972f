import { type ReactNode } from "react";

/** Says what a place is for and offers the first action. */
export function EmptyState({ icon, title, action, level = 2, children }: { icon?: ReactNode; title: string; action?: ReactNode; level?: 1 | 2 | 3; children?: ReactNode }) {
  const Heading = `h${level}` as const;
  return (
    <div className="flex flex-col items-center gap-1 px-6 py-8 text-center">
      {icon ? <span className="mb-2 text-text-faint [&_svg]:size-6">{icon}</span> : null}
      <Heading className="text-[14px]/[20px] font-semibold text-text">{title}</Heading>
      {children ? <p className="max-w-[34ch] text-[13px]/[18px] text-balance text-text-muted">{children}</p> : null}
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  );
}
