"use client";
import { Mail, Phone, Plus, Smartphone } from "lucide-react";
import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { type AddressEntry } from "@/lib/protocol";
import { Avatar } from "@/components/people/avatar";
import { usePhoneFormat } from "@/components/people/use-phone-format";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { type DialogProps } from "./dialog-props";

/** Somebody of an own address book: how they can be reached from outside of the organisation. */
export function AddressEntryDialog({ dialog, onClose, onDialog }: DialogProps<"address-entry">) {
  const t = useTranslations("contacts.entry");
  const { entry } = dialog;
  return (
    <Dialog isOpen onOpenChange={onClose} title={t("title")} closeLabel={t("close")} size="small">
      <div className="flex items-start gap-3.5 pb-3">
        <Avatar id={entry.id} name={entry.displayName} size={56} />
        <div className="min-w-0 flex-1">
          <h3 className="card-name" dir="auto">
            {entry.displayName}
          </h3>
          <p className="text-[13px]/[18px] text-text-muted wrap-anywhere">{[entry.title, entry.company].filter(Boolean).join(", ")}</p>
          <p className="pt-1 text-[12px]/[16px] text-text-faint">{t("only")}</p>
        </div>
      </div>
      <div className="kv">
        {entry.phones.map((phone) => (
          <PhoneLine key={`${phone.kind}:${phone.number}`} phone={phone} onAdd={() => onDialog({ kind: "add-number", number: phone.number, suggestedName: entry.displayName })} />
        ))}
        {entry.emails.map((email) => (
          <Fragment key={email}>
            <Mail aria-hidden="true" strokeWidth={2} />
            <span className="kv-text wrap-anywhere">
              <a href={`mailto:${email}`} dir="ltr">
                {email}
              </a>
            </span>
          </Fragment>
        ))}
      </div>
    </Dialog>
  );
}

function PhoneLine({ phone, onAdd }: { phone: AddressEntry["phones"][number]; onAdd: () => void }) {
  const t = useTranslations("contacts.entry");
  const kinds = useTranslations("people.card");
  const format = usePhoneFormat();
  const Icon = phone.kind === "mobile" ? Smartphone : Phone;
  return (
    <>
      <Icon aria-hidden="true" strokeWidth={2} />
      <span className="kv-text wrap-anywhere">
        <a href={`tel:${phone.number}`} dir="ltr">
          {format(phone.number)}
        </a>
      </span>
      <span className="kv-end">
        {kinds(phone.kind)}
        <IconButton size="tiny" label={t("addNumber", { number: format(phone.number) })} onPress={onAdd}>
          <Plus aria-hidden="true" size={14} strokeWidth={2} />
        </IconButton>
      </span>
    </>
  );
}
