import {
  type Change,
  CONVERSATION_PAGE_MAX,
  conversationHeads,
  type ConversationId,
  conversationList,
  type ConversationSummary,
  type Head,
  type Message,
  type PartyId,
  type PersonCard,
  type TimelineItem,
} from "@/lib/protocol";
import type { Link } from "../../link";
import type { Platform } from "../../platform";
import { createView } from "../../store";
import type { ConversationListItem, ConversationsSnapshot } from "../types";
import type { Drafts } from "./drafts";
import { withPerson } from "./known-person";
import type { Outbox } from "./outbox";
import type { Positions } from "./positions";
import { createRevSequence, type RevSequence } from "./rev-sequence";
import type { Typing } from "./typing";

/** How often the heads are asked while nothing else happens, in ms. */
export const HEADS_EVERY_MS = 60_000;
/** Summaries to fetch are gathered for this long, in ms: also the time a late event has to fill a gap by itself. */
const GATHER_MS = 400;

export type ListDeps = {
  link: Link;
  platform: Platform;
  meId: PartyId;
  outbox: Outbox;
  drafts: Drafts;
  typing: Typing;
  positions: Positions;
  /** The heads named this conversation; an open one catches up by it. */
  onHead(head: Head): void;
  /** A whole summary came; the open pane shows some of it. */
  onSummary(conversationId: ConversationId): void;
  /** A message of somebody else came, live. */
  onIncoming(message: Message): void;
  onVanished(conversationId: ConversationId): void;
};

type Row = {
  summary: ConversationSummary;
  sequence: RevSequence;
  /** False for one that was opened but has not appeared yet: a direct conversation without messages. */
  listed: boolean;
  item: ConversationListItem | null;
};

/** The list of my conversations: summaries kept by `rev`, and healed by heads. */
export type ConversationList = ReturnType<typeof createConversationList>;

