import { CircleAlert } from "lucide-react";

/** What went wrong with the whole form. Its place is kept free, so that nothing moves when it comes. */
export function FormProblem({ children }: { children: string | null }) {
  return (
    <p role="alert" className="flex min-h-[18px] items-start gap-1.5 text-[13px]/[18px] text-danger-text">
      {children ? (
        <>
          <CircleAlert aria-hidden="true" className="mt-px size-4 shrink-0" />
          <span>{children}</span>
        </>
      ) : null}
    </p>
  );
}
