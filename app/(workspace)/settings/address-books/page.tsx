import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AddressBooksSettings } from "@/components/settings/address-books-settings";
import { requireReader } from "../../../reader";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.nav");
  return { title: t("addressBooks") };
}

export default async function AddressBooksPage() {
  await requireReader("/settings/address-books");
  return <AddressBooksSettings />;
}
