"use client";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useDeferredValue, useState } from "react";
import { PersonAvatar } from "@/components/people/person-avatar";
import { Banner } from "@/components/ui/banner";
import { IconButton } from "@/components/ui/icon-button";
import { SearchField } from "@/components/ui/search-field";
import { useLoad } from "@/components/ui/use-load";
import { codeOf, type CallErrorCode, request } from "@/lib/client";
import { type AdminGroup, adminGroupUpdateRoute, type AdminUser, adminUsersRoute, NAME_MAX } from "@/lib/protocol";
import { LoadState } from "./load-state";

const MEMBERS_SHOWN = 200;
const FOUND_SHOWN = 6;

export function GroupMembers({ group, onChanged }: { group: AdminGroup; onChanged: () => void }) {
  const t = useTranslations("admin.groups");
  const tUi = useTranslations("ui");
  const [typed, setTyped] = useState("");
  const [code, setCode] = useState<CallErrorCode | null>(null);
  const query = useDeferredValue(typed.trim());
  const members = useLoad(group.groupId, async () => (await request(adminUsersRoute, { groupId: group.groupId, limit: MEMBERS_SHOWN })).users);
  const found = useLoad(`found ${query}`, async () => (query === "" ? [] : (await request(adminUsersRoute, { query, limit: FOUND_SHOWN })).users));

  const change = async (input: { addUserIds: AdminUser["userId"][] } | { removeUserIds: AdminUser["userId"][] }): Promise<void> => {
    setCode(null);
    try {
      await request(adminGroupUpdateRoute, { groupId: group.groupId, ...input });
      setTyped("");
      members.reload();
      onChanged();
    } catch (error) {
      setCode(codeOf(error));
    }
  };

  if (!members.value) return <LoadState error={members.error} onRetry={members.reload} />;
  const inside = new Set(members.value.map(({ userId }) => userId));
  const addable = query === "" ? [] : (found.value ?? []).filter(({ userId }) => !inside.has(userId));
  return (
    <div>
      <SearchField className="my-1.5" label={t("addMember")} placeholder={t("addMemberPlaceholder")} clearLabel={tUi("clear")} maxLength={NAME_MAX} value={typed} onChange={setTyped} />
      {code ? (
        <Banner tone="danger" urgent>
          {tUi(`errors.${code}`)}
        </Banner>
      ) : null}
      {query !== "" && found.value && addable.length === 0 && !found.isLoading ? (
        <p role="status" className="py-1 text-[12px]/[16px] text-text-muted">
          {tUi("nothingFound")}
        </p>
      ) : null}
      {addable.length > 0 ? (
        <ul aria-label={t("addMember")} className="mb-2 rounded-md bg-fill px-2">
          {addable.map((user) => (
            <MemberRow key={user.userId} user={user}>
              <IconButton label={`${t("addMember")}: ${user.profile.displayName}`} size="small" onPress={() => void change({ addUserIds: [user.userId] })}>
                <Plus aria-hidden="true" className="size-4" />
              </IconButton>
            </MemberRow>
          ))}
        </ul>
      ) : null}
      {members.value.length === 0 ? <p className="py-1 text-[13px]/[18px] text-text-muted">{t("noMembers")}</p> : null}
      <ul aria-label={t("memberList")}>
        {members.value.map((user) => (
          <MemberRow key={user.userId} user={user}>
            <IconButton label={t("removeMember", { name: user.profile.displayName })} size="small" onPress={() => void change({ removeUserIds: [user.userId] })}>
              <X aria-hidden="true" className="size-3.5" />
            </IconButton>
          </MemberRow>
        ))}
      </ul>
    </div>
  );
}

function MemberRow({ user, children }: { user: AdminUser; children: ReactNode }) {
  return (
    <li className="flex items-center gap-2.5 py-1.5">
      <PersonAvatar userId={user.userId} name={user.profile.displayName} photoUrl={user.photoUrl} size={28} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-[13px]/[16px] font-medium">{user.profile.displayName}</span>
        <span className="block truncate text-[12px]/[15px] text-text-faint">{user.email}</span>
      </span>
      {children}
    </li>
  );
}
