import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuthFrame } from "@/components/auth/auth-frame";
import { safeReturnPath } from "@/components/auth/return-path";
import { SignedOutCard, signedOutReason } from "@/components/auth/signed-out-card";
import { runtime } from "@/server/http/runtime";
import { firstOf, type SearchParams } from "../search-params";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.signedOut.title");
  return { title: t("signed-out") };
}

export default async function SignedOutPage({ searchParams }: { searchParams: SearchParams }) {
  const options = await runtime().identity.signInOptions();
  const query = await searchParams;
  return (
    <AuthFrame organisationName={options.organisationName} text={options.signInText}>
      <SignedOutCard reason={signedOutReason(firstOf(query["reason"]))} returnPath={safeReturnPath(firstOf(query["next"]))} />
    </AuthFrame>
  );
}
