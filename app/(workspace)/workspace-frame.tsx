"use client";
import { MessageCircle, Search, SquarePen } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { type ConversationId, type UserId } from "@/lib/protocol";
import { codeOf, type CallErrorCode } from "@/lib/client";
import { type ContactsDialog } from "@/components/contacts/contacts-dialog";
import { CardProvider } from "@/components/people/card-context";
import { useClient, useStore } from "@/components/people/client-context";
import { useConversationTitle } from "@/components/people/conversation-title";
import { ReportProvider } from "@/components/people/report-context";
import { ConnectionBanner } from "@/components/shell/connection-banner";
import { MeHeader } from "@/components/shell/me-header";
import { Notice } from "@/components/shell/notice";
import { Rail } from "@/components/shell/rail";
import { useLook } from "@/components/shell/use-look";
import { useTitle } from "@/components/shell/use-title";
import { lazyPart } from "@/components/people/lazy-part";
import { buttonClass } from "@/components/ui/button-class";
import { EmptyState } from "@/components/ui/empty-state";
import { Kbd } from "@/components/ui/kbd";
import { prepareLater } from "./prepare";
import { goTo, shownAt } from "./places";
import { useShortcuts } from "./use-shortcuts";

// Settings and administration do without the chat.
const PeoplePane = lazyPart(() => import("./chat-parts").then((module) => module.PeoplePane), <div className="list" />);
const ConversationPane = lazyPart(() => import("./chat-parts").then((module) => module.ConversationPane));
const CommandPalette = lazyPart(() => import("@/components/shell/command-palette").then((module) => module.CommandPalette));
const StartDialog = lazyPart(() => import("@/components/conversation/start-dialog").then((module) => module.StartDialog));
const Toasts = lazyPart(() => import("@/components/shell/toasts").then((module) => module.Toasts));

type Open = "palette" | "start" | null;

/** Rail, list and the one white sheet; every other place fills the sheet with its own page. */
export function WorkspaceFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("shell");
  const client = useClient();
  const me = useStore(client.session);
  const conversations = useStore(client.conversations);
  const hasToasts = useStore(client.toasts).length > 0;
  const shown = shownAt(usePathname());
  const [open, setOpen] = useState<Open>(null);
  const [dialog, setDialog] = useState<ContactsDialog | null>(null);
  const [detailsOpen, setDetailsOpen] = useState(false);
  const [refusal, setRefusal] = useState<CallErrorCode | null>(null);
  const clearRefusal = useCallback(() => setRefusal(null), [setRefusal]);
  const isMac = useIsMac();
  const modifierKey = isMac ? "⌘" : t("connection.keyMod");

  const openConversation = useCallback((id: ConversationId) => goTo(`/c/${id}`), []);
  const openPerson = useCallback(
    (userId: UserId) => {
      client.conversations.openDirect(userId).then(openConversation, (error: unknown) => setRefusal(codeOf(error)));
    },
    [client, openConversation, setRefusal],
  );
  const back = useCallback(() => goTo("/"), []);
  const signOut = useCallback(() => {
    client.signOut().then(
      () => location.assign("/signed-out"),
      (error: unknown) => setRefusal(codeOf(error)),
    );
  }, [client, setRefusal]);
  const actions = useMemo(
    () => ({ ask: setDialog, newConversation: () => setOpen("start"), addPerson: () => setDialog({ kind: "add" }), newGroup: () => setDialog({ kind: "create-group" }), signOut }),
    [signOut, setOpen, setDialog],
  );

  useEffect(() => client.push.onOpen(openPath), [client]);
  usePersonLink(shown.kind === "person" ? shown.id : null, setRefusal);
  useShortcuts({ onPalette: () => setOpen((held) => (held === "palette" ? null : "palette")) });
  useLook();
  const title = useShownTitle(shown.kind === "conversation" ? shown.id : null);
  useTitle(shown.kind === "page" ? t(shown.place) : (title ?? t("chat")), conversations.unreadTotal);

  const isChat = shown.kind !== "page";
  const banner = <ConnectionBanner />;
  return (
    <ReportProvider value={setRefusal}>
      <CardProvider onMessage={openPerson}>
        <div className="app" onPointerOver={prepareOnce} onFocus={prepareOnce} data-place={isChat ? "chat" : "other"} data-view={shown.kind === "conversation" || shown.kind === "absent" ? "pane" : "list"}>
          {isChat ? (
            <a className="skip" href="#conversation">
              {t("skip")}
            </a>
          ) : null}
          <Rail place={shown.kind === "page" ? shown.place : "chat"} isAdmin={me.role === "admin"} unread={conversations.unreadTotal} onChat={back} />
          {isChat ? (
            <>
              <PeoplePane
                header={<MeHeader onNewConversation={actions.newConversation} onSignOut={signOut} />}
                search={<SearchButton modifierKey={modifierKey} onOpen={() => setOpen("palette")} />}
                selectedId={shown.kind === "conversation" ? shown.id : null}
                onOpenConversation={openConversation}
                onOpenPerson={openPerson}
                dialog={dialog}
                onDialog={setDialog}
              />
              <main className="panel" id="conversation" tabIndex={-1}>
                {shown.kind === "conversation" ? (
                  <ConversationPane key={shown.id} conversationId={shown.id} modifierKey={modifierKey} banner={banner} detailsOpen={detailsOpen} onDetails={setDetailsOpen} onBack={back} onOpenConversation={openConversation} />
                ) : (
                  <NothingChosen banner={banner} isAbsent={shown.kind === "absent"} onStart={actions.newConversation} onBack={back} />
                )}
              </main>
            </>
          ) : (
            <main className="place">{children}</main>
          )}
        </div>
        {hasToasts ? <Toasts onOpenConversation={openConversation} onOpenPerson={openPerson} /> : null}
        {open === "palette" ? <CommandPalette onClose={() => setOpen(null)} onOpenConversation={openConversation} onOpenPerson={openPerson} actions={actions} /> : null}
        {open === "start" ? <StartDialog onClose={() => setOpen(null)} onOpenConversation={openConversation} /> : null}
        {refusal ? <Notice code={refusal} onDone={clearRefusal} /> : null}
      </CardProvider>
    </ReportProvider>
  );
}

