import {
  accessSet,
  contactGroupCreate,
  contactsAdd,
  contactsPlace,
  contactsRemove,
  contactsTag,
  conversationAdd,
  conversationDirect,
  conversationRename,
  conversationStart,
  conversationTyping,
  directorySearch,
  draftSave,
  type EndpointId,
  IDLE_REPORT_MS,
  messageDelete,
  messageEdit,
  messageSend,
  presenceActivity,
  presenceSet,
  PUBLIC_IDLE_MS,
  type SessionId,
  type UserId,
} from "@/lib/protocol";
import { createDeadlines, type DeadlineClock, systemDeadlineClock } from "@/lib/shared/deadlines";
import type { Identity } from "@/server/domain/identity";
import { TOUCH_INTERVAL_MS } from "@/server/domain/identity";
import type { Logger } from "@/server/telemetry";
import type { Gateway } from "./gateway";

/**
 * Commands that only a person's hand sends. Heads, catch-up, delivery and read positions also go by themselves, and
 * must not keep a forgotten session on a public computer alive.
 */
const BY_HAND = new Set<string>(
  [
    accessSet, contactGroupCreate, contactsAdd, contactsPlace, contactsRemove, contactsTag, conversationAdd, conversationDirect, conversationRename, conversationStart,
    conversationTyping, directorySearch, draftSave, messageDelete, messageEdit, messageSend, presenceSet,
  ].map(({ name }) => name),
);

type Deps = {
  gateway: Pick<Gateway, "onConnect" | "onDisconnect" | "onCommand" | "isSessionConnected">;
  identity: Pick<Identity, "touchSession" | "expireSession">;
  log: Logger;
  clock?: DeadlineClock;
};

/** `active`: endpoints at which somebody is, as they last said; they say so only when it changes. */
type Watched = { userId: UserId; publicComputer: boolean; lastSeenAtMs: number; active: Set<EndpointId> };

/**
 * Keeps the sessions of connected endpoints to their time: use moves it on, written down at most once a minute, and when
 * it has come the session ends and its sockets are cut off [ID-6]. One timer, whatever the number of sessions.
 */
export function createSessionWatch({ gateway, identity, log, clock = systemDeadlineClock }: Deps): { readonly size: number; dispose(): void } {
  const watched = new Map<SessionId, Watched>();
  const deadlines = createDeadlines<SessionId>((due) => {
    for (const sessionId of due) void expire(sessionId);
  }, clock);

  /**
   * The row is looked at no later than a public computer's limit from now: a policy that makes every computer a public
   * one may come at any time, and holds for those who are connected, too.
   */
  const lookAt = (sessionId: SessionId, expiresAtMs: number): void => deadlines.set(sessionId, Math.min(expiresAtMs, clock.now() + PUBLIC_IDLE_MS));

  const forget = (sessionId: SessionId): void => {
    watched.delete(sessionId);
    deadlines.clear(sessionId);
  };

  async function expire(sessionId: SessionId): Promise<void> {
    const session = watched.get(sessionId);
    if (!session) return;
    try {
      // Somebody is at the keys and only reads: that is told at its beginning and its end, not in between. Nobody
      // having said that they left, they were here this long ago, at least.
      if (session.active.size > 0) await touch(sessionId, session, clock.now() - IDLE_REPORT_MS);
      // The row decides: a request, or another server of a pool, may have moved the time on.
      const { userId, publicComputer } = session;
      const expiresAt = await identity.expireSession({ sessionId, userId, publicComputer });
      if (expiresAt && gateway.isSessionConnected(sessionId)) lookAt(sessionId, expiresAt.getTime());
      else forget(sessionId);
    } catch (error) {
      log.warn({ event: "session.expiry-failed", err: error, sessionId }, "session could not be looked at, tried again later");
      deadlines.set(sessionId, clock.now() + TOUCH_INTERVAL_MS);
    }
  }

  async function touch(sessionId: SessionId, session: Watched, usedAtMs: number): Promise<void> {
    if (usedAtMs - session.lastSeenAtMs < TOUCH_INTERVAL_MS) return;
    const earlierMs = session.lastSeenAtMs;
    session.lastSeenAtMs = usedAtMs;
    try {
      const { publicComputer } = session;
      const expiresAt = await identity.touchSession({ sessionId, publicComputer, lastSeenAt: new Date(earlierMs), expiresAt: new Date(usedAtMs) }, new Date(usedAtMs));
      if (watched.has(sessionId)) lookAt(sessionId, expiresAt.getTime());
    } catch (error) {
      session.lastSeenAtMs = earlierMs;
      log.warn({ event: "session.touch-failed", err: error, sessionId }, "session's use could not be written down, tried again at its next");
    }
  }

  gateway.onConnect(({ sessionId, userId, publicComputer, sessionExpiresAtMs, endpointId, connectedIdleForMs }) => {
    if (sessionExpiresAtMs === undefined) return;
    // Whatever deadline was held is older than the row that was just read.
    const session = watched.get(sessionId) ?? { userId, publicComputer, lastSeenAtMs: 0, active: new Set() };
    if (connectedIdleForMs < IDLE_REPORT_MS) session.active.add(endpointId);
    watched.set(sessionId, session);
    lookAt(sessionId, sessionExpiresAtMs);
  });
  gateway.onDisconnect(({ sessionId, endpointId }) => {
    if (!gateway.isSessionConnected(sessionId)) forget(sessionId);
    else watched.get(sessionId)?.active.delete(endpointId);
  });
  gateway.onCommand(({ sessionId, endpointId }, command, input) => {
    const session = watched.get(sessionId);
    if (!session) return;
    if (command === presenceActivity.name) {
      const { active, idleForMs } = input as { active: boolean; idleForMs: number };
      if (active) session.active.add(endpointId);
      // Whoever goes idle was here until then, which nobody had written down.
      const wasHere = session.active.has(endpointId);
      if (!active) session.active.delete(endpointId);
      if (wasHere) void touch(sessionId, session, clock.now() - (active ? 0 : idleForMs));
    } else if (BY_HAND.has(command)) void touch(sessionId, session, clock.now());
  });

  return {
    get size() {
      return watched.size;
    },
    dispose: () => {
      deadlines.dispose();
      watched.clear();
    },
  };
}
