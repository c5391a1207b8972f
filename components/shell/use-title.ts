"use client";
import { useTranslations } from "next-intl";
import { useEffect } from "react";

/** The window's title with what is unread, and the same number on the icon of an installed app. */
export function useTitle(place: string, unread: number): void {
  const t = useTranslations("shell");
  const title = unread > 0 ? t("titleUnread", { count: String(unread), place }) : t("title", { place });
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    if (!("setAppBadge" in navigator)) return;
    // Refused outside an installed app: then there is no icon to put it on.
    (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => undefined);
  }, [unread]);
}
