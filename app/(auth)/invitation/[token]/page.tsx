import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthFrame } from "@/components/auth/auth-frame";
import { InvitationGate } from "@/components/auth/invitation-gate";
import { runtime } from "@/server/http/runtime";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.invitation");
  // The address of this page is a secret while it works.
  return { title: t("password"), referrer: "no-referrer", robots: { index: false } };
}

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const options = await runtime().identity.signInOptions();
  return (
    <AuthFrame organisationName={options.organisationName} text={options.signInText}>
      <InvitationGate token={token} />
    </AuthFrame>
  );
}
