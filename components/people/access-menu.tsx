"use client";
import { useTranslations } from "next-intl";
import { ACCESS_LEVELS, type AccessLevel, type UserId } from "@/lib/protocol";
import { Menu, MenuItem, MenuSection, MenuSeparator, type MenuProps } from "@/components/ui/menu";
import { useClient } from "./client-context";
import { useReport } from "./report-context";

type Props = { userId: UserId; name: string; level: AccessLevel; popover?: NonNullable<MenuProps<object>["popover"]> };

/** What one person sees of me: a choice of consequence, so each level says what it gives. */
export function AccessMenu({ userId, name, level, popover }: Props) {
  const t = useTranslations("people.access");
  const client = useClient();
  const report = useReport();
  const choose = (chosen: AccessLevel): void => report(client.people.setAccess(userId, chosen));
  return (
    <Menu
      aria-label={t("title", { name })}
      className="w-79 max-w-[calc(100vw-24px)]"
      selectionMode="single"
      selectedKeys={[level]}
      disallowEmptySelection
      onAction={(key) => {
        const chosen = ACCESS_LEVELS.find((candidate) => candidate === key);
        if (chosen && chosen !== level) choose(chosen);
      }}
      {...(popover ? { popover } : {})}
    >
      <MenuSection title={t("title", { name })}>
        {(["personal", "team", "company", "public"] as const).map((candidate) => (
          <MenuItem key={candidate} id={candidate} description={t(`${candidate}Hint`)}>
            {t(candidate)}
          </MenuItem>
        ))}
      </MenuSection>
      <MenuSeparator />
      <MenuItem id="blocked" tone="danger" description={t("blockedHint")}>
        {t("blocked")}
      </MenuItem>
    </Menu>
  );
}
