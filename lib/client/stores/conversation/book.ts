import {
  conversationAppeared,
  conversationChanges,
  conversationDirect,
  type ConversationId,
  conversationStart,
  conversationVanished,
  type Message,
  type Party,
  partyOf,
  type PersonCard,
  type UserId,
} from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Keepsake } from "../../keepsake";
import type { Link } from "../../link";
import type { Platform } from "../../platform";
import type { ConversationsStore } from "../types";
import { createConversationList } from "./conversation-list";
import { createConversationStore, type OwnedConversation } from "./conversation-store";
import { createDrafts } from "./drafts";
import { createOutbox } from "./outbox";
import { createPositions } from "./positions";
import type { ConversationStore } from "./types";
import { createTyping } from "./typing";

/** Conversations kept in memory after they were closed, so that reopening is instant. */
const KEPT_MAX = 20;

export type ConversationBook = {
  readonly list: ConversationsStore;
  open(conversationId: ConversationId): ConversationStore;
  /** Whether a message of this conversation is seen as it comes. */
  isBeingRead(conversationId: ConversationId): boolean;
  readSeqOf(conversationId: ConversationId): number;
  authorOf(message: Message): Party | null;
  /** Somebody's name or picture, as it is now. */
  learnPerson(card: PersonCard): void;
  /** Nothing would be lost if the page went now. */
  readonly isSettled: boolean;
  dispose(): void;
};

/** All conversations of one tab: the list, the ones opened lately, and what belongs to neither alone. */
export function createConversationBook(deps: { link: Link; platform: Platform; keepsake: Keepsake; meId: UserId; onIncoming(message: Message): void }): ConversationBook {
  const { link, platform, keepsake } = deps;
  const meId = partyOf(deps.meId);
  /** In the order of use, the latest last. */
  const kept = new Map<ConversationId, OwnedConversation>();

  const onChange = (conversationId: ConversationId): void => {
    list.touch(conversationId);
    kept.get(conversationId)?.touch();
  };
  const onStored = (message: Message): void => {
    const change = { kind: "item" as const, rev: message.rev, item: message };
    list.takeChanges(message.conversationId, [change]);
    const store = kept.get(message.conversationId);
    store?.takeChanges([change]);
    // Shown already, or nobody to show it: nothing more will come that ends its waiting.
    if (!store || message.createdRev <= store.heldRev) outbox.settle(message.conversationId, message.clientKey);
  };
  const outbox = createOutbox({ link, platform, keepsake, onChange, onStored });
  const drafts = createDrafts({ link, platform, keepsake, onChange });
  const typing = createTyping({ link, platform, meId, onChange });
  const positions = createPositions({ link, platform, onChange });
  const list = createConversationList({
    link,
    platform,
    meId,
    outbox,
    drafts,
    typing,
    positions,
    onHead: (head) => kept.get(head.conversationId)?.hearOf(head.rev),
    onSummary: (conversationId) => kept.get(conversationId)?.touch(),
    onIncoming: deps.onIncoming,
    onVanished: (conversationId) => kept.get(conversationId)?.vanish(),
  });

  const stops = [
    link.on(conversationChanges, ({ conversationId, changes }) => {
      kept.get(conversationId)?.takeChanges(changes);
      list.takeChanges(conversationId, changes);
      if (kept.has(conversationId)) return;
      for (const change of changes) if (change.kind === "item" && change.item.kind === "message" && change.item.authorId === meId) outbox.settle(conversationId, change.item.clientKey);
    }),
    link.on(conversationAppeared, ({ conversationId }) => {
      list.appear(conversationId);
      kept.get(conversationId)?.appear();
    }),
    link.on(conversationVanished, ({ conversationId }) => list.vanish(conversationId)),
    link.state.subscribe(() => {
      if (link.state.getSnapshot().name === "online") resume();
    }),
    platform.page.onChange(() => {
      for (const store of kept.values()) store.lookAgain();
      if (platform.page.isVisible() && platform.page.hasFocus()) list.lookAgain();
    }),
  ];
  const resume = (): void => {
    void list.resume();
    for (const store of kept.values()) store.resume();
  };
  const letGo = (): void => {
    for (const [conversationId, store] of kept) {
      if (kept.size <= KEPT_MAX) return;
      if (store.isInUse) continue;
      store.dispose();
      kept.delete(conversationId);
    }
  };

  return {
    list: {
      getSnapshot: list.view.getSnapshot,
      subscribe: list.view.subscribe,
      loadMore: () => list.loadMore(),
      async openDirect(userId) {
        const { conversation } = await link.call(conversationDirect, { userId });
        // Without a message it has not appeared: the list does not show it yet.
        list.put(conversation, conversation.seq > 0 || conversation.draft !== null);
        return conversation.id;
      },
      async start({ userIds, subject, fromConversationId }) {
        const { conversation } = await link.call(conversationStart, {
          clientKey: uuidV7(platform.now()),
          userIds: [...userIds],
          ...(subject !== undefined && { subject }),
          ...(fromConversationId && { fromConversationId }),
        });
        list.put(conversation, true);
        return conversation.id;
      },
    },
    open(conversationId) {
      const known = kept.get(conversationId);
      const store =
        known ??
        createConversationStore(
          {
            link,
            platform,
            meId,
            outbox,
            drafts,
            typing,
            positions,
            summaryOf: list.summaryOf,
            onPage: list.takePage,
            onSummary: (summary) => list.put(summary, summary.seq > 0 || summary.kind === "group"),
          },
          conversationId,
        );
      kept.delete(conversationId);
      kept.set(conversationId, store);
      if (!known) letGo();
      return store;
    },
    isBeingRead: (conversationId) => kept.get(conversationId)?.isBeingRead ?? false,
    readSeqOf: (conversationId) => positions.of(conversationId).readSeq,
    authorOf({ conversationId, authorId }) {
      const members = kept.get(conversationId)?.getSnapshot().members ?? [];
      return [...members, ...(list.summaryOf(conversationId)?.members ?? [])].find((member) => member.party.id === authorId)?.party ?? null;
    },
    learnPerson(card) {
      for (const store of kept.values()) store.learnPerson(card);
      list.learnPerson(card);
    },
    get isSettled() {
      return outbox.isEmpty && drafts.isSettled;
    },
    dispose() {
      for (const stop of stops) stop();
      for (const store of kept.values()) store.dispose();
      for (const part of [outbox, drafts, typing, positions, list]) part.dispose();
    },
  };
}
