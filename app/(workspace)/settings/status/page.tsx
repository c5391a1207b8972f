import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StatusSettings } from "@/components/settings/status-settings";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.nav");
  return { title: t("status") };
}

export default async function StatusPage() {
  await requireReader("/settings/status");
  return <StatusSettings />;
}
