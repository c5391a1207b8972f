"use client";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { Spinner } from "@/components/ui/spinner";
import { codeOf, type CallErrorCode } from "@/lib/client/call-error";
import { AuthHeading } from "./auth-frame";
import { type Invitation, InvitationForm } from "./invitation-form";

type State = { kind: "loading" } | { kind: "usable"; invitation: Invitation } | { kind: "refused"; code: CallErrorCode };

/** Asks whom the link is for, then shows the form, or why there is none. */
export function InvitationGate({ token }: { token: string }) {
  const t = useTranslations("auth.invitation");
  const tUi = useTranslations("ui");
  const [state, setState] = useState<State>({ kind: "loading" });

  useEffect(() => {
    let isCurrent = true;
    const show = (next: State): void => {
      if (isCurrent) setState(next);
    };
    findInvitation(token).then(
      (invitation) => show({ kind: "usable", invitation }),
      (error: unknown) => show({ kind: "refused", code: codeOf(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [token]);

  if (state.kind === "usable") return <InvitationForm token={token} invitation={state.invitation} />;
  if (state.kind === "loading") {
    return (
      <p role="status" className="flex items-center gap-2 text-[14px]/[21px] text-text-muted">
        <Spinner /> {tUi("loading")}
      </p>
    );
  }
  // A token too short or too long is as dead as a used one.
  const isDead = state.code === "invitation_not_found" || state.code === "invalid_input";
  return (
    <>
      <AuthHeading title={t("deadTitle")}>{isDead ? t("deadText") : tUi(`errors.${state.code}`)}</AuthHeading>
      <a href="/sign-in" className={buttonClass({ size: "large", className: "w-full" })}>
        {t("toSignIn")}
      </a>
    </>
  );
}

async function findInvitation(token: string): Promise<Invitation> {
  const [{ request }, { invitationRoute }] = await Promise.all([import("@/lib/client/http"), import("@/lib/protocol/identity")]);
  return request(invitationRoute, { token });
}
