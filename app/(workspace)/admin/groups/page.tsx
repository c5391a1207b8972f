import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { GroupsPage } from "@/components/admin/groups-page";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.nav");
  return { title: t("groups") };
}

export default async function AdminGroupsPage() {
  await requireReader("/admin/groups");
  return <GroupsPage />;
}
