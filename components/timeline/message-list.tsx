"use client";
import { ArrowDown } from "lucide-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { plainTextOf, type Party, type PartyId } from "@/lib/protocol";
import { type ConversationSnapshot, type ConversationStore } from "@/lib/client";
import { useStore } from "@/components/people/client-context";
import { useTimes } from "@/components/people/use-times";
import { MessageRow, type MessageActions } from "./message-row";
import { SystemLineRow } from "./system-line";
import { isUnreadLineAbove, type TimelineRow, timelineRowsOf } from "./timeline-rows";

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
/** Height of the line about earlier messages, in px. */
const EARLIER_PX = 40;
/** The unread line is sought among so many entries before the list is shown; one further up is met by scrolling. */
const LINE_SOUGHT_MAX = 600;

/** The messages of one conversation, the newest at the bottom and in view until the reader goes up. */
export function MessageList({ store, title, me, partyOf, actions, canEdit, canDelete, onOpenConversation }: Props) {
  const t = useTranslations("timeline");
  const snapshot = useStore(store);
  const { entries, earlier, unreadFromSeq, status } = snapshot;
  const allRows = useMemo(() => timelineRowsOf({ entries, earlier, unreadFromSeq, status }), [entries, earlier, unreadFromSeq, status]);
  // Outside of the list: the reader's place is held by the first row in view, and this one stays on top when others come in below it.
  const earlierRow = allRows[0]?.kind === "earlier" ? allRows[0] : null;
  const rows = useMemo(() => (allRows[0]?.kind === "earlier" ? allRows.slice(1) : allRows), [allRows]);
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const [atEnd, setAtEnd] = useState(true);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimateOf(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    paddingStart: earlierRow ? EARLIER_PX : 0,
    paddingEnd: 6,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: END_SLACK_PX,
    initialOffset: () => Number.MAX_SAFE_INTEGER,
  });

  const isSeeking = (earlier === "available" || earlier === "loading") && entries.length < LINE_SOUGHT_MAX && isUnreadLineAbove(snapshot);
  useEffect(() => {
    if (isSeeking && earlier === "available") void store.loadEarlier();
  }, [isSeeking, earlier, store]);
  const isPlaced = useInitialPosition({
    rows,
    // The line comes with the pane's showing itself, a moment after the messages.
    isReady: status !== "loading" && !isSeeking && (snapshot.unread === 0 || unreadFromSeq !== null),
    scrollToEnd: () => {
      virtualizer.scrollToEnd();
      store.setAtNewest(true);
    },
    scrollToRow: (index) => {
      virtualizer.scrollToIndex(index, { align: "center" });
      // Everything may fit: then nothing scrolls, and nothing else would look.
      requestAnimationFrame(() => look());
    },
    store,
  });

  const total = virtualizer.getTotalSize();
  useLayoutEffect(() => {
    // Own words are always shown, wherever the reader is.
    const last = rows.at(-1);
    if (last?.kind === "message" && last.entry.kind === "outgoing") virtualizer.scrollToEnd();
  }, [rows, virtualizer]);

  const told = useRef<boolean | null>(null);
  const look = (): void => {
    const box = scroller.current;
    if (!box || !isPlaced()) return;
    const near = box.scrollHeight - box.scrollTop - box.clientHeight <= END_SLACK_PX;
    setAtEnd(near);
    if (near !== told.current) store.setAtNewest(near);
    told.current = near;
    if (box.scrollTop < EARLIER_AHEAD_PX && earlier === "available") void store.loadEarlier();
  };

  // A page that does not fill the window, or came while the reader stood at the top, has no scroll to ask for more.
  useEffect(() => {
    const box = scroller.current;
    if (box && isPlaced() && earlier === "available" && total > 0 && box.scrollTop < EARLIER_AHEAD_PX) void store.loadEarlier();
  }, [earlier, total, store, isPlaced]);

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
      <div ref={scroller} className="timeline" role="log" aria-live="off" aria-label={t("log", { name: title })} aria-busy={status === "loading" || status === "catching-up" || isSeeking} data-seeking={isSeeking} tabIndex={0} onScroll={look} onKeyDown={onKeyDown}>
        <div className="timeline-space" style={{ height: total }}>
          {earlierRow ? <EarlierLine state={earlierRow.state} onRetry={() => void store.loadEarlier()} /> : null}
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <div key={item.key} ref={virtualizer.measureElement} data-index={item.index} className="timeline-slot" style={{ transform: `translateY(${item.start}px)` }}>
                <Row
                  row={row}
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

type InitialPosition = { rows: readonly TimelineRow[]; isReady: boolean; scrollToEnd: () => void; scrollToRow: (index: number) => void; store: ConversationStore };

/** Opens at the unread line if there is one, else at the end; once per conversation. @returns Whether it has. */
function useInitialPosition({ rows, isReady, scrollToEnd, scrollToRow, store }: InitialPosition): () => boolean {
  const placed = useRef<ConversationStore | null>(null);
  useLayoutEffect(() => {
    if (placed.current === store || !isReady || rows.length < 2) return;
    placed.current = store;
    const unread = rows.findIndex((row) => row.kind === "unread");
    if (unread > 0 && rows.length - unread > 12) scrollToRow(unread);
    else scrollToEnd();
  });
  return useCallback(() => placed.current === store, [store]);
}

function EarlierLine({ state, onRetry }: { state: "available" | "loading" | "failed"; onRetry: () => void }) {
  const t = useTranslations("timeline.earlier");
  return (
    <div className="timeline-slot earlier" role="status">
      {state === "failed" ? (
        <>
          {t("failed")}{" "}
          <button type="button" className="link-button" onClick={onRetry}>
            {t("retry")}
          </button>
        </>
      ) : (
        t("loading")
      )}
    </div>
  );
}

type RowProps = Pick<Props, "me" | "partyOf" | "actions" | "canEdit" | "canDelete" | "onOpenConversation"> & {
  row: TimelineRow;
  nameOf: (partyId: PartyId) => string;
  isActive: boolean;
  setActive: (key: string | null) => void;
};

function Row({ row, me, partyOf, nameOf, actions, canEdit, canDelete, isActive, setActive, onOpenConversation }: RowProps) {
  const t = useTranslations("timeline");
  const times = useTimes();
  switch (row.kind) {
    case "earlier":
      return null;
    case "start":
      return <div className="earlier">{t(row.isPartial ? "earlier.sinceJoined" : "earlier.start")}</div>;
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
