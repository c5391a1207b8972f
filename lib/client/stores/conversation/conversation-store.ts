import {
  type Change,
  conversationAdd,
  conversationCatchUp,
  conversationEarlier,
  type ConversationId,
  conversationLeave,
  conversationOpen,
  conversationRename,
  type ConversationSummary,
  type Head,
  type Member,
  type Message,
  messageDelete,
  messageEdit,
  type MessageId,
  type PartyId,
  type PersonCard,
  type RichText,
  UserId,
} from "@/lib/protocol";
import { codeOf } from "../../call-error";
import type { Link } from "../../link";
import type { Platform } from "../../platform";
import { createView } from "../../store";
import type { Drafts } from "./drafts";
import { withPerson } from "./known-person";
import type { Outbox } from "./outbox";
import type { Positions } from "./positions";
import { createRevSequence } from "./rev-sequence";
import { createTimeline } from "./timeline";
import { toEntries } from "./to-entries";
import type { ConversationSnapshot, ConversationStore } from "./types";
import type { Typing } from "./typing";

/** How long a missing change may be on its way by itself before it is fetched, in ms: several servers tell at once. */
const GAP_GRACE_MS = 150;
/** Behind by more than this, the newest page is opened anew instead of catching up change by change. */
const CATCH_UP_MAX = 2_000;
/** Wait before what failed is tried again while the link is there, in ms; doubles up to 30 s. */
const RETRY_MS = 1_000;
const RETRY_MAX_MS = 30_000;
/** Before the first page: no change follows it directly, so that all that are told wait for the page. */
const NOTHING_HELD = -1;

export type ConversationDeps = {
  link: Link;
  platform: Platform;
  meId: PartyId;
  outbox: Outbox;
  drafts: Drafts;
  typing: Typing;
  positions: Positions;
  summaryOf(conversationId: ConversationId): ConversationSummary | null;
  /** A whole page of changes came; the list learns from it, too. */
  onPage(conversationId: ConversationId, page: { afterRev: number; changes: readonly Change[]; upToRev: number; head: Head | null }): void;
  onSummary(summary: ConversationSummary): void;
};

/** A `ConversationStore` with the ends its owner holds. */
export type OwnedConversation = ConversationStore & {
  takeChanges(changes: readonly Change[]): void;
  /** The conversation is known to have got this far. */
  hearOf(rev: number): void;
  /** Somebody's name or picture, as it is now. */
  learnPerson(card: PersonCard): void;
  /** The link is there (again). */
  resume(): void;
  vanish(): void;
  appear(): void;
  touch(): void;
  /** The page came to the front, or went. */
  lookAgain(): void;
  readonly isShown: boolean;
  /** Read as it comes: shown, in front, at the newest. */
  readonly isBeingRead: boolean;
  readonly isInUse: boolean;
  /** Contiguous: everything up to here is held. */
  readonly heldRev: number;
  dispose(): void;
};

type Editing = { readonly body: RichText | null; readonly ackedRev: number | null };

