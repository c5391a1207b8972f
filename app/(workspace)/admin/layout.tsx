import { NextIntlClientProvider } from "next-intl";
import { getTranslations } from "next-intl/server";
import { type ReactNode } from "react";
import { AdminFrame } from "@/components/admin/admin-frame";
import { EmptyState } from "@/components/ui/empty-state";
import { compiledMessagesOf } from "@/lib/messages/compiled";
import { reader } from "../../reader";

/** For administrators. The server refuses everybody else's calls by itself; this only spares them an empty page. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { me, locale } = await reader();
  if (!me) return children;
  if (me.role !== "admin") {
    const t = await getTranslations("admin.forbidden");
    return (
      <div className="flex flex-1 items-center justify-center">
        <EmptyState title={t("title")}>{t("text")}</EmptyState>
      </div>
    );
  }
  const { ui, admin, people, timeline } = compiledMessagesOf(locale);
  return (
    <NextIntlClientProvider messages={{ ui, admin, people, timeline }}>
      <AdminFrame>{children}</AdminFrame>
    </NextIntlClientProvider>
  );
}
