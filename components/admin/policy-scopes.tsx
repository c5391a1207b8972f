"use client";
import { useTranslations } from "next-intl";
import { cx } from "@/components/ui/cx";
import { FOCUS_RING } from "@/components/ui/focus";
import { type Policy, type PolicyScope } from "@/lib/protocol";

export type ScopeChoice = { key: string; scope: PolicyScope; name: string; settings: Policy["settings"] };

export function PolicyScopes({ choices, chosenKey, onChoose }: { choices: readonly ScopeChoice[]; chosenKey: string; onChoose: (choice: ScopeChoice) => void }) {
  const t = useTranslations("admin.policies");
  const sections = [
    { kind: "organisation", title: t("organisation") },
    { kind: "group", title: t("groups") },
    { kind: "user", title: t("users") },
  ] as const;
  return (
    <div role="group" aria-label={t("scope")} className="min-h-0 overflow-auto border-border px-3 py-2 md:border-e max-md:border-b">
      {sections.map(({ kind, title }) => {
        const those = choices.filter(({ scope }) => scope.kind === kind);
        if (those.length === 0 && kind === "group") return null;
        return (
          <section key={kind} aria-label={title} className="pb-2">
            <h2 className="px-3 pt-2 pb-1 text-[12px]/[16px] font-medium text-text-faint">{title}</h2>
            {those.length === 0 ? <p className="px-3 text-[12px]/[16px] text-text-muted">{t("noUsers")}</p> : null}
            {those.map((choice) => (
              <button
                key={choice.key}
                type="button"
                aria-current={choice.key === chosenKey}
                onClick={() => onChoose(choice)}
                className={cx("block w-full min-w-0 rounded-md px-3 py-1.5 text-[13px]/[18px] -outline-offset-2 pointer-coarse:min-h-11 forced-colors:aria-[current=true]:[outline:2px_solid_Highlight]", FOCUS_RING, choice.key === chosenKey ? "bg-accent-soft in-data-[theme=contrast]:shadow-[inset_0_0_0_2px_var(--accent)]" : "hover:bg-fill-hover")}
              >
                <span className="block truncate font-medium">{choice.name}</span>
                <span className={cx("block text-[12px]/[16px]", choice.key === chosenKey ? "text-text-muted" : "text-text-faint")}>{t("says", { count: Object.keys(choice.settings).length })}</span>
              </button>
            ))}
          </section>
        );
      })}
    </div>
  );
}