export function createConversationStore(deps: ConversationDeps, conversationId: ConversationId): OwnedConversation {
  const { link, platform, positions, outbox, drafts, typing } = deps;
  const timeline = createTimeline();
  const members = new Map<PartyId, Member>();
  const editing = new Map<MessageId, Editing>();
  let subject: string | null = null;
  let seq = 0;
  let phase: "unloaded" | "loaded" | "gone" = "unloaded";
  let fetching = false;
  let failed = false;
  let earlierState: "idle" | "loading" | "failed" = "idle";
  let generation = 0;
  let shown = 0;
  let atNewest = false;
  let unreadFromSeq: number | null = null;
  let graceTimer: unknown;
  let retryTimer: unknown;
  let retries = 0;
  /** Catch-ups in a row that brought nothing. */
  let fruitless = 0;
  let disposed = false;

  const view = createView<ConversationSnapshot>(() => {
    const { readSeq, deliveredSeq } = positions.of(conversationId);
    const summary = deps.summaryOf(conversationId);
    return {
      conversationId,
      status: statusNow(),
      summary,
      members: [...members.values()],
      subject,
      entries: toEntries({ items: timeline.items, editing, outgoing: outbox.of(conversationId), isOnItsWay: (key) => outbox.isOnItsWay(key), meId: deps.meId, deliveredSeq }),
      earlier: earlierState === "loading" ? "loading" : !timeline.earlier ? "none" : earlierState === "failed" ? "failed" : "available",
      readSeq,
      deliveredSeq,
      unread: Math.max(0, seq - readSeq),
      unreadFromSeq,
      typing: typing.by(conversationId),
      draft: drafts.of(conversationId),
    };
  });
  const statusNow = (): ConversationSnapshot["status"] => {
    if (phase === "gone") return "gone";
    if (phase === "unloaded") return failed ? "failed" : "loading";
    return fetching && sequence.rev < sequence.heard ? "catching-up" : "live";
  };

  const sequence = createRevSequence(NOTHING_HELD, (change, old) => {
    switch (change.kind) {
      case "item": {
        const { item } = change;
        timeline.put(item, old);
        if (item.kind !== "message") return;
        if (item.seq > seq) {
          seq = item.seq;
          typing.finished(conversationId, item.authorId);
        }
        const edit = editing.get(item.id);
        if (edit && edit.ackedRev !== null && item.rev >= edit.ackedRev) editing.delete(item.id);
        if (item.authorId === deps.meId) {
          outbox.settle(conversationId, item.clientKey);
          // My own message is read when sent.
          positions.learn(conversationId, { readSeq: item.seq });
        }
        return;
      }
      case "member": {
        const held = members.get(change.member.party.id);
        if (!held || held.rev < change.member.rev) members.set(change.member.party.id, change.member);
        return;
      }
      case "subject":
        if (!old) subject = change.subject;
        return;
    }
  });

  const changed = (): void => {
    readIfLooking();
    view.touch();
  };
  const isBeingRead = (): boolean => shown > 0 && atNewest && phase === "loaded" && platform.page.isVisible() && platform.page.hasFocus();
  const readIfLooking = (): void => {
    const { readSeq } = positions.of(conversationId);
    if (seq <= readSeq) return;
    if (isBeingRead()) positions.read(conversationId, seq);
    // Somebody comes back to a pane that stayed open: the line stands where they stopped.
    else if (shown > 0 && (unreadFromSeq === null || unreadFromSeq <= readSeq)) unreadFromSeq = readSeq + 1;
  };

  const noteGap = (): void => {
    if (phase !== "loaded" || sequence.rev >= sequence.heard || fetching || graceTimer !== undefined) return;
    graceTimer = platform.setTimer(() => {
      graceTimer = undefined;
      fetchMissing();
    }, GAP_GRACE_MS * 2 ** Math.min(fruitless, 8));
  };

  /** One fetch at a time, of whatever is missing: the newest page at first, changes later. */
  const fetchMissing = (): void => {
    if (disposed || fetching || phase === "gone" || link.state.getSnapshot().name !== "online") return;
    if (phase === "loaded" && sequence.rev >= sequence.heard) return;
    fetching = true;
    clearTimers();
    view.touch();
    void runFetch().then(() => {
      fetching = false;
      changed();
      // What was heard of while the last page was on its way.
      if (!failed) noteGap();
    });
  };
  async function runFetch(): Promise<void> {
    try {
      if (phase === "unloaded" || sequence.heard - sequence.rev > CATCH_UP_MAX) await open();
      else await catchUp();
      failed = false;
      retries = 0;
    } catch (error) {
      failed = true;
      const code = codeOf(error);
      if (code === "conversation_not_found") vanish();
      // Without a link, its return begins anew.
      else if (code !== "disconnected" && !disposed) {
        retryTimer = platform.setTimer(fetchMissing, Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** retries));
        retries += 1;
      }
    }
  }
  async function open(): Promise<void> {
    const { summary, members: all, items, earlier } = await link.call(conversationOpen, { conversationId });
    if (disposed || phase === "gone") return;
    // What was told meanwhile went further than this answer: it has nothing to add.
    if (phase === "loaded" && sequence.rev >= summary.rev) return;
    generation += 1;
    earlierState = "idle";
    timeline.load(items, earlier);
    members.clear();
    for (const member of all) members.set(member.party.id, member);
    subject = summary.subject;
    seq = summary.seq;
    for (const item of items) if (item.kind === "message" && item.authorId === deps.meId) outbox.settle(conversationId, item.clientKey);
    for (const { stored, clientKey } of outbox.of(conversationId)) if (stored && stored.createdRev <= summary.rev) outbox.settle(conversationId, clientKey);
    positions.learn(conversationId, summary);
    phase = "loaded";
    if (shown > 0) markUnreadLine();
    sequence.reset(summary.rev);
    deps.onSummary(summary);
  }
  async function catchUp(): Promise<void> {
    for (let more = true; more || sequence.rev < sequence.heard; ) {
      const afterRev = sequence.rev;
      fruitless += 1;
      const page = await link.call(conversationCatchUp, { conversationId, afterRev });
      if (disposed || phase === "gone") return;
      sequence.takePage(afterRev, page.changes, page.upToRev);
      positions.learn(conversationId, page.head);
      deps.onPage(conversationId, { afterRev, changes: page.changes, upToRev: page.upToRev, head: page.more ? null : page.head });
      if (sequence.rev >= page.head.rev) seq = Math.max(seq, page.head.seq);
      changed();
      more = page.more;
      // No step forward: asking on at once would go round for ever.
      if (sequence.rev === afterRev) return;
      fruitless = 0;
    }
  }
  const clearTimers = (): void => {
    if (graceTimer !== undefined) platform.clearTimer(graceTimer);
    if (retryTimer !== undefined) platform.clearTimer(retryTimer);
    graceTimer = undefined;
    retryTimer = undefined;
  };
  const markUnreadLine = (): void => {
    const { readSeq } = positions.of(conversationId);
    if (phase === "loaded" && seq > readSeq) unreadFromSeq = readSeq + 1;
  };
  const vanish = (): void => {
    phase = "gone";
    clearTimers();
    changed();
  };

  /** Shows the wished body at once; the row itself comes with the answer or the event, whichever is first. */
  async function change(messageId: MessageId, body: RichText | null, ask: () => Promise<Message>): Promise<void> {
    const mine: Editing = { body, ackedRev: null };
    editing.set(messageId, mine);
    view.touch();
    try {
      const row = await ask();
      if (editing.get(messageId) === mine) editing.set(messageId, { ...mine, ackedRev: row.rev });
      sequence.offer([{ kind: "item", rev: row.rev, item: row }]);
      const held = timeline.find(messageId);
      // Held already, or too old to be held: nothing more will come that ends it.
      if (!held || held.rev >= row.rev) endEditing(messageId, body);
      noteGap();
    } catch (error) {
      endEditing(messageId, body);
      throw error;
    } finally {
      changed();
    }
  }
  const endEditing = (messageId: MessageId, body: RichText | null): void => {
    if (editing.get(messageId)?.body === body) editing.delete(messageId);
  };

  queueMicrotask(fetchMissing);

  return {
    conversationId,
    getSnapshot: view.getSnapshot,
    subscribe: view.subscribe,
    touch: view.touch,
    takeChanges(changes) {
      if (phase === "gone") return;
      sequence.offer(changes);
      noteGap();
      changed();
    },
    hearOf(rev) {
      sequence.hearOf(rev);
      noteGap();
    },
    learnPerson(card) {
      const held = [...members.values()];
      const known = withPerson(held, card);
      if (known === held) return;
      for (const member of known) members.set(member.party.id, member);
      view.touch();
    },
    resume() {
      retries = 0;
      fetchMissing();
    },
    vanish,
    appear() {
      if (phase !== "gone") return;
      phase = "unloaded";
      sequence.reset(NOTHING_HELD);
      fetchMissing();
    },
    lookAgain: changed,
    get isShown() {
      return shown > 0;
    },
    get isBeingRead() {
      return isBeingRead();
    },
    get isInUse() {
      return shown > 0 || view.listenerCount > 0;
    },
    get heldRev() {
      return sequence.rev;
    },
    show() {
      shown += 1;
      if (shown === 1) markUnreadLine();
      changed();
      let open = true;
      return () => {
        if (!open) return;
        open = false;
        shown -= 1;
        if (shown === 0) {
          unreadFromSeq = null;
          atNewest = false;
        }
        view.touch();
      };
    },
    setAtNewest(now) {
      atNewest = now;
      changed();
    },
    async loadEarlier() {
      if (!timeline.earlier || earlierState === "loading" || phase === "unloaded") return;
      const oldest = timeline.items[0]?.createdRev;
      if (oldest === undefined) return;
      const mine = generation;
      earlierState = "loading";
      timeline.expectEarlier();
      view.touch();
      try {
        const page = await link.call(conversationEarlier, { conversationId, beforeCreatedRev: oldest });
        if (mine !== generation) return;
        timeline.takeEarlier(page);
        earlierState = "idle";
      } catch {
        if (mine !== generation) return;
        timeline.takeEarlier(null);
        // Shown as `failed`, with a retry: calling this again.
        earlierState = "failed";
      }
      view.touch();
    },
    send(body, importance = "normal") {
      unreadFromSeq = null;
      drafts.write(conversationId, null);
      typing.mine(conversationId, false);
      return outbox.add(conversationId, body, importance);
    },
    retry: (clientKey) => outbox.retry(clientKey),
    discard: (clientKey) => outbox.discard(clientKey),
    edit: (messageId, body) => change(messageId, body, () => link.call(messageEdit, { conversationId, messageId, body })),
    remove: (messageId) => change(messageId, null, () => link.call(messageDelete, { conversationId, messageId })),
    write(body) {
      drafts.write(conversationId, body);
      typing.mine(conversationId, body !== null);
    },
    setComposing: (composing) => drafts.setComposing(conversationId, composing),
    async rename(next) {
      await link.call(conversationRename, { conversationId, subject: next });
    },
    async addPeople(userIds, history) {
      await link.call(conversationAdd, { conversationId, userIds: userIds.map((id) => UserId.parse(id)), ...(history && { history }) });
    },
    async leave() {
      await link.call(conversationLeave, { conversationId });
    },
    dispose() {
      disposed = true;
      clearTimers();
    },
  };
}
