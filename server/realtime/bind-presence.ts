import { endpointBye, presenceActivity, presenceSelf, presenceSet, presenceUnwatch, presenceWatch } from "@/lib/protocol";
import type { Presence, PresenceRooms, PresentEndpoint } from "@/server/domain/presence";
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

export function bindPresence(deps: { gateway: Gateway; presence: Presence; log: Logger }): void {
  const { gateway, presence, log } = deps;

  const again = (endpoint: Endpoint): void =>
    void presence.connect(toPresent(endpoint)).catch((error: unknown) => log.error({ event: "presence.renew-failed", err: error, userId: endpoint.userId }, "presence renewal failed"));

  gateway.onConnect((endpoint) => presence.connect(toPresent(endpoint)));
  gateway.onReady(({ endpointId, userId }) => gateway.toEndpoint(endpointId, presenceSelf, presence.selfOf(userId)));
  gateway.onHeartbeat((endpoint) => {
    if (!presence.heartbeat(endpoint.userId, endpoint.endpointId)) again(endpoint);
  });
  gateway.onSessionEnd((sessionId) => presence.endSession(sessionId));
  gateway.onDisconnect(({ endpointId }) => presence.disconnect(endpointId));

  gateway.bindCommand(presenceSet, ({ userId }, { state }) => presence.setManual(userId, state));
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

const toPresent = ({ endpointId, userId, sessionId, device, connectedIdleForMs }: Endpoint): PresentEndpoint => ({ endpointId, userId, sessionId, device, idleForMs: connectedIdleForMs });
