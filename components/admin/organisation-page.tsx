"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { TextField } from "@/components/ui/text-field";
import { codeOf, type CallErrorCode, request } from "@/lib/client";
import { adminOrganisationUpdateRoute, NAME_MAX } from "@/lib/protocol";
import { LoadState } from "./load-state";
import { PageHead } from "./page-head";
import { useOrganisation } from "./use-admin-facts";

type Organisation = { name: string; sipDomain: string; signInText: string };

export function OrganisationPage() {
  const t = useTranslations("admin.organisation");
  const load = useOrganisation();
  return (
    <div className="min-h-0 flex-1 overflow-auto pb-8">
      <PageHead title={t("title")} lead={t("lead")} />
      {load.value ? <OrganisationForm stored={load.value} onStored={load.set} /> : <LoadState error={load.error} onRetry={load.reload} />}
    </div>
  );
}

function OrganisationForm({ stored, onStored }: { stored: Organisation; onStored: (organisation: Organisation) => void }) {
  const t = useTranslations("admin.organisation");
  const tUi = useTranslations("ui");
  const [values, setValues] = useState({ name: stored.name, signInText: stored.signInText });
  const [outcome, setOutcome] = useState<"none" | "saved" | "nameMissing" | { code: CallErrorCode }>("none");
  const [isBusy, setIsBusy] = useState(false);
  const isChanged = values.name !== stored.name || values.signInText !== stored.signInText;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (values.name.trim() === "") return setOutcome("nameMissing");
    setIsBusy(true);
    try {
      const next = await request(adminOrganisationUpdateRoute, values);
      setValues({ name: next.name, signInText: next.signInText });
      onStored(next);
      setOutcome("saved");
    } catch (error) {
      setOutcome({ code: codeOf(error) });
    } finally {
      setIsBusy(false);
    }
  };
  const change = (next: Partial<typeof values>): void => {
    setValues((before) => ({ ...before, ...next }));
    setOutcome("none");
  };

  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="mt-5 grid max-w-140 gap-4 px-6 max-sm:px-4">
      <TextField label={t("name")} maxLength={NAME_MAX} value={values.name} onChange={(name) => change({ name })} error={outcome === "nameMissing" ? t("nameMissing") : null} />
      <TextField label={t("domain")} value={stored.sipDomain} isReadOnly hint={t("domainHint")} inputClassName="bg-fill text-text-muted" />
      <TextArea label={t("text")} maxLength={1_000} hint={t("textHint")} value={values.signInText} onChange={(signInText) => change({ signInText })} />
      {typeof outcome === "object" ? (
        <Banner tone="danger" urgent>
          {tUi(`errors.${outcome.code}`)}
        </Banner>
      ) : null}
      <div className="flex items-center gap-3">
        <Button variant="primary" type="submit" isDisabled={!isChanged} isPending={isBusy}>
          {tUi("save")}
        </Button>
        <span role="status" className="text-[12px]/[16px] text-text-muted">
          {outcome === "saved" ? tUi("saved") : ""}
        </span>
      </div>
    </form>
  );
}