/** Where a notification leads. What is not of the chat is drawn by its own page. */
function openPath(path: string): void {
  if (shownAt(path).kind === "page") location.assign(path);
  else goTo(path);
}

/** Whoever moves or types will open something next: its script comes before they do. */
function prepareOnce(): void {
  if (prepared) return;
  prepared = true;
  prepareLater();
}

let prepared = false;

function SearchButton({ modifierKey, onOpen }: { modifierKey: string; onOpen: () => void }) {
  const t = useTranslations("shell.search");
  return (
    <button type="button" className="search" aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K" onClick={onOpen}>
      <Search aria-hidden="true" size={14} strokeWidth={2} />
      <span className="trunc">
        <span className="sr">{t("open")} </span>
        {t("label")}
      </span>
      <span className="hint-key" aria-hidden="true">
        <Kbd>{`${modifierKey} K`}</Kbd>
      </span>
    </button>
  );
}

function NothingChosen({ banner, isAbsent, onStart, onBack }: { banner: ReactNode; isAbsent: boolean; onStart: () => void; onBack: () => void }) {
  const t = useTranslations("conversation");
  return (
    <div className="main">
      {banner}
      <div className="m-auto">
        {isAbsent ? (
          <EmptyState icon={<MessageCircle aria-hidden="true" strokeWidth={1.5} />} title={t("absent.title")} action={<button type="button" className={buttonClass()} onClick={onBack}>{t("absent.action")}</button>}>
            {t("absent.text")}
          </EmptyState>
        ) : (
          <EmptyState
            icon={<MessageCircle aria-hidden="true" strokeWidth={1.5} />}
            title={t("none.title")}
            action={
              <button type="button" className={buttonClass()} onClick={onStart}>
                <SquarePen aria-hidden="true" size={16} strokeWidth={1.75} />
                {t("none.action")}
              </button>
            }
          >
            {t("none.text")}
          </EmptyState>
        )}
      </div>
    </div>
  );
}

/** A link to a person becomes the conversation with them. */
function usePersonLink(userId: UserId | null, onRefused: (code: CallErrorCode) => void): void {
  const client = useClient();
  const isOnline = useStore(client.connection).name === "online";
  useEffect(() => {
    if (userId === null || !isOnline) return undefined;
    let isOver = false;
    client.conversations.openDirect(userId).then(
      (id) => (isOver ? undefined : goTo(`/c/${id}`, "replace")),
      (error: unknown) => {
        if (isOver) return;
        onRefused(codeOf(error));
        goTo("/", "replace");
      },
    );
    return () => {
      isOver = true;
    };
  }, [client, userId, isOnline, onRefused]);
}

function useShownTitle(id: ConversationId | null): string | null {
  const client = useClient();
  const me = useStore(client.session);
  const { items } = useStore(client.conversations);
  const titleOf = useConversationTitle(me.userId);
  const item = id === null ? undefined : items.find((candidate) => candidate.summary.id === id);
  return item ? titleOf(item.summary) : null;
}

function useIsMac(): boolean {
  const [isMac] = useState(() => typeof navigator !== "undefined" && /Mac|iPhone|iPad/u.test(navigator.userAgent));
  return isMac;
}
