import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProfileSettings } from "@/components/settings/profile-settings";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.nav");
  return { title: t("profile") };
}

export default async function ProfilePage() {
  await requireReader("/settings/profile");
  return <ProfileSettings />;
}
