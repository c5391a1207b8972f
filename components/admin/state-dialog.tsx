"use client";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { PresenceGlyph } from "@/components/people/presence-glyph";
import { FormDialog } from "@/components/ui/form-dialog";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { codeOf, type CallErrorCode, request } from "@/lib/client";
import { adminCustomStateCreateRoute, adminCustomStateUpdateRoute, CustomBase, type CustomState, type ManualState, NAME_MAX } from "@/lib/protocol";
import { filledLabels, languageName, OFFERED_LANGUAGES } from "./language-names";

/** Languages that are asked for at once: those of the program. */
const ASKED = ["en", "de"];

/** What a state says in each language, and whose colour it has. */
export function StateDialog({ state, onSaved, onClose }: { state: CustomState | null; onSaved: () => void; onClose: () => void }) {
  const t = useTranslations("admin.states");
  const tUi = useTranslations("ui");
  const stateWords = useTranslations("people.state");
  const locale = useLocale();
  const [base, setBase] = useState<ManualState>(state?.base ?? "busy");
  const [labels, setLabels] = useState<Readonly<Record<string, string>>>(state?.labels ?? {});
  const [code, setCode] = useState<CallErrorCode | null>(null);
  const shown = [...new Set([...ASKED, ...Object.keys(labels)])];
  const further = OFFERED_LANGUAGES.filter((language) => !shown.includes(language));
  const filled = filledLabels(labels);

  const save = async (): Promise<void> => {
    if (state) await request(adminCustomStateUpdateRoute, { customStateId: state.id, base, labels: filled });
    else await request(adminCustomStateCreateRoute, { base, labels: filled });
    onSaved();
  };
  return (
    <FormDialog
      title={state ? t("editTitle") : t("add")}
      closeLabel={tUi("close")}
      cancelLabel={tUi("cancel")}
      submitLabel={state ? tUi("save") : t("create")}
      isReady={Object.keys(filled).length > 0}
      problem={code ? tUi(`errors.${code}`) : null}
      onClose={onClose}
      onSubmit={save}
      onRefused={(error) => setCode(codeOf(error))}
    >
      <RadioGroup
        look="segments"
        label={t("base")}
        hint={t("baseHint")}
        value={base}
        onChange={setBase}
        options={CustomBase.options.map((id) => ({ id, label: stateWords(id), icon: <PresenceGlyph state={id} /> }))}
      />
      {shown.map((language, index) => (
        <TextField
          key={language}
          label={languageName(language, locale)}
          lang={language}
          autoComplete="off"
          autoFocus={index === 0}
          maxLength={NAME_MAX}
          value={labels[language] ?? ""}
          onChange={(label) => setLabels((before) => ({ ...before, [language]: label }))}
          {...(index === 0 ? { hint: t("labelHint") } : {})}
        />
      ))}
      {further.length > 0 ? (
        <Select label={t("addLanguage")} placeholder={t("chooseLanguage")} value={null} onChange={(language) => setLabels((before) => ({ ...before, [language]: "" }))} options={further.map((id) => ({ id, label: languageName(id, locale) }))} />
      ) : null}
    </FormDialog>
  );
}