export function createConversationList(deps: ListDeps) {
  const { link, platform, positions } = deps;
  const rows = new Map<ConversationId, Row>();
  /** Conversations that the heads named but no page has brought yet, by rev: old ones, further down. */
  const further = new Map<ConversationId, number>();
  /** Summaries to fetch; false: only if the row is still behind by then. */
  const wanted = new Map<ConversationId, boolean>();
  /** The newest message told of a conversation whose summary is still to come: the first of a new one. */
  const heardBefore = new Map<ConversationId, Message>();
  /** Left while a fetch was on its way, which may still name them. */
  const vanishedMeanwhile = new Set<ConversationId>();
  /** Raised with every appearing; a heads answer may be older than one. */
  let appearances = 0;
  const appearedAt = new Map<ConversationId, number>();
  let status: ConversationsSnapshot["status"] = "loading";
  let more = false;
  let loadingMore = false;
  let gatherTimer: unknown;
  let headsTimer: unknown;
  let asking = false;
  let disposed = false;

  const view = createView<ConversationsSnapshot>(() => {
    const items = [...rows].filter(([, row]) => row.listed).map(([id, row]) => (row.item ??= itemOf(id, row)));
    items.sort((a, b) => compareActivity(a.summary, b.summary));
    return { status, items, more, loadingMore, unreadTotal: items.reduce((sum, item) => sum + item.unread, 0) };
  });

  const itemOf = (id: ConversationId, row: Row): ConversationListItem => {
    const { readSeq, deliveredSeq } = positions.of(id);
    const outgoing = deps.outbox.of(id).filter((one) => one.stored === null);
    const summary = { ...row.summary, readSeq, deliveredSeq, draft: deps.drafts.of(id).body };
    return {
      summary,
      unread: Math.max(0, summary.seq - readSeq),
      typing: deps.typing.by(id),
      unsent: outgoing.some((one) => one.failed !== null) ? "failed" : outgoing.length > 0 ? "waiting" : "none",
    };
  };
  const touch = (id: ConversationId): void => {
    const row = rows.get(id);
    if (row) row.item = null;
    view.touch();
  };

  const put = (summary: ConversationSummary, listed: boolean): void => {
    const { id } = summary;
    positions.learn(id, summary);
    deps.drafts.learn(id, summary.draft);
    further.delete(id);
    const row = rows.get(id);
    if (!row) {
      const fresh: Row = { summary, sequence: createRevSequence(summary.rev, (change, old) => apply(fresh, change, old)), listed, item: null };
      rows.set(id, fresh);
    } else {
      row.listed ||= listed;
      if (summary.rev >= row.sequence.rev) {
        row.summary = summary;
        row.sequence.reset(summary.rev);
      }
    }
    const newest = rows.get(id)?.summary;
    if (newest) acknowledge(newest);
    touch(id);
    deps.onSummary(id);
    const heard = heardBefore.get(id);
    heardBefore.delete(id);
    if (heard && heard.seq > positions.of(id).readSeq) deps.onIncoming(heard);
  };
  /** Whoever can see that a message is there has received it. */
  const acknowledge = (summary: ConversationSummary): void => {
    if (summary.seq > positions.of(summary.id).readSeq && summary.lastMessage?.authorId !== deps.meId) positions.received(summary.id, summary.seq);
  };

  const apply = (row: Row, change: Change, old: boolean): void => {
    const { summary } = row;
    switch (change.kind) {
      case "item": {
        const { item } = change;
        if (item.kind !== "message") {
          // People came or went, or the subject changed.
          if (!old) row.summary = { ...summary, lastActivityAt: later(summary.lastActivityAt, item.sentAt) };
          break;
        }
        const isNew = item.seq > summary.seq;
        const isLast = item.id === summary.lastMessage?.id && item.rev > summary.lastMessage.rev;
        if (isNew) row.summary = { ...summary, seq: item.seq, lastMessage: item, lastActivityAt: later(summary.lastActivityAt, item.sentAt) };
        else if (isLast) row.summary = { ...summary, lastMessage: item };
        if (isNew) met(row, item);
        break;
      }
      case "subject":
        if (!old) row.summary = { ...summary, subject: change.subject };
        break;
      case "member":
        // The count and the first few are the server's to say.
        if (!old) want(summary.id);
        break;
    }
    row.summary = { ...row.summary, rev: row.sequence.rev };
    touch(summary.id);
  };
  const met = (row: Row, message: Message): void => {
    const id = row.summary.id;
    row.listed = true;
    deps.typing.finished(id, message.authorId);
    if (message.authorId === deps.meId) positions.learn(id, { readSeq: message.seq });
    else positions.received(id, message.seq);
  };

  const want = (id: ConversationId, anyway = true): void => {
    wanted.set(id, anyway || (wanted.get(id) ?? false));
    gatherTimer ??= platform.setTimer(() => {
      gatherTimer = undefined;
      void fetchWanted();
    }, GATHER_MS);
  };
  async function fetchWanted(): Promise<void> {
    for (const [id, anyway] of wanted) if (!anyway && !isBehind(id)) wanted.delete(id);
    const ids = [...wanted.keys()].slice(0, CONVERSATION_PAGE_MAX);
    if (disposed || ids.length === 0 || link.state.getSnapshot().name !== "online") return;
    for (const id of ids) wanted.delete(id);
    vanishedMeanwhile.clear();
    try {
      const { conversations } = await link.call(conversationList, { ids, limit: CONVERSATION_PAGE_MAX });
      if (disposed) return;
      for (const summary of conversations) if (!vanishedMeanwhile.has(summary.id)) put(summary, true);
    } catch {
      // The next heads will find the same.
      for (const id of ids) wanted.set(id, true);
      return;
    }
    for (const [id, anyway] of wanted) want(id, anyway);
  }
  const isFromOthers = (item: TimelineItem): item is Message => item.kind === "message" && item.authorId !== deps.meId && item.body !== null;
  const isBehind = (id: ConversationId): boolean => {
    const row = rows.get(id);
    return row !== undefined && row.sequence.rev < row.sequence.heard;
  };
  const wantIfBehind = (id: ConversationId): void => {
    if (isBehind(id)) want(id, false);
  };

  async function askHeads(): Promise<void> {
    if (asking || disposed || link.state.getSnapshot().name !== "online") return;
    asking = true;
    if (headsTimer !== undefined) platform.clearTimer(headsTimer);
    const asked = appearances;
    const heldThen = new Set(rows.keys());
    try {
      const { heads } = await link.call(conversationHeads, {});
      if (disposed) return;
      const named = new Set(heads.map((head) => head.conversationId));
      for (const head of heads) takeHead(head);
      for (const id of heldThen) if (!named.has(id) && rows.get(id)?.listed && (appearedAt.get(id) ?? 0) <= asked) vanish(id);
      for (const [id, at] of appearedAt) if (at <= asked) appearedAt.delete(id);
    } catch {
      // Asked again by the timer, or with the next link.
    } finally {
      asking = false;
      if (!disposed) headsTimer = platform.setTimer(() => void askHeads(), HEADS_EVERY_MS);
    }
  }
  const takeHead = (head: Head): void => {
    const id = head.conversationId;
    positions.learn(id, head);
    const row = rows.get(id);
    if (row) {
      row.listed = true;
      row.sequence.hearOf(head.rev);
      wantIfBehind(id);
    } else {
      const known = further.get(id);
      further.set(id, head.rev);
      // Unread, or not further down but missed: the whole list is held, or it has moved since the last heads.
      if (head.seq > head.readSeq || !more || (known !== undefined && known < head.rev)) want(id);
    }
    deps.onHead(head);
  };
  const vanish = (id: ConversationId): void => {
    further.delete(id);
    heardBefore.delete(id);
    wanted.delete(id);
    vanishedMeanwhile.add(id);
    if (rows.delete(id)) view.touch();
    deps.onVanished(id);
  };

  async function loadFirst(): Promise<void> {
    try {
      const page = await link.call(conversationList, {});
      if (disposed) return;
      for (const summary of page.conversations) put(summary, true);
      if (status !== "ready") more = page.more;
      status = "ready";
    } catch {
      if (status === "loading") status = "failed";
    }
    view.touch();
  }

  return {
    view,
    touch,
    put,
    summaryOf: (id: ConversationId): ConversationSummary | null => rows.get(id)?.summary ?? null,
    /** With every link, new or again: the newest page, then the heads for the rest. */
    async resume(): Promise<void> {
      if (status === "failed") status = "loading";
      await loadFirst();
      await askHeads();
      if (wanted.size > 0) void fetchWanted();
    },
    lookAgain: () => void askHeads(),
    takeChanges(id: ConversationId, changes: readonly Change[]): void {
      const row = rows.get(id);
      if (!row) {
        for (const change of changes) if (change.kind === "item" && isFromOthers(change.item)) heardBefore.set(id, change.item);
        want(id);
        return;
      }
      const seqBefore = row.summary.seq;
      row.sequence.offer(changes);
      for (const change of changes) {
        if (change.kind === "item" && isFromOthers(change.item) && change.item.seq > seqBefore && change.item.seq <= row.summary.seq) deps.onIncoming(change.item);
      }
      wantIfBehind(id);
    },
    takePage(id: ConversationId, page: { afterRev: number; changes: readonly Change[]; upToRev: number }): void {
      rows.get(id)?.sequence.takePage(page.afterRev, page.changes, page.upToRev);
      touch(id);
    },
    appear(id: ConversationId): void {
      appearances += 1;
      appearedAt.set(id, appearances);
      want(id);
    },
    vanish,
    learnPerson(card: PersonCard): void {
      for (const [id, row] of rows) {
        const members = withPerson(row.summary.members, card);
        if (members === row.summary.members) continue;
        row.summary = { ...row.summary, members: [...members] };
        touch(id);
      }
    },
    async loadMore(): Promise<void> {
      const last = view.getSnapshot().items.at(-1)?.summary;
      if (!more || loadingMore || !last) return;
      loadingMore = true;
      view.touch();
      try {
        const page = await link.call(conversationList, { before: { lastActivityAt: last.lastActivityAt, id: last.id } });
        for (const summary of page.conversations) put(summary, true);
        more = page.more;
      } catch {
        // `more` still says that there is something to load.
      }
      loadingMore = false;
      view.touch();
    },
    dispose(): void {
      disposed = true;
      if (gatherTimer !== undefined) platform.clearTimer(gatherTimer);
      if (headsTimer !== undefined) platform.clearTimer(headsTimer);
    },
  };
}

const later = (a: string, b: string): string => (Date.parse(b) > Date.parse(a) ? b : a);

/** Last activity first; of equal ones the higher id, as the server's pages have it. */
function compareActivity(a: ConversationSummary, b: ConversationSummary): number {
  return Date.parse(b.lastActivityAt) - Date.parse(a.lastActivityAt) || (a.id < b.id ? 1 : -1);
}
