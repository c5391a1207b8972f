"use client";
import { MessagesSquare } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type ConversationId, type Party, type PartyId } from "@/lib/protocol";
import { type ConversationSnapshot, type ConversationStore } from "@/lib/client";
import { useClient, useStore } from "@/components/people/client-context";
import { othersOf, useConversationTitle } from "@/components/people/conversation-title";
import { Composer, type Editing } from "@/components/timeline/composer";
import { MessageList } from "@/components/timeline/message-list";
import { type MessageActions } from "@/components/timeline/message-row";
import { TypingLine } from "@/components/timeline/typing-line";
import { lazyPart } from "@/components/people/lazy-part";
import { buttonClass } from "@/components/ui/button-class";
import { EmptyState } from "@/components/ui/empty-state";
import { type ConversationDialog } from "./conversation-dialogs";
import { ConversationHeader } from "./conversation-header";

const ConversationDialogs = lazyPart(() => import("./conversation-dialogs").then((module) => module.ConversationDialogs));
const DetailsPane = lazyPart(() => import("./details-pane").then((module) => module.DetailsPane));

type Props = {
  conversationId: ConversationId;
  /** "Ctrl", "Strg" or the command sign. */
  modifierKey: string;
  /** The connection's line, between header and messages. */
  banner: ReactNode;
  detailsOpen: boolean;
  onDetails: (isOpen: boolean) => void;
  onBack: () => void;
  onOpenConversation: (conversationId: ConversationId) => void;
};

/** One conversation: who, what was said, where to write; all modes will live here. Mounted anew for each conversation. */
export function ConversationPane({ conversationId, banner, onBack, ...rest }: Props) {
  const t = useTranslations("conversation");
  const client = useClient();
  const store = useMemo(() => client.conversation(conversationId), [client, conversationId]);
  const snapshot = useStore(store);
  useEffect(() => store.show(), [store]);

  if (snapshot.summary === null) {
    if (snapshot.status === "gone") {
      return (
        <div className="main">
          {banner}
          <div className="m-auto">
            <EmptyState level={1} icon={<MessagesSquare aria-hidden="true" strokeWidth={1.5} />} title={t("absent.title")} action={<button type="button" className={buttonClass()} onClick={onBack}>{t("absent.action")}</button>}>
              {t("absent.text")}
            </EmptyState>
          </div>
        </div>
      );
    }
    return (
      <div className="main" aria-busy="true">
        <div className="head" />
        {banner}
        <p className="pane-state" role="status">
          {snapshot.status === "failed" ? t("failed") : <span className="sr">{t("loading")}</span>}
        </p>
      </div>
    );
  }
  return <LoadedPane store={store} snapshot={snapshot} summary={snapshot.summary} banner={banner} onBack={onBack} {...rest} />;
}

type LoadedProps = Omit<Props, "conversationId"> & { store: ConversationStore; snapshot: ConversationSnapshot; summary: NonNullable<ConversationSnapshot["summary"]> };

function LoadedPane({ store, snapshot, summary, banner, modifierKey, detailsOpen, onDetails, onBack, onOpenConversation }: LoadedProps) {
  const t = useTranslations("timeline");
  const client = useClient();
  const me = useStore(client.session);
  const titleOf = useConversationTitle(me.userId);
  const members = snapshot.members.length > 0 ? snapshot.members : summary.members;
  const title = titleOf({ kind: summary.kind, subject: snapshot.subject, members, memberCount: summary.memberCount });
  const others = useMemo(() => othersOf(members, me.userId), [members, me.userId]);
  const [dialog, setDialog] = useState<ConversationDialog | null>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  // Who opens a conversation goes on by writing. With a finger that would bring the keyboard up over what is to be read.
  useEffect(() => {
    if (!matchMedia("(pointer: coarse)").matches) input.current?.focus({ preventScroll: true });
  }, []);

  const partyOf = useCallback((id: PartyId): Party => members.find((member) => member.party.id === id)?.party ?? { id, kind: "external", displayName: "" }, [members]);
  const myParty = useMemo<Party>(() => ({ id: me.userId as string as PartyId, kind: "user", displayName: me.profile.displayName, ...(me.photoUrl ? { photoUrl: me.photoUrl } : {}) }), [me.userId, me.profile.displayName, me.photoUrl]);
  const actions = useMemo<MessageActions>(
    () => ({
      edit: (entry) => (entry.kind === "message" ? setEditing(entry) : undefined),
      remove: (entry) => (entry.kind === "message" ? setDialog({ kind: "delete", messageId: entry.message.id }) : undefined),
      retry: (clientKey) => store.retry(clientKey),
      discard: (clientKey) => store.discard(clientKey),
    }),
    [store],
  );
  const editLast = (): void => {
    if (!me.policy.editMessages) return;
    const last = snapshot.entries.findLast((entry) => entry.kind === "message" && entry.mine && entry.message.body !== null);
    if (last?.kind === "message") setEditing(last);
  };
  const typing = snapshot.typing.map((id) => partyOf(id).displayName.split(/\s+/u)[0] ?? "").filter(Boolean);
  const firstName = summary.kind === "direct" ? others[0]?.displayName.split(/\s+/u)[0] : undefined;

  return (
    <>
      <div className="main">
        <ConversationHeader title={title} summary={summary} subject={snapshot.subject} members={members} myId={me.userId} isGone={snapshot.status === "gone"} detailsOpen={detailsOpen} onDetails={onDetails} onBack={onBack} onDialog={setDialog} />
        {banner}
        <MessageList
          store={store}
          title={title}
          me={{ userId: me.userId, party: myParty }}
          partyOf={partyOf}
          actions={actions}
          canEdit={me.policy.editMessages}
          canDelete={me.policy.deleteMessages}
          onOpenConversation={(id) => onOpenConversation(id as ConversationId)}
        />
        {snapshot.status === "gone" ? (
          <p className="composer-gone">{t("composer.gone")}</p>
        ) : (
          <>
            <TypingLine names={typing} />
            <Composer
              store={store}
              placeholder={firstName ? t("composer.placeholder", { name: firstName }) : t("composer.placeholderGroup")}
              enterSends={me.settings.enterSends}
              modifierKey={modifierKey}
              editing={editing}
              onEditLast={editLast}
              onEditDone={() => {
                setEditing(null);
                input.current?.focus();
              }}
              inputRef={input}
            />
          </>
        )}
      </div>
      {detailsOpen ? <DetailsPane summary={summary} members={members} title={title} myId={me.userId} onClose={() => onDetails(false)} /> : null}
      {dialog ? <ConversationDialogs dialog={dialog} store={store} snapshot={snapshot} summary={summary} onClose={() => setDialog(null)} onOpenConversation={onOpenConversation} onLeft={onBack} /> : null}
    </>
  );
}
