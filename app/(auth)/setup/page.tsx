import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { AuthFrame, AuthHeading } from "@/components/auth/auth-frame";
import { SetupForm } from "@/components/auth/setup-form";
import { runtime } from "@/server/http/runtime";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.setup");
  return { title: t("title") };
}

export default async function SetupPage() {
  const options = await runtime().identity.signInOptions();
  if (!options.needsSetup) redirect("/sign-in");
  const t = await getTranslations("auth.setup");
  return (
    <AuthFrame organisationName="" text="">
      <AuthHeading title={t("title")}>{t("lead")}</AuthHeading>
      <SetupForm />
    </AuthFrame>
  );
}
