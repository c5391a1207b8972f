"use client";
import { Check, ListPlus, ListX, Mail } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Checkbox as AriaCheckbox } from "react-aria-components/Checkbox";
import { type ConversationId, CONVERSATION_INVITE_MAX, type PersonCard, type UserId } from "@/lib/protocol";
import { codeOf } from "@/lib/client";
import { Avatar } from "@/components/people/avatar";
import { useClient, useStore } from "@/components/people/client-context";
import { useReport } from "@/components/people/report-context";
import { startWith } from "@/components/people/start-with";
import { useStanding } from "@/components/people/use-standing";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { BOX_CLASS, BOX_GROUP } from "@/components/ui/check-class";
import { cx } from "@/components/ui/cx";
import { Dialog } from "@/components/ui/dialog";
import { type DialogProps } from "./dialog-props";

/** Who is in a group of the organisation; a conversation with all of them, or with those chosen [F32, F33]. */
export function OrganisationGroupDialog({ dialog, onClose, onOpenConversation }: DialogProps<"organisation-group">) {
  const t = useTranslations("contacts.members");
  const client = useClient();
  const report = useReport();
  const me = useStore(client.session);
  const { group } = dialog;
  const held = useStore(client.contacts).organisationGroups.find((one) => one.groupId === group.groupId);
  const { status, value } = useStore(client.groupMembers.of(group.groupId));
  const [chosen, setChosen] = useState<ReadonlySet<UserId>>(new Set());
  const [problem, setProblem] = useState<"refused" | "forbidden" | null>(null);
  const [isPending, setPending] = useState(false);

  const others = (value?.members ?? []).filter(({ userId }) => userId !== me.userId);
  const count = chosen.size > 0 ? chosen.size : Math.max(0, (value?.group.memberCount ?? group.memberCount) - ((value?.members.length ?? 0) - others.length));
  const isTooLarge = count > CONVERSATION_INVITE_MAX;
  const start = async (): Promise<ConversationId> => {
    const everybody = chosen.size > 0 ? [...chosen] : (await client.groupMembers.everybody(group.groupId)).map(({ userId }) => userId).filter((userId) => userId !== me.userId);
    return startWith(client, everybody);
  };
  const message = (): void => {
    setPending(true);
    start()
      .then(
        (id) => {
          onClose();
          onOpenConversation(id);
        },
        (error: unknown) => setProblem(codeOf(error) === "policy_forbids" ? "forbidden" : "refused"),
      )
      .finally(() => setPending(false));
  };
  const toggle = (userId: UserId): void => {
    const next = new Set(chosen);
    if (!next.delete(userId)) next.add(userId);
    setChosen(next);
  };

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={group.name}
      closeLabel={t("close")}
      size="small"
      footer={
        <>
          {held?.origin === "published" ? null : (
            <Button className="me-auto" variant="quiet" onPress={() => report(client.contacts.listGroup(group, !held))}>
              {held ? <ListX aria-hidden="true" size={16} strokeWidth={1.75} /> : <ListPlus aria-hidden="true" size={16} strokeWidth={1.75} />}
              {held ? t("unlist") : t("list")}
            </Button>
          )}
          <Button variant="primary" isDisabled={count === 0 || isTooLarge} isPending={isPending} onPress={message}>
            {chosen.size > 0 ? t("messageSome", { count }) : t("messageAll", { count })}
          </Button>
        </>
      }
    >
      {group.email === undefined ? null : (
        <a className={buttonClass({ variant: "text", size: "medium" })} href={`mailto:${group.email}`}>
          <Mail aria-hidden="true" size={14} strokeWidth={2} />
          <bdi dir="ltr">{group.email}</bdi>
        </a>
      )}
      {value ? (
        <>
          <p className="py-2 text-[13px]/[18px] text-text-muted">{t("text")}</p>
          <div role="group" aria-label={t("label")} className="members">
            {others.map((person) => (
              <MemberChoice key={person.userId} person={person} isChosen={chosen.has(person.userId)} onToggle={() => toggle(person.userId)} />
            ))}
            {value.more ? (
              <button type="button" className="row is-note is-more" onClick={() => client.groupMembers.loadMore(group.groupId)}>
                {t("more")}
              </button>
            ) : null}
          </div>
        </>
      ) : (
        <p role="status" className="py-3 text-[13px]/[18px] text-text-muted">
          {status === "failed" ? t("failed") : t("loading")}
        </p>
      )}
      {problem || isTooLarge ? (
        <p role="alert" className="pt-3 text-[13px]/[18px] text-danger-text">
          {problem ? t(problem) : t("tooLarge", { max: String(CONVERSATION_INVITE_MAX) })}
        </p>
      ) : null}
    </Dialog>
  );
}

function MemberChoice({ person, isChosen, onToggle }: { person: PersonCard; isChosen: boolean; onToggle: () => void }): ReactNode {
  const { state, line } = useStanding(person.userId);
  return (
    <AriaCheckbox isSelected={isChosen} onChange={onToggle} className="row group">
      <span aria-hidden="true" className={cx(BOX_CLASS, BOX_GROUP)}>
        <Check className="size-3" strokeWidth={3} />
      </span>
      <Avatar id={person.userId} name={person.displayName} photoUrl={person.photoUrl} state={state} />
      <span className="who">
        <span className="name">
          <bdi className="trunc">{person.displayName}</bdi>
        </span>
        <span className="line">
          <span className="trunc">{[line, person.title].filter(Boolean).join(" · ")}</span>
        </span>
      </span>
    </AriaCheckbox>
  );
}
