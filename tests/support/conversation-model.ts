import {
  type Change,
  conversationAppeared,
  conversationCatchUp,
  conversationChanges,
  conversationDeliveredTo,
  conversationHeads,
  type ConversationId,
  conversationOpen,
  conversationReadTo,
  conversationVanished,
  draftChanged,
  type Head,
  type Member,
  type RichText,
  type TimelineItem,
} from "@/lib/protocol";
import type { TestClient } from "./messaging-client";

/** What one endpoint knows of one conversation. */
export type Known = {
  rev: number;
  seq: number;
  readSeq: number;
  deliveredSeq: number;
  subject: string | null;
  draft: RichText | null;
  items: Map<string, TimelineItem>;
  members: Map<string, Member>;
};

const PAGE = 200;

/** Loads everything a conversation holds for this person, from nothing. */
export async function loadFresh(client: TestClient, conversationId: ConversationId): Promise<Known> {
  const { summary, members, items } = await client.call(conversationOpen, { conversationId, limit: PAGE });
  return {
    rev: summary.rev,
    seq: summary.seq,
    readSeq: summary.readSeq,
    deliveredSeq: summary.deliveredSeq,
    subject: summary.subject,
    draft: summary.draft,
    items: new Map(items.map((item) => [item.id, item])),
    members: new Map(members.map((member) => [member.party.id, member])),
  };
}

export function applyChange(known: Known, change: Change): void {
  switch (change.kind) {
    case "item": {
      const held = known.items.get(change.item.id);
      if (!held || held.rev < change.item.rev) known.items.set(change.item.id, change.item);
      if (change.item.kind === "message") known.seq = Math.max(known.seq, change.item.seq);
      // What I write I have read, and have.
      break;
    }
    case "member":
      known.members.set(change.member.party.id, change.member);
      break;
    case "subject":
      known.subject = change.subject;
      break;
  }
  known.rev = Math.max(known.rev, change.rev);
}

function applyHead(known: Known, head: Head): void {
  known.seq = head.seq;
  known.readSeq = Math.max(known.readSeq, head.readSeq);
  known.deliveredSeq = Math.max(known.deliveredSeq, head.deliveredSeq);
}

/**
 * The least a client does to miss nothing: applies steps that follow on, fetches from its own rev when one is missing,
 * and asks for heads when it has connected.
 */
export function createConversationModel(conversationId: ConversationId, known: Known) {
  let client: TestClient | undefined;
  let behind: Promise<void> = Promise.resolve();

  async function catchUp(through: TestClient): Promise<void> {
    for (;;) {
      const page = await through.call(conversationCatchUp, { conversationId, afterRev: known.rev, limit: PAGE });
      for (const change of page.changes) applyChange(known, change);
      known.rev = Math.max(known.rev, page.upToRev);
      if (page.more) continue;
      applyHead(known, page.head);
      return;
    }
  }

  return {
    known,
    /** Attaches to a connected client, and fetches what was missed. */
    async attach(next: TestClient): Promise<void> {
      client = next;
      const mine = <T extends { conversationId: string }>(run: (payload: T) => void) => (payload: T) => {
        if (payload.conversationId === conversationId && client === next) run(payload);
      };
      next.socket.on(conversationChanges.name, mine(({ changes }) => {
        for (const change of changes) {
          if (change.rev <= known.rev + 1) applyChange(known, change);
          else behind = behind.then(() => catchUp(next)).catch(() => {
            // Cut off meanwhile: the next attach starts this again.
          });
          if (change.kind === "item" && change.item.kind === "message" && change.item.authorId === (next.userId as string)) known.readSeq = Math.max(known.readSeq, change.item.seq);
        }
      }));
      next.socket.on(conversationReadTo.name, mine(({ readSeq }) => (known.readSeq = Math.max(known.readSeq, readSeq))));
      next.socket.on(conversationDeliveredTo.name, mine(({ deliveredSeq }) => (known.deliveredSeq = Math.max(known.deliveredSeq, deliveredSeq))));
      next.socket.on(draftChanged.name, mine(({ body }) => (known.draft = body)));
      const { heads } = await next.call(conversationHeads, {});
      const head = heads.find((one) => one.conversationId === conversationId);
      if (head && head.rev > known.rev) await catchUp(next);
      else if (head) applyHead(known, head);
    },
    detach(): void {
      client = undefined;
    },
    /** Resolves when no fetch is under way. */
    settled: () => behind,
    catchUp: () => (client ? catchUp(client) : Promise.resolve()),
  };
}

/** Comparable: maps as sorted arrays. */
export function snapshot(known: Known) {
  return {
    ...known,
    items: [...known.items.values()].sort((a, b) => a.createdRev - b.createdRev),
    members: [...known.members.values()].sort((a, b) => a.party.id.localeCompare(b.party.id)),
  };
}

export const appearances = [conversationAppeared.name, conversationVanished.name] as const;
