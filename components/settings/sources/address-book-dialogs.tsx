"use client";
import { useTranslations } from "next-intl";
import { useClient } from "@/components/people/client-context";
import { ADDRESS_TEXT_MAX, addressBookConnectRoute, addressImportRoute } from "@/lib/protocol";
import { ConnectDialog } from "./connect-dialog";
import { FileDialog, type ReadFile } from "./file-dialog";
import { addressFormatOf } from "./file-names";

export function BookConnectDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("addressBooks");
  const client = useClient();
  return <ConnectDialog title={t("connectTitle")} addressHint={t("carddavHint")} addressPlaceholder="https://dav.example.com/anna/contacts/" isSecret onConnect={(connection) => client.request(addressBookConnectRoute, connection)} onClose={onClose} />;
}

type ImportProps = { onImported: (counts: { imported: number; skipped: number }) => void; onClose: () => void };

export function BookImportDialog({ onImported, onClose }: ImportProps) {
  const t = useTranslations("addressBooks");
  const client = useClient();
  const use = async (name: string, { fileName, text }: ReadFile): Promise<void> => {
    const { imported, skipped } = await client.request(addressImportRoute, { name, format: addressFormatOf(fileName, text), text });
    onImported({ imported, skipped });
  };
  return <FileDialog title={t("importTitle")} submitLabel={t("importSubmit")} accept=".vcf,.csv,text/vcard,text/csv" fileHint={t("importHint")} nameHint={t("importNameHint")} textMax={ADDRESS_TEXT_MAX} onUse={use} onClose={onClose} />;
}
