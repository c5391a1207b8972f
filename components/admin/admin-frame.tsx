"use client";
import { Drama, History, LayoutGrid, LogIn, SlidersHorizontal, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode } from "react";
import { SidePlaces } from "@/components/ui/side-places";

/** The administration's list of pages and the sheet beside it. */
export function AdminFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("admin");
  const groups = [
    {
      places: [
        { href: "/admin/users", label: t("nav.users"), icon: <Users aria-hidden="true" strokeWidth={1.75} /> },
        { href: "/admin/groups", label: t("nav.groups"), icon: <LayoutGrid aria-hidden="true" strokeWidth={1.75} /> },
        { href: "/admin/policies", label: t("nav.policies"), icon: <SlidersHorizontal aria-hidden="true" strokeWidth={1.75} /> },
      ],
    },
    { caption: t("nav.place"), places: [{ href: "/admin/organisation", label: t("nav.organisation"), icon: <LogIn aria-hidden="true" strokeWidth={1.75} /> }, { href: "/admin/states", label: t("nav.states"), icon: <Drama aria-hidden="true" strokeWidth={1.75} /> }] },
    { caption: t("nav.records"), places: [{ href: "/admin/audit", label: t("nav.audit"), icon: <History aria-hidden="true" strokeWidth={1.75} /> }] },
  ];
  return (
    <SidePlaces title={t("title")} root="/admin" backLabel={t("back")} groups={groups} width="narrow">
      {children}
    </SidePlaces>
  );
}
