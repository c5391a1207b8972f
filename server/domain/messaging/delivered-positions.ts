import { conversationDeliveredTo, type ConversationId, type PartyId } from "@/lib/protocol";
import type { Logger } from "@/server/telemetry";
import type { Fanout } from "../fanout";
import type { MessageStore, Position } from "./ports";

/** How long acknowledgements are gathered before they are stored together, in ms: under load longer, since endpoints repeat theirs several times a second. */
const GATHER_MS = 200;
const GATHER_UNDER_LOAD_MS = 1_000;
/** Positions stored by one statement: it holds the conversations' locks, and senders wait for it, so it is kept short. */
const CHUNK = 64;
/** Positions gathered at most. An endpoint repeats its position with its next acknowledgement, so what is over the limit may be dropped. */
const GATHERED_MAX = 50_000;

export type DeliveredPositions = {
  note(position: Position): void;
  /** Stores and tells what was gathered; resolves when that is done. */
  flush(): Promise<void>;
};

/** Gathers how far members' endpoints have received; stores and tells it for all conversations together. */
export function createDeliveredPositions(deps: { store: Pick<MessageStore, "markDelivered">; fanout: Fanout; log: Logger }): DeliveredPositions {
  let gathered = new Map<string, Position>();
  let timer: NodeJS.Timeout | undefined;
  let gatherMs = GATHER_MS;
  let flushing: Promise<void> = Promise.resolve();

  async function store(positions: readonly Position[]): Promise<void> {
    for (let from = 0; from < positions.length; from += CHUNK) {
      try {
        for (const { conversationId, deliveredSeq, audience } of await deps.store.markDelivered(positions.slice(from, from + CHUNK))) {
          deps.fanout.toUsers(audience, conversationDeliveredTo, { conversationId, deliveredSeq });
        }
      } catch (error) {
        // Nothing is lost but a mark: the endpoints' next acknowledgements carry the same position or a later one.
        deps.log.warn({ event: "messaging.delivered-not-stored", err: error, positions: positions.length }, "delivered positions not stored");
      }
    }
  }

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const positions = [...gathered.values()];
    gathered = new Map();
    gatherMs = positions.length > CHUNK ? GATHER_UNDER_LOAD_MS : GATHER_MS;
    // One after the other, so that what is told never goes back.
    if (positions.length > 0) flushing = flushing.then(() => store(positions));
    return flushing;
  };

  return {
    note(position) {
      const key = keyOf(position.conversationId, position.partyId);
      const known = gathered.get(key);
      if (known && known.seq >= position.seq) return;
      if (!known && gathered.size >= GATHERED_MAX) return;
      gathered.set(key, position);
      timer ??= setTimeout(() => void flush(), gatherMs);
    },
    flush,
  };
}

const keyOf = (conversationId: ConversationId, partyId: PartyId): string => `${conversationId}${partyId}`;
