import {
  accessSet,
  contactGroupCreate,
  contactsAdd,
  contactsPlace,
  contactsRemove,
  conversationAdd,
  conversationDirect,
  conversationRename,
  conversationStart,
  conversationTyping,
  directorySearch,
  draftSave,
  messageDelete,
  messageEdit,
  messageSend,
  presenceActivity,
  presenceSet,
  type SessionId,
  type UserId,
} from "@/lib/protocol";
import { createDeadlines, type DeadlineClock, systemDeadlineClock } from "@/lib/shared/deadlines";
import type { Identity } from "@/server/domain/identity";
import { TOUCH_INTERVAL_MS } from "@/server/domain/identity";
import type { Logger } from "@/server/telemetry";
import type { Endpoint, Gateway } from "./gateway";

/**
 * Commands that only a person's hand sends. Heads, catch-up, delivery and read positions also go by themselves, and
 * must not keep a forgotten session on a public computer alive.
 */
const BY_HAND = new Set<string>(
  [
    accessSet, contactGroupCreate, contactsAdd, contactsPlace, contactsRemove, conversationAdd, conversationDirect, conversationRename, conversationStart,
    conversationTyping, directorySearch, draftSave, messageDelete, messageEdit, messageSend, presenceSet,
  ].map(({ name }) => name),
);

type Deps = {
  gateway: Pick<Gateway, "onConnect" | "onDisconnect" | "onCommand" | "isSessionConnected">;
  identity: Pick<Identity, "touchSession" | "expireSession">;
  log: Logger;
  clock?: DeadlineClock;
};

type Watched = { userId: UserId; publicComputer: boolean; lastSeenAtMs: number };

/**
 * Keeps the sessions of connected endpoints to their time: use moves it on, written down at most once a minute, and when
 * it has come the session ends and its sockets are cut off [ID-6]. One timer, whatever the number of sessions.
 */
export function createSessionWatch({ gateway, identity, log, clock = systemDeadlineClock }: Deps): { readonly size: number; dispose(): void } {
  const watched = new Map<SessionId, Watched>();
  const deadlines = createDeadlines<SessionId>((due) => {
    for (const sessionId of due) void expire(sessionId);
  }, clock);

  const forget = (sessionId: SessionId): void => {
    watched.delete(sessionId);
    deadlines.clear(sessionId);
  };

  async function expire(sessionId: SessionId): Promise<void> {
    const session = watched.get(sessionId);
    if (!session) return;
    try {
      // The row decides: a request, or another server of a pool, may have moved the time on.
      const expiresAt = await identity.expireSession({ sessionId, ...session });
      if (expiresAt && gateway.isSessionConnected(sessionId)) deadlines.set(sessionId, expiresAt.getTime());
      else forget(sessionId);
    } catch (error) {
      log.warn({ event: "session.expiry-failed", err: error, sessionId }, "session could not be looked at, tried again later");
      deadlines.set(sessionId, clock.now() + TOUCH_INTERVAL_MS);
    }
  }

  async function touch(endpoint: Endpoint): Promise<void> {
    const session = watched.get(endpoint.sessionId);
    const nowMs = clock.now();
    if (!session || nowMs - session.lastSeenAtMs < TOUCH_INTERVAL_MS) return;
    const earlierMs = session.lastSeenAtMs;
    session.lastSeenAtMs = nowMs;
    try {
      const { sessionId, publicComputer } = endpoint;
      const expiresAt = await identity.touchSession({ sessionId, publicComputer, lastSeenAt: new Date(earlierMs), expiresAt: new Date(nowMs) });
      if (watched.has(sessionId)) deadlines.set(sessionId, expiresAt.getTime());
    } catch (error) {
      session.lastSeenAtMs = earlierMs;
      log.warn({ event: "session.touch-failed", err: error, sessionId: endpoint.sessionId }, "session's use could not be written down, tried again at its next");
    }
  }

  gateway.onConnect(({ sessionId, userId, publicComputer, sessionExpiresAtMs }) => {
    if (sessionExpiresAtMs === undefined) return;
    // Whatever was held is older than the row that was just read. Use is counted from now at the earliest known time.
    watched.set(sessionId, { userId, publicComputer, lastSeenAtMs: watched.get(sessionId)?.lastSeenAtMs ?? 0 });
    deadlines.set(sessionId, sessionExpiresAtMs);
  });
  gateway.onDisconnect(({ sessionId }) => {
    if (!gateway.isSessionConnected(sessionId)) forget(sessionId);
  });
  gateway.onCommand((endpoint, command, input) => {
    const active = command === presenceActivity.name ? (input as { active: boolean }).active : BY_HAND.has(command);
    if (active) void touch(endpoint);
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
