import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PrivacySettings } from "@/components/settings/privacy-settings";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.nav");
  return { title: t("privacy") };
}

export default async function PrivacyPage() {
  await requireReader("/settings/privacy");
  return <PrivacySettings />;
}
