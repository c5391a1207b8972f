"use client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { type SectionKind } from "./list-rows";

/** The name of a section in the reader's language; own groups have their own. */
export function useSectionWords(): (section: SectionKind) => string {
  const t = useTranslations("contacts");
  const access = useTranslations("people.access");
  return useCallback(
    (section) => {
      switch (section.kind) {
        case "group":
          return section.name;
        case "automatic":
          return t(`automatic.${section.of}`);
        case "availability":
          return t(`availability.${section.of}`);
        case "access":
          return access(section.level);
        default:
          return t(`section.${section.kind}`);
      }
    },
    [t, access],
  );
}
