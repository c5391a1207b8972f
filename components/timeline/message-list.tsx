"use client";
import { ArrowDown } from "lucide-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { plainTextOf, type Party, type PartyId } from "@/lib/protocol";
import { type ConversationSnapshot, type ConversationStore } from "@/lib/client";
import { useStore } from "@/components/people/client-context";
import { useTimes } from "@/components/people/use-times";
import { MessageRow, type MessageActions } from "./message-row";
import { SystemLineRow } from "./system-line";
import { type TimelineRow, timelineRowsOf } from "./timeline-rows";

type Props = {
  store: ConversationStore;
  /** For the log's name: "Conversation with ...". */
  title: string;
  me: { userId: string; party: Party };
  partyOf: (partyId: PartyId) => Party;
  actions: MessageActions;
  canEdit: boolean;
  canDelete: boolean;
  onOpenConversation: (conversationId: string) => void;
};

/** How near to the end counts as being there, in px: one line of slack. */
const END_SLACK_PX = 48;
/** Older entries are asked for before the reader sees the top, in px. */
const EARLIER_AHEAD_PX = 600;

/** The messages of one conversation, the newest at the bottom and in view until the reader goes up. */
export function MessageList({ store, title, me, partyOf, actions, canEdit, canDelete, onOpenConversation }: Props) {
  const t = useTranslations("timeline");
  const snapshot = useStore(store);
  const { entries, earlier, unreadFromSeq, status } = snapshot;
  const rows = useMemo(() => timelineRowsOf({ entries, earlier, unreadFromSeq, status }), [entries, earlier, unreadFromSeq, status]);
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const [atEnd, setAtEnd] = useState(true);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimateOf(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    paddingEnd: 6,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: END_SLACK_PX,
    initialOffset: () => Number.MAX_SAFE_INTEGER,
  });

  useInitialPosition({ rows, scrollToEnd: () => virtualizer.scrollToEnd(), scrollToRow: (index) => virtualizer.scrollToIndex(index, { align: "center" }), store });

  const total = virtualizer.getTotalSize();
  useLayoutEffect(() => {
    // Own words are always shown, wherever the reader is.
    const last = rows.at(-1);
    if (last?.kind === "message" && last.entry.kind === "outgoing") virtualizer.scrollToEnd();
  }, [rows, virtualizer]);

  const onScroll = (): void => {
    const box = scroller.current;
    if (!box) return;
    const near = box.scrollHeight - box.scrollTop - box.clientHeight <= END_SLACK_PX;
    if (near !== atEnd) {
      setAtEnd(near);
      store.setAtNewest(near);
    }
    if (box.scrollTop < EARLIER_AHEAD_PX && earlier === "available") void store.loadEarlier();
  };

  // A page that does not fill the window has no scroll to ask for more.
  useEffect(() => {
    const box = scroller.current;
    if (box && earlier === "available" && total > 0 && total < box.clientHeight) void store.loadEarlier();
  }, [earlier, total, store]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const messages = [...(scroller.current?.querySelectorAll<HTMLElement>("[data-message]") ?? [])];
    const at = messages.findIndex((element) => element.contains(document.activeElement));
    const next = at === -1 ? messages.at(-1) : messages[at + (event.key === "ArrowUp" ? -1 : 1)];
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: false });
  };

  const nameOf = (partyId: PartyId): string => partyOf(partyId).displayName;
  return (
    <div className="timeline-frame">
      {/* A list that draws what scrolls into view would be read aloud again: news are told by the line below instead. */}
      <div ref={scroller} className="timeline" role="log" aria-live="off" aria-label={t("log", { name: title })} aria-busy={status === "loading" || status === "catching-up"} tabIndex={0} onScroll={onScroll} onKeyDown={onKeyDown}>
        <div className="timeline-space" style={{ height: total }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <div key={item.key} ref={virtualizer.measureElement} data-index={item.index} className="timeline-slot" style={{ transform: `translateY(${item.start}px)` }}>
                <Row
                  row={row}
                  store={store}
                  me={me}
                  partyOf={partyOf}
                  nameOf={nameOf}
                  actions={actions}
                  canEdit={canEdit}
                  canDelete={canDelete}
                  isActive={active === row.key}
                  setActive={setActive}
                  onOpenConversation={onOpenConversation}
                />
              </div>
            );
          })}
        </div>
      </div>
      {atEnd ? null : (
        <button
          type="button"
          className="jump"
          onClick={() => {
            virtualizer.scrollToEnd();
            scroller.current?.focus({ preventScroll: true });
          }}
        >
          <ArrowDown aria-hidden="true" size={14} strokeWidth={2} />
          {t("jumpToLatest", { count: snapshot.unread })}
        </button>
      )}
      <News snapshot={snapshot} nameOf={nameOf} />
    </div>
  );
}

