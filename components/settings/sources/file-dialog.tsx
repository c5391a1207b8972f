"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FilePicker } from "@/components/ui/file-picker";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { codeOf, type CallErrorCode } from "@/lib/client";
import { NAME_MAX } from "@/lib/protocol";
import { decodeText } from "@/lib/shared/decode-text";
import { titleOfFile } from "./file-names";

export type ReadFile = { fileName: string; text: string };

type Props = { title: string; submitLabel: string; accept: string; fileHint: string; nameHint: string; textMax: number; onUse: (name: string, file: ReadFile) => Promise<unknown>; onClose: () => void };

/** A file of this device under a name. */
export function FileDialog({ title, submitLabel, accept, fileHint, nameHint, textMax, onUse, onClose }: Props) {
  const t = useTranslations("sources.file");
  const tUi = useTranslations("ui");
  const [file, setFile] = useState<ReadFile | null>(null);
  const [name, setName] = useState("");
  const [code, setCode] = useState<CallErrorCode | null>(null);
  const choose = async (chosen: File): Promise<void> => {
    const text = decodeText(new Uint8Array(await chosen.arrayBuffer()));
    setCode(text.length > textMax ? "too_large" : null);
    setFile(text.length > textMax ? null : { fileName: chosen.name, text });
    setName((before) => before || titleOfFile(chosen.name).slice(0, NAME_MAX));
  };
  const submit = async (): Promise<void> => {
    if (!file) return;
    await onUse(name.trim(), file);
    onClose();
  };
  return (
    <FormDialog title={title} closeLabel={tUi("close")} cancelLabel={tUi("cancel")} submitLabel={submitLabel} isReady={file !== null && name.trim() !== ""} onClose={onClose} onSubmit={submit} onRefused={(error) => setCode(codeOf(error))}>
      <FilePicker label={t("file")} chooseLabel={t("choose")} hint={fileHint} accept={accept} fileName={file?.fileName ?? null} error={code ? tUi(`errors.${code}`) : null} onChoose={(chosen) => void choose(chosen)} />
      <TextField label={t("name")} hint={nameHint} autoComplete="off" maxLength={NAME_MAX} value={name} onChange={setName} />
    </FormDialog>
  );
}
