"use client";
import { Activity, Bell, BookUser, CalendarDays, Eye, Info, KeyRound, SlidersHorizontal, User } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode } from "react";
import { SidePlaces } from "@/components/ui/side-places";

/** The settings' list of pages and the sheet beside it. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("settings");
  const places = [
    { href: "/settings/profile", label: t("nav.profile"), icon: <User aria-hidden="true" strokeWidth={1.75} /> },
    { href: "/settings/general", label: t("nav.general"), icon: <SlidersHorizontal aria-hidden="true" strokeWidth={1.75} /> },
    { href: "/settings/status", label: t("nav.status"), icon: <Activity aria-hidden="true" strokeWidth={1.75} /> },
    { href: "/settings/alerts", label: t("nav.alerts"), icon: <Bell aria-hidden="true" strokeWidth={1.75} /> },
    { href: "/settings/calendars", label: t("nav.calendars"), icon: <CalendarDays aria-hidden="true" strokeWidth={1.75} /> },
    { href: "/settings/privacy", label: t("nav.privacy"), icon: <Eye aria-hidden="true" strokeWidth={1.75} /> },
    { href: "/settings/address-books", label: t("nav.addressBooks"), icon: <BookUser aria-hidden="true" strokeWidth={1.75} /> },
    { href: "/settings/security", label: t("nav.security"), icon: <KeyRound aria-hidden="true" strokeWidth={1.75} /> },
    { href: "/settings/about", label: t("nav.about"), icon: <Info aria-hidden="true" strokeWidth={1.75} /> },
  ];
  return (
    <SidePlaces title={t("title")} root="/settings" backLabel={t("back")} groups={[{ places }]}>
      {children}
    </SidePlaces>
  );
}
