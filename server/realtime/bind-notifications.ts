import { contactsTag } from "@/lib/protocol";
import type { Notifications } from "@/server/domain/notifications";
import type { Logger } from "@/server/telemetry";
import type { Gateway } from "./gateway";

export function bindNotifications({ gateway, notifications, log }: { gateway: Gateway; notifications: Notifications; log: Logger }): void {
  gateway.bindCommand(contactsTag, ({ userId }, input) => notifications.tag(userId, input.userId, input.tagged));
  gateway.onSessionEnd((sessionId) => {
    // Were this lost, the sign-in's own row still keeps every message back.
    notifications.sessionEnded(sessionId).catch((error: unknown) => log.warn({ event: "push.not-forgotten", err: error, sessionId }, "web push subscription not removed with its session"));
  });
}
