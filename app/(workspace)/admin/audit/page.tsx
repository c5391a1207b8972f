import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditPage } from "@/components/admin/audit-page";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.nav");
  return { title: t("audit") };
}

export default async function AdminAuditPage() {
  await requireReader("/admin/audit");
  return <AuditPage />;
}
