"use client";
import { useTranslations } from "next-intl";
import { PersonAvatar } from "@/components/people/person-avatar";
import { formatPhone } from "@/components/people/phone-format";
import { useTimes } from "@/components/people/use-times";
import { Checkbox } from "@/components/ui/checkbox";
import { Chip } from "@/components/ui/chip";
import { cx } from "@/components/ui/cx";
import { FOCUS_RING } from "@/components/ui/focus";
import { ColumnHead, Table, TableCell, TableRow } from "@/components/ui/table";
import { type AdminGroup, type AdminUser, type UserId } from "@/lib/protocol";

export type UsersTableProps = {
  users: readonly AdminUser[];
  groups: readonly AdminGroup[];
  /** Over all pages, so that a selection survives turning them. */
  selected: ReadonlyMap<UserId, AdminUser>;
  onSelect: (selected: ReadonlyMap<UserId, AdminUser>) => void;
  openUserId: UserId | null;
  onOpen: (userId: UserId) => void;
};

export function UsersTable({ users, groups, selected, onSelect, openUserId, onOpen }: UsersTableProps) {
  const t = useTranslations("admin.users");
  const here = users.filter(({ userId }) => selected.has(userId)).length;

  const toggle = (chosen: readonly AdminUser[], isSelected: boolean): void => {
    const next = new Map(selected);
    for (const user of chosen) {
      if (isSelected) next.set(user.userId, user);
      else next.delete(user.userId);
    }
    onSelect(next);
  };

  return (
    // The table is wider than a phone: it scrolls in its own box, which the keyboard can reach.
    <div tabIndex={0} role="region" aria-label={t("title")} className={cx("@container min-h-0 flex-1 overflow-auto -outline-offset-2", FOCUS_RING)}>
      <Table
        label={t("title")}
        head={
          <>
            <ColumnHead className="w-11.5">
              <Checkbox aria-label={t("selectAll")} isSelected={here === users.length} isIndeterminate={here > 0 && here < users.length} onChange={(isSelected) => toggle(users, isSelected)} />
            </ColumnHead>
            <ColumnHead>{t("columns.name")}</ColumnHead>
            <ColumnHead className="@max-2xl:hidden">{t("columns.department")}</ColumnHead>
            <ColumnHead className="@max-3xl:hidden">{t("columns.number")}</ColumnHead>
            <ColumnHead className="@max-4xl:hidden">{t("columns.groups")}</ColumnHead>
            <ColumnHead className="@max-xl:hidden">{t("columns.status")}</ColumnHead>
            <ColumnHead className="@max-2xl:hidden">{t("columns.lastSeen")}</ColumnHead>
          </>
        }
      >
        {users.map((user) => (
          <UserRow key={user.userId} user={user} groups={groups} isSelected={selected.has(user.userId)} isOpen={user.userId === openUserId} onSelect={(isSelected) => toggle([user], isSelected)} onOpen={() => onOpen(user.userId)} />
        ))}
      </Table>
    </div>
  );
}

type UserRowProps = { user: AdminUser; groups: readonly AdminGroup[]; isSelected: boolean; isOpen: boolean; onSelect: (isSelected: boolean) => void; onOpen: () => void };

function UserRow({ user, groups, isSelected, isOpen, onSelect, onOpen }: UserRowProps) {
  const t = useTranslations("admin");
  const times = useTimes();
  const names = groups.filter(({ groupId }) => user.groupIds.includes(groupId)).map(({ name }) => name);
  const { displayName, department, workPhone } = user.profile;
  return (
    <TableRow isSelected={isSelected} isOpen={isOpen} onOpen={onOpen}>
      <TableCell>
        <Checkbox aria-label={t("users.selectOne", { name: displayName })} isSelected={isSelected} onChange={onSelect} />
      </TableCell>
      <TableCell className="w-full max-w-0 min-w-40 @xl:min-w-52">
        <span className="flex min-w-0 items-center gap-2.5">
          <PersonAvatar userId={user.userId} name={displayName} photoUrl={user.photoUrl} size={28} />
          <span className="min-w-0">
            <button type="button" onClick={onOpen} aria-expanded={isOpen} className={cx("block max-w-full truncate rounded-sm text-[13px]/[16px] font-medium pointer-coarse:min-h-6", user.status === "disabled" ? "text-text-muted" : "", FOCUS_RING)}>
              {displayName}
            </button>
            <span className="block truncate text-[12px]/[15px] text-text-faint">{user.email}</span>
          </span>
        </span>
      </TableCell>
      <TableCell className="max-w-40 truncate text-text-muted @max-2xl:hidden">{department ?? ""}</TableCell>
      <TableCell className="@max-3xl:hidden">{workPhone ? formatPhone(workPhone) : <span className="text-text-faint">{t("none")}</span>}</TableCell>
      <TableCell className="max-w-48 truncate @max-4xl:hidden">{names.length > 0 ? names.join(", ") : <span className="text-text-faint">{t("none")}</span>}</TableCell>
      <TableCell className="@max-xl:hidden">
        <StatusWords user={user} />
      </TableCell>
      <TableCell className="tabular text-text-muted @max-2xl:hidden">{user.lastSeenAt ? times.short(Date.parse(user.lastSeenAt)) : t("never")}</TableCell>
    </TableRow>
  );
}

/** The usual needs no colour: only what differs from an active user is marked. */
export function StatusWords({ user }: { user: Pick<AdminUser, "status" | "role"> }) {
  const t = useTranslations("admin");
  if (user.status === "invited") return <Chip tone="warning" size="small">{t("status.invited")}</Chip>;
  if (user.status === "disabled") return <Chip size="small">{t("status.disabled")}</Chip>;
  return <span className="text-text-muted">{user.role === "admin" ? t("role.admin") : t("status.active")}</span>;
}
