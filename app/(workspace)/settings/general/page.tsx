import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { GeneralSettings } from "@/components/settings/general-settings";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.nav");
  return { title: t("general") };
}

export default async function GeneralPage() {
  await requireReader("/settings/general");
  return <GeneralSettings />;
}
