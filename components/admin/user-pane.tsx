"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PersonAvatar } from "@/components/people/person-avatar";
import { Tabs } from "@/components/ui/tabs";
import { useLoad } from "@/components/ui/use-load";
import { request } from "@/lib/client";
import { type AdminGroup, type AdminUser, adminUserRoute, type UserId } from "@/lib/protocol";
import { AuditList } from "./audit-list";
import { LoadState } from "./load-state";
import { SidePane } from "./side-pane";
import { UserAccount } from "./user-account";
import { UserPolicy } from "./user-policy";

type TabId = "account" | "policy" | "audit";

/** One user beside the table: who may do what, what applies and why, what was changed. */
export function UserPane({ userId, groups, onClose, onChanged }: { userId: UserId; groups: readonly AdminGroup[]; onClose: () => void; onChanged: () => void }) {
  const t = useTranslations("admin.user");
  const [tab, setTab] = useState<TabId>("account");
  const load = useLoad(userId, () => request(adminUserRoute, { userId }));
  const user = load.value;

  const changed = (next: AdminUser): void => {
    load.set(next);
    onChanged();
  };

  return (
    <SidePane label={t("pane", { name: user?.profile.displayName ?? "" })} closeLabel={t("close")} onClose={onClose} head={user ? <PaneHead user={user} /> : null}>
      {user ? (
        <Tabs<TabId>
          className="flex-1"
          label={t("pane", { name: user.profile.displayName })}
          value={tab}
          onChange={setTab}
          tabs={[
            { id: "account", label: t("tabs.account"), content: <UserAccount user={user} groups={groups} onChanged={changed} /> },
            { id: "policy", label: t("tabs.policy"), content: <UserPolicy user={user} groups={groups} /> },
            { id: "audit", label: t("tabs.audit"), content: <AuditList targetId={user.userId} groups={groups} look="narrow" /> },
          ]}
        />
      ) : (
        <LoadState error={load.error} onRetry={load.reload} />
      )}
    </SidePane>
  );
}

function PaneHead({ user }: { user: AdminUser }) {
  return (
    <>
      <PersonAvatar userId={user.userId} name={user.profile.displayName} photoUrl={user.photoUrl} size={40} />
      <div className="min-w-0">
        <h2 className="truncate text-[15px]/[20px] font-semibold">{user.profile.displayName}</h2>
        <p className="truncate text-[12px]/[16px] text-text-muted">{[user.profile.title, user.email].filter(Boolean).join(" · ")}</p>
      </div>
    </>
  );
}
