import { type Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { AuthFrame, AuthHeading } from "@/components/auth/auth-frame";
import { destinationOf, safeReturnPath } from "@/components/auth/return-path";
import { SignInForm } from "@/components/auth/sign-in-form";
import { ErrorCode } from "@/lib/protocol/errors";
import { runtime } from "@/server/http/runtime";
import { firstOf, type SearchParams } from "../search-params";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.signIn");
  return { title: t("title"), description: t("noScript") };
}

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const options = await runtime().identity.signInOptions();
  if (options.needsSetup) redirect("/setup");
  const query = await searchParams;
  // next-auth names the place `callbackUrl` when it sends somebody here by itself.
  const returnPath = safeReturnPath(firstOf(query["next"]) ?? firstOf(query["callbackUrl"]));
  const t = await getTranslations("auth.signIn");
  return (
    <AuthFrame organisationName={options.organisationName} text={options.signInText}>
      <AuthHeading title={t("title")}>{t(`goOn.${destinationOf(returnPath)}`, { organisation: options.organisationName })}</AuthHeading>
      <noscript>
        <p className="mb-4 rounded-lg bg-warning-soft px-3.5 py-2.5 text-[13px]/[18px] text-warning-text">{t("noScript")}</p>
      </noscript>
      <SignInForm returnPath={returnPath} singleSignOn={options.singleSignOn} demo={options.demo} refusal={refusalOf(firstOf(query["error"]))} />
    </AuthFrame>
  );
}

/** The provider, or next-auth, sends people back with the reason in the address: a code of ours, or a word of its own. */
function refusalOf(said: string | undefined): ErrorCode | null {
  if (said === undefined) return null;
  const code = ErrorCode.safeParse(said);
  return code.success ? code.data : "sign_in_failed";
}
