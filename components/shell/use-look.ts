"use client";
import { useLocale } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useClient, useStore } from "@/components/people/client-context";

/** Puts a changed theme and density on the page at once, and asks for it again in a changed language. */
export function useLook(): void {
  const { settings } = useStore(useClient().session);
  const locale = useLocale();
  const router = useRouter();
  const asked = useRef(settings.language);
  useEffect(() => {
    document.documentElement.dataset["theme"] = settings.theme;
    document.documentElement.dataset["density"] = settings.density;
  }, [settings.theme, settings.density]);
  useEffect(() => {
    if (asked.current === settings.language) return;
    asked.current = settings.language;
    if (settings.language !== locale) router.refresh();
  }, [settings.language, locale, router]);
}
