"use client";
import { type ReactNode } from "react";
import { SavedNote, SavingProvider } from "./saving";

/** One page of settings: heading, lead, the word about saving, and sections. */
export function SettingsPage({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <SavingProvider>
      <div tabIndex={0} role="region" aria-label={title} className="relative min-h-0 flex-1 overflow-auto px-5 py-7 -outline-offset-2 sm:px-8 lg:px-14">
        <div className="mx-auto max-w-[860px]">
          <header className="flex flex-wrap items-start justify-between gap-x-6">
            <div className="min-w-0">
              <h1 className="text-[24px]/[32px] font-semibold tracking-[-0.02em] break-words">{title}</h1>
              <p className="mt-0.5 text-[14px]/[21px] text-text-muted">{lead}</p>
            </div>
            <div className="pt-1.5">
              <SavedNote />
            </div>
          </header>
          {children}
        </div>
      </div>
    </SavingProvider>
  );
}

/** A titled part of a page; the title stands beside its fields where there is room. */
export function SettingsSection({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mt-7 border-t border-border pt-6 lg:grid lg:grid-cols-[200px_minmax(0,1fr)] lg:gap-10">
      <div className="mb-4">
        <h2 className="text-[14px]/[20px] font-semibold">{title}</h2>
        {lead ? <p className="mt-0.5 text-[12px]/[16px] text-pretty text-text-muted">{lead}</p> : null}
      </div>
      <div className="grid min-w-0 gap-4.5">{children}</div>
    </section>
  );
}
