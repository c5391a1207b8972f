import { scheduleGet } from "@/lib/protocol";
import type { CalendarPublisher, Calendars } from "@/server/domain/calendars";
import type { Presence } from "@/server/domain/presence";
import type { Logger } from "@/server/telemetry";
import type { Gateway } from "./gateway";

/** Presence, as calendars use it. */
export const calendarPublisher = (presence: Pick<Presence, "publish" | "withdraw">): CalendarPublisher => ({
  publish: (userId, { activity, untilMs, note }) => presence.publish(userId, { kind: "calendar", owner: activity, sequence: 0, expiresAtMs: untilMs, activity, ...(note === null ? {} : { note }) }),
  withdraw: (userId, activity) => presence.withdraw(userId, "calendar", activity),
});

/**
 * What is needed before presence is bound, and after it: `gateway` calls its hooks in the order of their registration. A person's
 * calendar is fetched before presence lets them appear and said in the same turn, so that nobody sees them free in between.
 */
export function bindCalendars({ gateway, calendars, presence, log }: { gateway: Gateway; calendars: Calendars; presence: Pick<Presence, "follow">; log: Logger }): { afterPresence(): void } {
  gateway.onConnect(({ userId }) =>
    calendars.arriving(userId).catch((error: unknown) => log.error({ event: "calendar.not-fetched", userId, err: error }, "what a calendar says of now was not fetched")),
  );
  presence.follow({
    stateIs: (userId, state) => {
      if (state === "offline" || state === "unknown") calendars.left(userId);
    },
    settled: () => undefined,
  });
  gateway.bindCommand(scheduleGet, ({ userId }, input) => calendars.schedule(userId, input));
  return { afterPresence: () => gateway.onConnect(({ userId }) => calendars.arrived(userId)) };
}
