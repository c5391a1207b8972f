import {
  endpointBye,
  presenceActivity,
  presenceLocation,
  presenceNote,
  presencePresenting,
  presencePreview,
  presenceSelf,
  presenceSet,
  presenceStates,
  presenceUnwatch,
  presenceWatch,
  type UserId,
} from "@/lib/protocol";
import type { Directory } from "@/server/domain/directory";
import { type Presence, type PresenceRooms, type PresentEndpoint, scheduleSeenBy } from "@/server/domain/presence";
import type { Logger } from "@/server/telemetry";
import type { Endpoint, Gateway } from "./gateway";

/** The gateway, as presence uses it: rooms by person and access level. */
export const presenceRooms = (gateway: Gateway): PresenceRooms => ({
  join: (endpointId, rooms) => gateway.join(endpointId, rooms),
  leave: (endpointId, rooms) => gateway.leave(endpointId, rooms),
  isConnected: (endpointId) => gateway.isConnected(endpointId),
  tell: (room, event, payload) => gateway.toRoom(room, event, payload),
  tellEndpoint: (endpointId, event, payload) => gateway.toEndpoint(endpointId, event, payload),
});

export type BindPresenceDeps = {
  gateway: Gateway;
  presence: Presence;
  directory: Directory;
  /** Knows a network again without saying which it is; null for an address that is none. */
  hashNetwork: (userId: UserId, address: string) => string | null;
  log: Logger;
};

export function bindPresence({ gateway, presence, directory, hashNetwork, log }: BindPresenceDeps): void {
  const toPresent = ({ endpointId, userId, sessionId, device, connectedIdleForMs, address }: Endpoint): PresentEndpoint => ({
    endpointId,
    userId,
    sessionId,
    device,
    idleForMs: connectedIdleForMs,
    network: hashNetwork(userId, address),
  });

  const again = (endpoint: Endpoint): void =>
    void presence.connect(toPresent(endpoint)).catch((error: unknown) => log.error({ event: "presence.renew-failed", err: error, userId: endpoint.userId }, "presence renewal failed"));

  gateway.onConnect((endpoint) => presence.connect(toPresent(endpoint)));
  gateway.onReady(({ endpointId, userId }) => gateway.toEndpoint(endpointId, presenceSelf, presence.selfOf(userId)));
  gateway.onHeartbeat((endpoint) => {
    if (!presence.heartbeat(endpoint.userId, endpoint.endpointId)) again(endpoint);
  });
  gateway.onSessionEnd((sessionId) => presence.endSession(sessionId));
  gateway.onDisconnect(({ endpointId }) => presence.disconnect(endpointId));

  gateway.bindCommand(presenceSet, ({ userId }, { state, customStateId, until }) => presence.setManual(userId, state, { customStateId, untilMs: toMs(until) }));
  gateway.bindCommand(presenceNote, ({ userId }, { text, audience, until }) => presence.setNote(userId, { text, audience, untilMs: toMs(until) }));
  gateway.bindCommand(presenceLocation, ({ userId, address }, input) => presence.setPlace(userId, hashNetwork(userId, address), input));
  gateway.bindCommand(presencePresenting, async ({ userId, endpointId }, { active }) => {
    presence.setPresenting(userId, endpointId, active);
    return {};
  });
  gateway.bindCommand(presenceStates, async () => ({ states: await presence.customStates() }));
  gateway.bindCommand(presencePreview, async ({ userId }) => {
    const cards = await directory.cardsByLevel(userId);
    return { levels: presence.viewsOf(userId).map(({ level, view }) => ({ level, card: cards[level], view, schedule: scheduleSeenBy(level), reachable: level !== "blocked" })) };
  });
  gateway.bindCommand(presenceActivity, async ({ userId, endpointId }, input) => {
    presence.reportActivity(userId, endpointId, input);
    return {};
  });
  gateway.bindCommand(presenceWatch, async ({ endpointId, userId }, { userIds }) => ({ views: await presence.watch(endpointId, userId, userIds) }));
  gateway.bindCommand(presenceUnwatch, async ({ endpointId }, { userIds }) => {
    presence.unwatch(endpointId, userIds);
    return {};
  });
  gateway.bindCommand(endpointBye, async ({ userId, endpointId }) => {
    presence.bye(userId, endpointId);
    return {};
  });
}

const toMs = (instant: string | undefined): number | undefined => (instant === undefined ? undefined : Date.parse(instant));