/** Opens at the unread line if there is one, else at the end; once per conversation. */
function useInitialPosition({ rows, scrollToEnd, scrollToRow, store }: { rows: readonly TimelineRow[]; scrollToEnd: () => void; scrollToRow: (index: number) => void; store: ConversationStore }) {
  const placed = useRef<ConversationStore | null>(null);
  useLayoutEffect(() => {
    if (placed.current === store || rows.length < 2) return;
    placed.current = store;
    const unread = rows.findIndex((row) => row.kind === "unread");
    if (unread > 0 && rows.length - unread > 12) scrollToRow(unread);
    else scrollToEnd();
  });
}

type RowProps = Pick<Props, "store" | "me" | "partyOf" | "actions" | "canEdit" | "canDelete" | "onOpenConversation"> & {
  row: TimelineRow;
  nameOf: (partyId: PartyId) => string;
  isActive: boolean;
  setActive: (key: string | null) => void;
};

function Row({ row, store, me, partyOf, nameOf, actions, canEdit, canDelete, isActive, setActive, onOpenConversation }: RowProps) {
  const t = useTranslations("timeline");
  const times = useTimes();
  switch (row.kind) {
    case "earlier":
      return (
        <div className="earlier" role="status">
          {row.state === "failed" ? (
            <>
              {t("earlier.failed")}{" "}
              <button type="button" className="link-button" onClick={() => void store.loadEarlier()}>
                {t("earlier.retry")}
              </button>
            </>
          ) : (
            t("earlier.loading")
          )}
        </div>
      );
    case "start":
      return <div className="earlier">{t("earlier.start")}</div>;
    case "day":
      return (
        <div className="day" role="separator">
          {times.day(row.atMs)}
        </div>
      );
    case "unread":
      return (
        <div className="newline" role="separator">
          {t("new")}
        </div>
      );
    case "system":
      return <SystemLineRow line={row.line} myId={me.userId} nameOf={nameOf} onOpenConversation={onOpenConversation} />;
    case "message": {
      const { entry } = row;
      const mine = entry.kind === "outgoing" || entry.mine;
      const failed = entry.kind === "outgoing" && entry.state === "failed";
      return (
        <article
          className={`msg${row.head ? "" : " cont"}${failed ? " is-failed" : ""}${entry.kind === "outgoing" && !failed ? " is-sending" : ""}`}
          data-message
          tabIndex={-1}
          onPointerEnter={(event) => (event.pointerType === "mouse" ? setActive(row.key) : undefined)}
          onPointerLeave={(event) => (event.pointerType === "mouse" ? setActive(null) : undefined)}
          onFocus={() => setActive(row.key)}
          onBlur={(event) => (event.currentTarget.contains(event.relatedTarget) ? undefined : setActive(null))}
          onContextMenu={() => setActive(row.key)}
        >
          <MessageRow
            entry={entry}
            head={row.head}
            lastOwn={row.lastOwn}
            author={mine ? me.party : partyOf(entry.message.authorId)}
            actions={actions}
            canEdit={canEdit}
            canDelete={canDelete}
            isActive={isActive}
          />
        </article>
      );
    }
  }
}

/** Says new messages of others aloud, once each, and nothing that was there before. */
function News({ snapshot, nameOf }: { snapshot: ConversationSnapshot; nameOf: (partyId: PartyId) => string }) {
  const last = snapshot.entries.findLast((entry) => entry.kind === "message");
  const [first] = useState(last?.key);
  const fresh = last?.kind === "message" && last.key !== first && !last.mine && last.message.body !== null ? last.message : null;
  return (
    <div className="sr" aria-live="polite">
      {fresh?.body ? `${nameOf(fresh.authorId)}: ${plainTextOf(fresh.body)}` : ""}
    </div>
  );
}

/** A guess that is replaced by the measured height as soon as the row is drawn, in px. */
function estimateOf(row: TimelineRow | undefined): number {
  switch (row?.kind) {
    case "message": {
      const body = row.entry.kind === "outgoing" ? row.entry.body : row.entry.message.body;
      const lines = body === null ? 1 : body.content.reduce((sum, paragraph) => sum + 1 + Math.floor((paragraph.content ?? []).reduce((length, node) => length + (node.type === "text" ? node.text.length : 0), 0) / 90), 0);
      return lines * 21 + (row.head ? 34 : 3);
    }
    case "day":
    case "unread":
      return 36;
    default:
      return 32;
  }
}
