"use client";
import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { type CallErrorCode } from "@/lib/client";

/** How long a refusal stays to be read, in ms. */
const STAY_MS = 6_000;

/** Says that a quick action was refused and taken back. */
export function Notice({ code, onDone }: { code: CallErrorCode; onDone: () => void }) {
  const t = useTranslations("shell.notice");
  const people = useTranslations("people.card");
  useEffect(() => {
    const timer = setTimeout(onDone, STAY_MS);
    return () => clearTimeout(timer);
  }, [code, onDone]);
  return (
    <div className="notice" role="alert">
      <CircleAlert aria-hidden="true" size={16} strokeWidth={1.75} />
      {code === "person_not_found" ? people("absent") : code === "disconnected" ? t("disconnected") : code === "contact_limit" || code === "group_limit" ? t("limit") : code === "policy_forbids" || code === "forbidden" ? t("forbidden") : t("refused")}
    </div>
  );
}
