import { type ReactNode } from "react";
import { BrandPanel } from "./brand-panel";
import { LanguageSwitch } from "./language-switch";

/** The page around every form that stands before the workspace. */
export function AuthFrame({ organisationName, text, children }: { organisationName: string; text: string; children: ReactNode }) {
  return (
    <div className="grid min-h-dvh bg-surface max-lg:grid-rows-[auto_1fr] lg:grid-cols-[minmax(0,1fr)_minmax(420px,40%)] xl:grid-cols-[minmax(0,1fr)_560px]">
      <BrandPanel organisationName={organisationName} text={text} />
      <div className="grid min-w-0 grid-rows-[1fr_auto]">
        <main className="mx-auto flex w-full max-w-[392px] min-w-0 flex-col justify-center px-6 py-10">{children}</main>
        <footer className="flex items-center justify-between gap-4 px-6 py-5 lg:px-8">
          <LanguageSwitch />
        </footer>
      </div>
    </div>
  );
}

/** Heading and the line below it. */
export function AuthHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="mb-5">
      <h1 className="text-[24px]/[30px] font-semibold tracking-[-0.02em] break-words">{title}</h1>
      {children ? <p className="mt-1.5 text-[14px]/[21px] break-words text-text-muted">{children}</p> : null}
    </header>
  );
}
