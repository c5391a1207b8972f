import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StatesPage } from "@/components/admin/states-page";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.nav");
  return { title: t("states") };
}

export default async function AdminStatesPage() {
  await requireReader("/admin/states");
  return <StatesPage />;
}
