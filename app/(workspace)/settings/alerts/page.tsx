import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AlertsSettings } from "@/components/settings/alerts-settings";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.nav");
  return { title: t("alerts") };
}

export default async function AlertsPage() {
  await requireReader("/settings/alerts");
  return <AlertsSettings />;
}
