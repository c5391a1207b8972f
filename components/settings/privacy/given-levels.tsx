"use client";
import { ChevronDown, Users, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { Avatar } from "@/components/people/avatar";
import { useClient, useStore } from "@/components/people/client-context";
import { lazyPart } from "@/components/people/lazy-part";
import { PersonAvatar } from "@/components/people/person-avatar";
import { useReport } from "@/components/people/report-context";
import { buttonClass } from "@/components/ui/button-class";
import { IconButton } from "@/components/ui/icon-button";
import { Spinner } from "@/components/ui/spinner";
import { type AccessGroup, type AccessLevel, type UserId } from "@/lib/protocol";
import { accessKey } from "./access-key";

const AccessMenu = lazyPart(() => import("@/components/people/access-menu").then((module) => module.AccessMenu));
const GroupAccessMenu = lazyPart(() => import("@/components/people/access-menu").then((module) => module.GroupAccessMenu));

/** People and groups I gave a level by name; a change is seen by them at once. */
export function GivenLevels() {
  const t = useTranslations("privacy.given");
  const tUi = useTranslations("ui");
  const client = useClient();
  const report = useReport();
  const { value, status } = useStore(client.access);
  if (!value) {
    return (
      <p role="status" className="flex items-center gap-2 text-[13px]/[18px] text-text-muted">
        {status === "failed" ? (
          t("failed")
        ) : (
          <>
            <Spinner /> {tUi("loading")}
          </>
        )}
      </p>
    );
  }
  const { people, groups } = value;
  if (people.length + groups.length === 0) return <p className="max-w-[68ch] text-[14px]/[21px] text-pretty text-text-muted">{t("empty")}</p>;
  return (
    <ul aria-label={t("title")} className="border-t border-border">
      {groups.map(({ group, name, level }) => (
        <GivenRow
          key={accessKey(group)}
          name={name}
          line={group.kind === "group" ? t("organisationGroup") : t("ownGroup")}
          level={level}
          picture={<Avatar id={accessKey(group)} name={name} size={28} icon={<Users aria-hidden="true" className="size-3.5" strokeWidth={1.75} />} />}
          whom={{ group }}
          onForget={() => report(client.access.setGroup(group, null))}
        />
      ))}
      {people.map(({ person, level }) => (
        <GivenRow
          key={person.userId}
          name={person.displayName}
          line={[person.title, person.company].filter(Boolean).join(", ")}
          level={level}
          picture={<PersonAvatar userId={person.userId} name={person.displayName} photoUrl={person.photoUrl} size={28} />}
          whom={{ userId: person.userId }}
          onForget={() => report(client.people.setAccess(person.userId, null))}
        />
      ))}
    </ul>
  );
}

type RowProps = { name: string; line: string; level: AccessLevel; picture: ReactNode; whom: { userId: UserId } | { group: AccessGroup }; onForget: () => void };

function GivenRow({ name, line, level, picture, whom, onForget }: RowProps) {
  const t = useTranslations("privacy.given");
  const levelWords = useTranslations("people.access");
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const popover = { triggerRef: anchor, isOpen: true, placement: "bottom end" as const, onOpenChange: setOpen };
  return (
    <li className="flex items-center gap-3 border-b border-border py-2">
      {picture}
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-[14px]/[18px] font-medium">{name}</bdi>
        <span className="block truncate text-[12px]/[16px] text-text-muted">{line}</span>
      </span>
      <button ref={anchor} type="button" aria-haspopup="menu" aria-expanded={isOpen} aria-label={t("change", { name, level: levelWords(level) })} className={buttonClass({ className: level === "blocked" ? "text-danger-text" : "" })} onClick={() => setOpen(true)}>
        {levelWords(level)}
        <ChevronDown aria-hidden="true" className="size-3" strokeWidth={2} />
      </button>
      <IconButton label={t("forget", { name })} onPress={onForget}>
        <X aria-hidden="true" className="size-4" />
      </IconButton>
      {!isOpen ? null : "group" in whom ? <GroupAccessMenu group={whom.group} name={name} popover={popover} onClose={() => setOpen(false)} /> : <AccessMenu userId={whom.userId} name={name} level={level} popover={popover} onClose={() => setOpen(false)} />}
    </li>
  );
}
