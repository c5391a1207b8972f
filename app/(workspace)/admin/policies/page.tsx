import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PoliciesPage } from "@/components/admin/policies-page";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.nav");
  return { title: t("policies") };
}

export default async function AdminPoliciesPage() {
  await requireReader("/admin/policies");
  return <PoliciesPage />;
}
