import { contactsTag } from "@/lib/protocol";
import type { Notifications } from "@/server/domain/notifications";
import type { Gateway } from "./gateway";

export function bindNotifications({ gateway, notifications }: { gateway: Gateway; notifications: Notifications }): void {
  gateway.bindCommand(contactsTag, ({ userId }, input) => notifications.tag(userId, input.userId, input.tagged));
}
