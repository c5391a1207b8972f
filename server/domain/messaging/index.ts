import { type ConversationId, type Head, type Importance, type Message, type MessageId, partyOf, type RichText, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Logger, Metrics } from "@/server/telemetry";
import type { Clock } from "../clock";
import type { Fanout } from "../fanout";
import { createAppendQueue } from "./append-queue";
import { catchUp } from "./catch-up";
import { changeMessage } from "./change-message";
import { createDeliveredPositions } from "./delivered-positions";
import { earlier } from "./earlier";
import { heads } from "./heads";
import { markRead } from "./mark-read";
import type { CatchUp, MessageChange, MessageStore, Page } from "./ports";
import { tellAppended } from "./tell";

export type {
  AppendOutcome, AppendResult, Audiences, CatchUp, ChangeOutcome, DeliveredTo, MessageChange, MessageStore, NewMessage, Page, Place, Position, Refusal, StoredMessage,
} from "./ports";
export { tellChanges } from "./tell";

export type MessagingDeps = { store: MessageStore; fanout: Fanout; clock: Clock; log: Logger; metrics: Pick<Metrics, "messageBatch"> };

/** The numbered log under conversations and rooms: append, change, catch up. Rules: SPEC.md. */
export type Messaging = {
  /** Commits, tells, and gives the stored message; a repeated `clientKey` gives and tells the first one. */
  append(authorId: UserId, input: { conversationId: ConversationId; clientKey: string; body: RichText; importance: Importance }): Promise<Message>;
  change(change: MessageChange): Promise<Message>;
  catchUp(readerId: UserId, input: { conversationId: ConversationId; afterRev: number; limit: number }): Promise<CatchUp>;
  earlier(readerId: UserId, input: { conversationId: ConversationId; beforeCreatedRev: number; limit: number }): Promise<Page>;
  heads(readerId: UserId): Promise<{ heads: Head[] }>;
  markRead(readerId: UserId, input: { conversationId: ConversationId; seq: number }): Promise<{ readSeq: number }>;
  /** Notes how far an endpoint has received; stored and told shortly after. Foreign conversations are passed over. */
  markDelivered(readerId: UserId, input: { positions: readonly { conversationId: ConversationId; seq: number }[] }): Record<string, never>;
  /** Stores what was gathered. May be called twice; what comes later is gathered again. */
  close(): Promise<void>;
};

export function createMessaging(deps: MessagingDeps): Messaging {
  const queue = createAppendQueue({ ...deps, tell: (outcome) => tellAppended(deps.fanout, outcome) });
  const delivered = createDeliveredPositions(deps);
  return {
    async append(authorId, input) {
      const stored = await queue.append({ ...input, id: uuidV7() as MessageId, authorId: partyOf(authorId) });
      return stored.message;
    },
    change: (change) => changeMessage(deps, change),
    catchUp: (readerId, input) => catchUp(deps, readerId, input),
    earlier: (readerId, input) => earlier(deps, readerId, input),
    heads: (readerId) => heads(deps, readerId),
    markRead: (readerId, input) => markRead(deps, readerId, input),
    markDelivered(readerId, { positions }) {
      for (const { conversationId, seq } of positions) delivered.note({ conversationId, partyId: partyOf(readerId), seq });
      return {};
    },
    close: () => delivered.flush(),
  };
}
