"use client";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { RadioGroup } from "@/components/ui/radio-group";
import { Spinner } from "@/components/ui/spinner";
import { codeOf, type CallErrorCode, request } from "@/lib/client";
import { adminPolicySetRoute, DEFAULT_POLICY, type Policy } from "@/lib/protocol";
import { POLICY_AREAS, type PolicyName } from "./policy-chain";
import { type ScopeChoice } from "./policy-scopes";
import { choiceOf, type SettingChoice, withChoice } from "./policy-settings";

type State = { kind: "idle" } | { kind: "saving" } | { kind: "saved"; before: Policy["settings"] } | { kind: "failed"; code: CallErrorCode };

/** Each setting of one policy: said, or left to the next in order. In force at once. */
export function PolicyEditor({ choice, fallback, onSaved }: { choice: ScopeChoice; fallback: Policy["settings"]; onSaved: () => void }) {
  const t = useTranslations("admin.policies");
  const tUi = useTranslations("ui");
  const [settings, setSettings] = useState(choice.settings);
  const [state, setState] = useState<State>({ kind: "idle" });

  const store = async (next: Policy["settings"], canUndo: boolean): Promise<void> => {
    const before = settings;
    setSettings(next);
    setState({ kind: "saving" });
    try {
      await request(adminPolicySetRoute, { scope: choice.scope, settings: next });
      setState(canUndo ? { kind: "saved", before } : { kind: "idle" });
      onSaved();
    } catch (error) {
      // What is shown is what is in force.
      setSettings(before);
      setState({ kind: "failed", code: codeOf(error) });
    }
  };

  return (
    <section aria-label={t("settings", { scope: choice.name })} className="min-h-0 overflow-auto px-6 pt-4 pb-8 max-sm:px-4">
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 className="text-[16px]/[24px] font-semibold tracking-[-0.01em]">{choice.name}</h2>
        <div role="status" className="flex items-center gap-1.5 text-[12px]/[16px] text-text-muted">
          {state.kind === "saving" ? (
            <>
              <Spinner /> {tUi("saving")}
            </>
          ) : state.kind === "saved" ? (
            <>
              <Check aria-hidden="true" className="size-3.5 text-positive-text" strokeWidth={2} /> {tUi("saved")}
              <Button variant="text" size="small" onPress={() => void store(state.before, false)}>
                {tUi("undo")}
              </Button>
            </>
          ) : null}
        </div>
      </div>
      {state.kind === "failed" ? (
        <Banner tone="danger" urgent className="mt-3">
          {tUi(`errors.${state.code}`)}
        </Banner>
      ) : null}
      {POLICY_AREAS.map(({ area, names }) => (
        <div key={area} className="mt-4">
          <h3 className="mb-1 text-[12px]/[16px] font-medium text-text-muted">{t(`areas.${area}`)}</h3>
          {names.map((name) => (
            <PolicyLine key={name} name={name} settings={settings} fallback={fallback} onChange={(chosen) => void store(withChoice(settings, name, chosen), true)} />
          ))}
        </div>
      ))}
      {Object.keys(settings).length > 0 ? (
        <Button variant="text" className="mt-5" onPress={() => void store({}, true)}>
          {t("remove")}
        </Button>
      ) : null}
    </section>
  );
}

function PolicyLine({ name, settings, fallback, onChange }: { name: PolicyName; settings: Policy["settings"]; fallback: Policy["settings"]; onChange: (choice: SettingChoice) => void }) {
  const t = useTranslations("admin.policies");
  const chosen = choiceOf(settings, name);
  const otherwise = fallback[name] ?? DEFAULT_POLICY[name];
  const options = [
    { id: "not-set", label: t("notSet") },
    { id: "allowed", label: t("allowed") },
    { id: "not-allowed", label: t("notAllowed") },
  ] as const;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-border-soft py-2.5">
      <div className="min-w-50 flex-1">
        <p className="text-[13px]/[18px] font-medium">{t(`names.${name}`)}</p>
        <p className="text-[12px]/[16px] text-pretty text-text-muted">
          {chosen === "not-set" ? t("notSetMeans", { value: t(otherwise ? "allowed" : "notAllowed"), from: fallback[name] === undefined ? t("fromDefault") : t("fromNext") }) : name === "privateComputers" ? t("explained.privateComputers") : null}
        </p>
      </div>
      <RadioGroup look="segments" label={t(`names.${name}`)} labelHidden options={options} value={chosen} onChange={onChange} />
    </div>
  );
}
