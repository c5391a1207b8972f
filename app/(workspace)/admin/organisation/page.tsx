import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OrganisationPage } from "@/components/admin/organisation-page";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.nav");
  return { title: t("organisation") };
}

export default async function AdminOrganisationPage() {
  await requireReader("/admin/organisation");
  return <OrganisationPage />;
}
