"use client";
import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ChangeEvent, useEffect, useRef, useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/text-area";
import { CallError, codeOf, request } from "@/lib/client";
import { adminImportRoute, CSV_TEXT_MAX } from "@/lib/protocol";
import { decodeCsv, type PreviewRow } from "./csv-preview";
import { ImportPreview } from "./import-preview";

const COLUMNS = "email, givenName, familyName, displayName, title, company, department, office, workPhone, mobilePhone, homePhone, otherPhone, timeZone, role, groups";

type Answer = { rows: readonly PreviewRow[]; created: number; updated: number; unchanged: number; errors: number };
type Step = { kind: "choose" } | { kind: "preview"; answer: Answer } | { kind: "done"; answer: Answer };

/** CSV in three steps: choose, see what would happen, do it. The check is the server's own dry run. */
export function ImportDialog({ isOpen, onClose, onImported }: { isOpen: boolean; onClose: () => void; onImported: () => void }) {
  return isOpen ? <ImportSteps onClose={onClose} onImported={onImported} /> : null;
}

function ImportSteps({ onClose, onImported }: { onClose: () => void; onImported: () => void }) {
  const t = useTranslations("admin.import");
  const tUi = useTranslations("ui");
  const [csv, setCsv] = useState("");
  const [fileName, setFileName] = useState<string | null>(null);
  const [step, setStep] = useState<Step>({ kind: "choose" });
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  const send = async (dryRun: boolean): Promise<void> => {
    setIsBusy(true);
    setProblem(null);
    try {
      const answer = await request(adminImportRoute, { csv, dryRun });
      setStep({ kind: dryRun ? "preview" : "done", answer });
      if (!dryRun) onImported();
    } catch (error) {
      const named = error instanceof CallError && error.fields.length > 0 ? ` (${error.fields.join(", ")})` : "";
      setProblem(`${tUi(`errors.${codeOf(error)}`)}${named}`);
    } finally {
      setIsBusy(false);
    }
  };

  const take = (text: string | null, name: string | null): void => {
    setProblem(text === null ? t("tooLarge", { size: Math.floor(CSV_TEXT_MAX / 1_000_000) }) : null);
    setCsv(text ?? "");
    setFileName(text === null ? null : name);
  };
  // The button that led here is gone, and the focus with it: keys would reach nothing, Escape included.
  const stepRef = useRef<HTMLDivElement>(null);
  const shownStep = useRef(step.kind);
  useEffect(() => {
    if (shownStep.current === step.kind) return;
    shownStep.current = step.kind;
    stepRef.current?.focus({ preventScroll: true });
  }, [step.kind]);
  const writes = step.kind === "preview" ? step.answer.created + step.answer.updated : 0;

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={step.kind === "done" ? t("doneTitle") : t("title")}
      closeLabel={tUi("close")}
      size="large"
      isDismissable={!isBusy}
      footer={
        step.kind === "choose" ? (
          <>
            <Button onPress={onClose}>{tUi("cancel")}</Button>
            <Button variant="primary" isDisabled={csv.trim() === ""} isPending={isBusy} onPress={() => void send(true)}>
              {t("check")}
            </Button>
          </>
        ) : step.kind === "preview" ? (
          <>
            <Button isDisabled={isBusy} onPress={() => setStep({ kind: "choose" })}>
              {t("back")}
            </Button>
            <Button variant="primary" isDisabled={writes === 0} isPending={isBusy} onPress={() => void send(false)}>
              {t("apply", { count: writes })}
            </Button>
          </>
        ) : (
          <Button variant="primary" onPress={onClose}>
            {tUi("close")}
          </Button>
        )
      }
    >
      {problem ? (
        <Banner tone="danger" urgent className="mb-4">
          {problem}
        </Banner>
      ) : null}
      <div ref={stepRef} tabIndex={-1} className="[outline:none]">
        {step.kind === "choose" ? <ChooseFile csv={csv} fileName={fileName} onTake={take} /> : null}
        {step.kind === "preview" ? <ImportPreview answer={step.answer} /> : null}
        {step.kind === "done" ? (
          <div role="status" className="text-[14px]/[21px]">
            <p>{t("done", { created: step.answer.created, updated: step.answer.updated })}</p>
            {step.answer.created > 0 ? <p className="mt-1 text-text-muted">{t("doneHint")}</p> : null}
          </div>
        ) : null}
      </div>
    </Dialog>
  );
}

function ChooseFile({ csv, fileName, onTake }: { csv: string; fileName: string | null; onTake: (text: string | null, name: string | null) => void }) {
  const t = useTranslations("admin.import");
  const inputRef = useRef<HTMLInputElement>(null);
  const choose = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (file) onTake(decodeCsv(new Uint8Array(await file.arrayBuffer())), file.name);
  };
  return (
    <div>
      <p className="text-[14px]/[21px] text-text-muted">{t("lead")}</p>
      <p className="mt-1 text-[12px]/[18px] break-words text-text-faint">{t("columns", { list: COLUMNS })}</p>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <input ref={inputRef} type="file" accept=".csv,text/csv,text/plain" hidden tabIndex={-1} aria-hidden="true" onChange={(event) => void choose(event)} />
        <Button onPress={() => inputRef.current?.click()}>
          <FileUp aria-hidden="true" className="size-4" strokeWidth={1.75} />
          {t("choose")}
        </Button>
        <span role="status" className="text-[13px]/[18px] text-text-muted">
          {fileName ? t("chosen", { name: fileName }) : ""}
        </span>
      </div>
      <TextArea className="mt-4" label={t("paste")} rows={7} value={csv} onChange={(text) => onTake(text, null)} spellCheck="false" placeholder="email,givenName,familyName" />
    </div>
  );
}
