import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AboutSettings } from "@/components/settings/about-settings";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.nav");
  return { title: t("about") };
}

export default async function AboutPage() {
  await requireReader("/settings/about");
  return <AboutSettings />;
}
