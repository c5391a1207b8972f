import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SecuritySettings } from "@/components/settings/security-settings";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.nav");
  return { title: t("security") };
}

export default async function SecurityPage() {
  await requireReader("/settings/security");
  return <SecuritySettings />;
}
