"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useClient, useStore } from "@/components/people/client-context";
import { useTimes } from "@/components/people/use-times";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Select } from "@/components/ui/select";
import { codeOf, request } from "@/lib/client";
import { type AdminGroup, type AdminUser, adminUserInviteRoute, adminUserSignOutRoute, adminUserUpdateRoute, type GroupId, Role } from "@/lib/protocol";
import { type InvitationLink, LinkDialog } from "./link-dialog";
import { PaneLine, PaneSection } from "./pane-section";
import { UserProfileForm } from "./user-profile-form";
import { StatusWords } from "./users-table";

type Props = { user: AdminUser; groups: readonly AdminGroup[]; onChanged: (user: AdminUser) => void };

export function UserAccount({ user, groups, onChanged }: Props) {
  const t = useTranslations("admin.user");
  const tAdmin = useTranslations("admin");
  const tErrors = useTranslations("ui.errors");
  const tUi = useTranslations("ui");
  const times = useTimes();
  const me = useStore(useClient().session);
  const [note, setNote] = useState<{ tone: "positive" | "danger"; text: string } | null>(null);
  const [link, setLink] = useState<InvitationLink | null>(null);
  const [asksDisable, setAsksDisable] = useState(false);
  const isSelf = me.userId === user.userId;

  const act = async (run: () => Promise<string | null>): Promise<void> => {
    setNote(null);
    try {
      const text = await run();
      setNote(text ? { tone: "positive", text } : null);
    } catch (error) {
      setNote({ tone: "danger", text: tErrors(codeOf(error)) });
    } finally {
      setAsksDisable(false);
    }
  };
  const update = (patch: { role?: Role; status?: "active" | "disabled"; groupIds?: GroupId[] }): Promise<void> =>
    act(async () => {
      onChanged(await request(adminUserUpdateRoute, { userId: user.userId, ...patch }));
      return null;
    });
  const invite = (): Promise<void> =>
    act(async () => {
      setLink(await request(adminUserInviteRoute, { userId: user.userId }));
      return null;
    });
  const signOut = (): Promise<void> => act(async () => t("signedOut", { count: (await request(adminUserSignOutRoute, { userId: user.userId })).ended }));

  return (
    <div>
      {note ? (
        <Banner tone={note.tone} urgent={note.tone === "danger"} className="mx-5 mt-4">
          {note.text}
        </Banner>
      ) : null}
      <PaneSection title={t("signIn")}>
        <PaneLine title={t("state")} text={t(`stateText.${user.status}`)}>
          <StatusWords user={{ ...user, role: "user" }} />
        </PaneLine>
        <PaneLine title={t("role")} text={isSelf ? t("self") : t(`roleText.${user.role}`)}>
          <Select size="inline" label={t("role")} labelHidden options={Role.options.map((id) => ({ id, label: tAdmin(`role.${id}`) }))} value={user.role} onChange={(role) => void update({ role })} />
        </PaneLine>
        <PaneLine title={t("lastSeen")} text={user.hasPassword ? t("hasPassword") : t("noPassword")}>
          <span className="tabular text-text-muted">{user.lastSeenAt ? times.short(Date.parse(user.lastSeenAt)) : tAdmin("never")}</span>
        </PaneLine>
        <PaneLine title={t("address")} text={<span className="break-all">{user.sipUri}</span>} />
      </PaneSection>
      <PaneSection title={t("actions")}>
        <PaneLine title={t("newLink")} text={t(`newLinkText.${user.status}`)}>
          <Button size="small" isDisabled={user.status === "disabled"} onPress={() => void invite()}>
            {t("newLink")}
          </Button>
        </PaneLine>
        <PaneLine title={t("signOut")} text={t("signOutText")}>
          <Button size="small" onPress={() => void signOut()}>
            {tAdmin("bulk.signOut")}
          </Button>
        </PaneLine>
        {user.status === "disabled" ? (
          <PaneLine title={t("enable")} text={t("enableText")}>
            <Button size="small" onPress={() => void update({ status: "active" })}>
              {tAdmin("bulk.enable")}
            </Button>
          </PaneLine>
        ) : (
          <PaneLine title={t("disable")} text={t("disableText")}>
            <Button size="small" variant="danger" onPress={() => setAsksDisable(true)}>
              {tAdmin("bulk.disable")}
            </Button>
          </PaneLine>
        )}
      </PaneSection>
      <UserGroups user={user} groups={groups} onChange={(groupIds) => void update({ groupIds })} />
      <UserProfileForm key={JSON.stringify(user.profile)} user={user} onChanged={onChanged} />
      {link ? <LinkDialog link={link} name={user.profile.displayName} email={user.email} onClose={() => setLink(null)} /> : null}
      <AlertDialog isOpen={asksDisable} onOpenChange={setAsksDisable} title={t("disableTitle", { name: user.profile.displayName })} confirmLabel={tAdmin("bulk.disable")} cancelLabel={tUi("cancel")} onConfirm={() => void update({ status: "disabled" })}>
        {t("disableLong", { name: user.profile.displayName })}
      </AlertDialog>
    </div>
  );
}

function UserGroups({ user, groups, onChange }: { user: AdminUser; groups: readonly AdminGroup[]; onChange: (groupIds: GroupId[]) => void }) {
  const t = useTranslations("admin.user");
  const inside = groups.filter(({ groupId }) => user.groupIds.includes(groupId));
  const outside = groups.filter(({ groupId }) => !user.groupIds.includes(groupId));
  return (
    <PaneSection title={t("groups")}>
      {inside.length === 0 ? <p className="py-1 text-[13px]/[18px] text-text-muted">{t("noGroups")}</p> : null}
      <ul className="flex flex-wrap gap-1.5 py-1">
        {inside.map((group) => (
          <li key={group.groupId}>
            <Chip tone="accent">
              {group.name}
              <button type="button" aria-label={t("removeGroup", { group: group.name })} onClick={() => onChange(user.groupIds.filter((groupId) => groupId !== group.groupId))} className="-me-1 inline-flex size-4.5 items-center justify-center rounded-full hover:bg-fill-press pointer-coarse:size-9">
                <X aria-hidden="true" className="size-3" strokeWidth={2} />
              </button>
            </Chip>
          </li>
        ))}
      </ul>
      {outside.length > 0 ? (
        <Select
          size="inline"
          className="mt-1.5 max-w-60"
          label={t("addGroup")}
          labelHidden
          placeholder={t("addGroup")}
          options={outside.map(({ groupId, name }) => ({ id: groupId, label: name }))}
          value={null}
          onChange={(id) => {
            const group = outside.find(({ groupId }) => groupId === id);
            if (group) onChange([...user.groupIds, group.groupId]);
          }}
        />
      ) : null}
    </PaneSection>
  );
}
