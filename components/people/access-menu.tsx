"use client";
import { useTranslations } from "next-intl";
import { type AccessGroup, ACCESS_LEVELS, type AccessLevel, type UserId } from "@/lib/protocol";
import { Menu, MenuItem, MenuSection, MenuSeparator, type MenuProps } from "@/components/ui/menu";
import { useClient, useStore } from "./client-context";
import { useReport } from "./report-context";

type Popover = {
  popover?: NonNullable<MenuProps<object>["popover"]>;
  /** Due without a trigger around it, which would close it by itself. */
  onClose?: () => void;
};

/** What one person sees of me. */
export function AccessMenu({ userId, name, level, ...rest }: Popover & { userId: UserId; name: string; level: AccessLevel }) {
  const client = useClient();
  const report = useReport();
  return <LevelMenu name={name} level={level} onChoose={(chosen) => report(client.people.setAccess(userId, chosen))} {...rest} />;
}

/** What everybody in a group sees of me, now and later; or nothing is said about the group. */
export function GroupAccessMenu({ group, name, ...rest }: Popover & { group: AccessGroup; name: string }) {
  const t = useTranslations("people.access");
  const client = useClient();
  const report = useReport();
  const { value } = useStore(client.access);
  const level = value?.groups.find((said) => isSame(said.group, group))?.level ?? null;
  return <LevelMenu name={name} level={value ? (level ?? "none") : null} none={t("noneHint")} onChoose={(chosen) => report(client.access.setGroup(group, chosen))} {...rest} />;
}

function isSame(one: AccessGroup, other: AccessGroup): boolean {
  return one.kind === "group" ? other.kind === "group" && one.groupId === other.groupId : other.kind === "contact-group" && one.contactGroupId === other.contactGroupId;
}

type LevelMenuProps = Popover & {
  name: string;
  /** Null: not known yet. */
  level: AccessLevel | "none" | null;
  /** What it means to say nothing; left out, one must be chosen. */
  none?: string;
  onChoose: (level: AccessLevel | null) => void;
};

/** A choice of consequence, so each level says what it gives. */
function LevelMenu({ name, level, none, onChoose, onClose, popover }: LevelMenuProps) {
  const t = useTranslations("people.access");
  return (
    <Menu
      aria-label={t("title", { name })}
      className="w-79 max-w-[calc(100vw-24px)]"
      selectionMode="single"
      selectedKeys={level === null ? [] : [level]}
      disallowEmptySelection
      onAction={(key) => {
        if (key === level) return;
        const chosen = ACCESS_LEVELS.find((candidate) => candidate === key);
        if (chosen || key === "none") onChoose(chosen ?? null);
      }}
      {...(popover ? { popover } : {})}
      {...(onClose ? { onClose } : {})}
    >
      <MenuSection title={t("title", { name })}>
        {(["personal", "team", "company", "public"] as const).map((candidate) => (
          <MenuItem key={candidate} id={candidate} description={t(`${candidate}Hint`)}>
            {t(candidate)}
          </MenuItem>
        ))}
      </MenuSection>
      {none === undefined ? null : (
        <MenuItem id="none" description={none}>
          {t("none")}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem id="blocked" tone="danger" description={t("blockedHint")}>
        {t("blocked")}
      </MenuItem>
    </Menu>
  );
}
