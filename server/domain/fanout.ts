import type { z } from "zod";
import type { AnyEvent, SessionId, UserId } from "@/lib/protocol";
import type { Sendable } from "./viewed";

/**
 * Tells endpoints what has happened, after it was stored. A telling may be lost (a cut connection, a killed
 * process); clients find out by number and fetch. An event is encoded once, however many hear it.
 */
export type Fanout = {
  /** To every endpoint of these users. Order between two calls is kept for one endpoint. */
  toUsers<E extends AnyEvent>(userIds: readonly UserId[], event: E, payload: Sendable<z.input<E["payload"]>>): void;
  /** To every endpoint of one session. */
  toSession<E extends AnyEvent>(sessionId: SessionId, event: E, payload: Sendable<z.input<E["payload"]>>): void;
  /** To every endpoint of everybody who is signed in. */
  toEveryone<E extends AnyEvent>(event: E, payload: Sendable<z.input<E["payload"]>>): void;
};
