import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CalendarsSettings } from "@/components/settings/calendars-settings";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.nav");
  return { title: t("calendars") };
}

export default async function CalendarsPage() {
  await requireReader("/settings/calendars");
  return <CalendarsSettings />;
}
