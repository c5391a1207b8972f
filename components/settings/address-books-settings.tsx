"use client";
import { BookUser, FileUp, Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useClient, useStore } from "@/components/people/client-context";
import { lazyPart } from "@/components/people/lazy-part";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { addressBookRefreshRoute, addressBookRemoveRoute } from "@/lib/protocol";
import { useSaving } from "./saving";
import { SettingsPage, SettingsSection } from "./settings-page";
import { SourceList } from "./sources/source-list";
import { SourceRow } from "./sources/source-row";

const BookConnectDialog = lazyPart(() => import("./sources/address-book-dialogs").then((module) => module.BookConnectDialog));
const BookImportDialog = lazyPart(() => import("./sources/address-book-dialogs").then((module) => module.BookImportDialog));

const ICON = { "aria-hidden": true, className: "size-4", strokeWidth: 1.75 } as const;

/** People outside the directory, found in the search beside it; only I see them [F28]. */
export function AddressBooksSettings() {
  const t = useTranslations("addressBooks");
  return (
    <SettingsPage title={t("title")} lead={t("lead")}>
      <SettingsSection title={t("list")} lead={t("listLead")}>
        <Books />
      </SettingsSection>
    </SettingsPage>
  );
}

function Books() {
  const t = useTranslations("addressBooks");
  const client = useClient();
  const snapshot = useStore(client.addressBooks);
  const { save } = useSaving();
  const [open, setOpen] = useState<"connect" | "import" | null>(null);
  const [counts, setCounts] = useState<{ imported: number; skipped: number } | null>(null);
  const close = (): void => {
    setOpen(null);
    client.addressBooks.refresh();
  };
  const change = (run: () => Promise<unknown>): Promise<unknown> => save("address-books", run).then(() => client.addressBooks.refresh());
  return (
    <>
      {counts ? (
        <Banner tone={counts.imported === 0 ? "warning" : "positive"}>
          {t("imported", { count: counts.imported })}
          {counts.skipped > 0 ? ` ${t("skipped", { count: counts.skipped })}` : null}
        </Banner>
      ) : null}
      <SourceList label={t("list")} snapshot={snapshot} empty={t("empty")}>
        {(book) => (
          <SourceRow
            key={book.id}
            source={book}
            icon={<BookUser aria-hidden="true" strokeWidth={1.75} />}
            kind={`${t(`kinds.${book.kind}`)} · ${t("entries", { count: book.entryCount })}`}
            removeTitle={t("removeTitle", { name: book.name })}
            removeText={t("removeText", { count: book.entryCount })}
            {...(book.kind === "imported" ? {} : { onRefresh: () => change(() => client.request(addressBookRefreshRoute, { addressBookId: book.id })) })}
            onRemove={() => change(() => client.request(addressBookRemoveRoute, { addressBookId: book.id }))}
          />
        )}
      </SourceList>
      <div className="flex flex-wrap gap-2">
        <Button onPress={() => setOpen("import")}>
          <FileUp {...ICON} />
          {t("import")}
        </Button>
        <Button onPress={() => setOpen("connect")}>
          <Link2 {...ICON} />
          {t("connect")}
        </Button>
      </div>
      {open === "connect" ? <BookConnectDialog onClose={close} /> : open === "import" ? <BookImportDialog onImported={setCounts} onClose={close} /> : null}
    </>
  );
}
