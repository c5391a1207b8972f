import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { UsersPage } from "@/components/admin/users-page";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.nav");
  return { title: t("users") };
}

export default async function AdminUsersPage() {
  await requireReader("/admin/users");
  return <UsersPage />;
}
