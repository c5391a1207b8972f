import { CONVERSATION_PAGE_MAX, conversationDelivered, conversationDeliveredTo, type ConversationId, conversationRead, conversationReadTo } from "@/lib/protocol";
import type { Link } from "../../link";
import type { Platform } from "../../platform";

/** How long receipts of all conversations are gathered before they go out together, in ms. */
const ACK_EVERY_MS = 250;

export type Position = { readonly readSeq: number; readonly deliveredSeq: number };

/**
 * How far I have read, and how far everybody has received, in every conversation. Numbers only rise; whichever comes
 * first, a summary, a head, an event or my own reading, the highest one holds.
 */
export type Positions = {
  of(conversationId: ConversationId): Position;
  learn(conversationId: ConversationId, told: Partial<Position>): void;
  /** I have seen everything up to `seq`. Shown at once; told again after a reconnect until the server has it. */
  read(conversationId: ConversationId, seq: number): void;
  /** This endpoint holds everything up to `seq`; told to the server with those of other conversations. */
  received(conversationId: ConversationId, seq: number): void;
  dispose(): void;
};

type State = { readSeq: number; deliveredSeq: number; /** As far as the server is known to know. */ toldReadSeq: number; ackedSeq: number; telling: boolean };

export function createPositions(deps: { link: Link; platform: Platform; onChange(conversationId: ConversationId): void }): Positions {
  const { link, platform } = deps;
  const states = new Map<ConversationId, State>();
  let unacked = new Map<ConversationId, number>();
  let timer: unknown;

  const stateOf = (conversationId: ConversationId): State => {
    const known = states.get(conversationId);
    if (known) return known;
    const fresh: State = { readSeq: 0, deliveredSeq: 0, toldReadSeq: 0, ackedSeq: 0, telling: false };
    states.set(conversationId, fresh);
    return fresh;
  };
  const raise = (conversationId: ConversationId, { readSeq = 0, deliveredSeq = 0 }: Partial<Position>): void => {
    const state = stateOf(conversationId);
    if (readSeq <= state.readSeq && deliveredSeq <= state.deliveredSeq) return;
    state.readSeq = Math.max(state.readSeq, readSeq);
    state.deliveredSeq = Math.max(state.deliveredSeq, deliveredSeq);
    deps.onChange(conversationId);
  };
  const learn: Positions["learn"] = (conversationId, told) => {
    const state = stateOf(conversationId);
    state.toldReadSeq = Math.max(state.toldReadSeq, told.readSeq ?? 0);
    raise(conversationId, told);
  };
  const tellRead = (conversationId: ConversationId): void => {
    const state = stateOf(conversationId);
    if (state.telling || state.readSeq <= state.toldReadSeq || link.state.getSnapshot().name !== "online") return;
    state.telling = true;
    link.call(conversationRead, { conversationId, seq: state.readSeq }).then(
      ({ readSeq }) => {
        state.telling = false;
        learn(conversationId, { readSeq });
        tellRead(conversationId);
      },
      () => {
        // Told again with the next reading or link; the heads then show whether it is needed.
        state.telling = false;
      },
    );
  };
  const flush = (): void => {
    timer = undefined;
    if (link.state.getSnapshot().name !== "online") return;
    const positions = [...unacked].slice(0, CONVERSATION_PAGE_MAX).map(([conversationId, seq]) => ({ conversationId, seq }));
    if (positions.length === 0) return;
    for (const { conversationId, seq } of positions) {
      unacked.delete(conversationId);
      stateOf(conversationId).ackedSeq = seq;
    }
    link.call(conversationDelivered, { positions }).catch(() => {
      for (const { conversationId, seq } of positions) {
        stateOf(conversationId).ackedSeq = 0;
        unacked.set(conversationId, Math.max(seq, unacked.get(conversationId) ?? 0));
      }
    });
    if (unacked.size > 0) arm();
  };
  const arm = (): void => {
    timer ??= platform.setTimer(flush, ACK_EVERY_MS);
  };

  const stops = [
    link.on(conversationDeliveredTo, ({ conversationId, deliveredSeq }) => raise(conversationId, { deliveredSeq })),
    link.on(conversationReadTo, ({ conversationId, readSeq }) => learn(conversationId, { readSeq })),
    link.state.subscribe(() => {
      if (link.state.getSnapshot().name !== "online") return;
      for (const conversationId of states.keys()) tellRead(conversationId);
      if (unacked.size > 0) arm();
    }),
  ];

  return {
    of: stateOf,
    learn,
    read(conversationId, seq) {
      raise(conversationId, { readSeq: seq });
      tellRead(conversationId);
    },
    received(conversationId, seq) {
      if (seq <= Math.max(stateOf(conversationId).ackedSeq, unacked.get(conversationId) ?? 0)) return;
      unacked.set(conversationId, seq);
      arm();
    },
    dispose() {
      for (const stop of stops) stop();
      if (timer !== undefined) platform.clearTimer(timer);
      unacked = new Map();
    },
  };
}
