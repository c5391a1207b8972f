"use client";
import { type ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components/Tabs";
import { cx } from "./cx";
import { FOCUS_RING } from "./focus";

export type TabSpec<V extends string> = { id: V; label: string; content: ReactNode };

/** Panels of one thing; only the chosen one is in the page. */
export function Tabs<V extends string>({ label, tabs, value, onChange, className }: { label: string; tabs: readonly TabSpec<V>[]; value: V; onChange: (value: V) => void; className?: string }) {
  return (
    <AriaTabs
      selectedKey={value}
      onSelectionChange={(key) => {
        const chosen = tabs.find((tab) => tab.id === key);
        if (chosen) onChange(chosen.id);
      }}
      className={cx("flex min-h-0 flex-col", className)}
    >
      <TabList aria-label={label} className="flex shrink-0 gap-4.5 overflow-x-auto border-b border-border px-5 text-[13px]/[18px] font-medium text-text-muted">
        {tabs.map((tab) => (
          <Tab
            key={tab.id}
            id={tab.id}
            className={cx("cursor-default rounded-t-sm pt-1 pb-[9px] whitespace-nowrap -outline-offset-2 hover:text-text data-selected:text-text data-selected:shadow-[inset_0_-2px_var(--text)] pointer-coarse:py-3 forced-colors:data-selected:underline", FOCUS_RING)}
          >
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="min-h-0 flex-1 overflow-auto -outline-offset-2 data-focus-visible:[outline:var(--focus-width)_solid_var(--focus)]">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
