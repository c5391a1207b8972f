"use client";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useTimes } from "@/components/people/use-times";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";

export type InvitationLink = { url: string; expiresAt: string };

/** A link that sets a password: shown once, because only its hash is kept. */
export function LinkDialog({ link, name, email, onClose }: { link: InvitationLink; name: string; email: string; onClose: () => void }) {
  const t = useTranslations("admin.link");
  const tUi = useTranslations("ui");
  const times = useTimes();
  const [isCopied, setIsCopied] = useState(false);
  const inputRef = useRef<HTMLInputElement>(null);
  const expires = Date.parse(link.expiresAt);

  const copy = async (): Promise<void> => {
    inputRef.current?.select();
    await navigator.clipboard.writeText(link.url);
    setIsCopied(true);
  };

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={t("title", { name })}
      closeLabel={tUi("close")}
      size="medium"
      footer={
        <>
          <Button onPress={onClose}>{t("done")}</Button>
          <Button variant="primary" onPress={() => void copy()}>
            {isCopied ? <Check aria-hidden="true" className="size-4" /> : <Copy aria-hidden="true" className="size-4" />}
            <span aria-live="polite">{isCopied ? t("copied") : t("copy")}</span>
          </Button>
        </>
      }
    >
      <p className="mb-4 text-[14px]/[21px] text-text-muted">{t("text", { email })}</p>
      <TextField label={t("url")} value={link.url} isReadOnly inputRef={inputRef} inputClassName="font-mono text-[12px]/[18px]" onFocus={() => inputRef.current?.select()} hint={t("once", { when: `${times.day(expires)}, ${times.time(expires)}` })} />
    </Dialog>
  );
}
