"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextField } from "@/components/ui/text-field";
import { CallError, codeOf } from "@/lib/client";
import { NAME_MAX } from "@/lib/protocol";
import { isWebAddress } from "./file-names";

export type Connection = { name: string; address: string; username: string; password: string };

type Props = {
  title: string;
  addressHint: string;
  addressPlaceholder: string;
  /** Whether its server asks for a name and password. */
  isSecret: boolean;
  /** Stands before the fields: a choice of kinds. */
  children?: ReactNode;
  onConnect: (connection: Connection) => Promise<unknown>;
  onClose: () => void;
};

const ADDRESS_CODES = ["address_refused", "remote_unreachable", "remote_invalid", "calendar_invalid", "too_large"];

/** Address, and name and password where they are needed: read once before it is kept. */
export function ConnectDialog({ title, addressHint, addressPlaceholder, isSecret, children, onConnect, onClose }: Props) {
  const t = useTranslations("sources.connect");
  const tUi = useTranslations("ui");
  const [values, setValues] = useState<Connection>({ name: "", address: "", username: "", password: "" });
  const [wrong, setWrong] = useState<Partial<Record<keyof Connection | "all", string>>>({});
  const change = (field: keyof Connection) => (text: string) => {
    setValues((before) => ({ ...before, [field]: text }));
    setWrong({});
  };
  const submit = async (): Promise<void> => {
    if (!isWebAddress(values.address)) return setWrong({ address: t("addressInvalid") });
    const { hostname } = new URL(values.address.trim());
    await onConnect({ ...(isSecret ? values : { ...values, username: "", password: "" }), address: values.address.trim(), name: values.name.trim() || hostname });
    onClose();
  };
  const refuse = (error: unknown): void => {
    const code = codeOf(error);
    const text = tUi(`errors.${code}`);
    const isAddress = ADDRESS_CODES.includes(code) || (error instanceof CallError && error.fields.includes("address"));
    setWrong(code === "remote_refused" && isSecret ? { password: text } : isAddress ? { address: text } : { all: text });
  };
  return (
    <FormDialog title={title} closeLabel={tUi("close")} cancelLabel={tUi("cancel")} submitLabel={t("submit")} isReady={values.address.trim() !== ""} problem={wrong.all ?? null} onClose={onClose} onSubmit={submit} onRefused={refuse}>
      {children}
      <TextField label={t("address")} type="url" inputMode="url" autoComplete="off" spellCheck="false" autoFocus hint={addressHint} placeholder={addressPlaceholder} maxLength={2_000} value={values.address} onChange={change("address")} error={wrong.address} />
      {isSecret ? (
        <>
          <TextField label={t("username")} autoComplete="off" maxLength={NAME_MAX} value={values.username} onChange={change("username")} />
          <TextField label={t("password")} type="password" autoComplete="new-password" hint={t("passwordHint")} maxLength={1_000} value={values.password} onChange={change("password")} error={wrong.password} />
        </>
      ) : null}
      <TextField label={t("name")} autoComplete="off" hint={t("nameHint")} maxLength={NAME_MAX} value={values.name} onChange={change("name")} />
    </FormDialog>
  );
}
