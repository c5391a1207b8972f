import { contactsChanged, type SessionId, type UserId } from "@/lib/protocol";
import type { DeadlineClock } from "@/lib/shared/deadlines";
import type { Logger, Metrics } from "@/server/telemetry";
import type { Caller } from "../caller";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import type { Fanout } from "../fanout";
import type { Access, Presence } from "../presence";
import type { PushStore, PushTarget, TagStore, WebPush } from "./ports";
import { pushAlerts, type PushDeps, pushStanding, subscribe } from "./push";
import { createPushDelivery } from "./push-delivery";
import { createTagAlerts } from "./tag-alerts";

export type { PushEnvelope, PushOutcome, PushStore, PushTarget, StoredSubscription, TaggedBy, TagRefusal, TagStore, Urgency, WebPush } from "./ports";
export { createPushDelivery, PUSH_ATTEMPTS_MAX, PUSH_IN_FLIGHT_MAX, PUSH_QUEUE_MAX, type PushDelivery } from "./push-delivery";

export type NotificationsDeps = {
  tags: TagStore;
  subscriptions: PushStore;
  webPush: WebPush;
  presence: Pick<Presence, "stateOf" | "viewOf" | "follow">;
  access: Pick<Access, "versionOf" | "onChange">;
  policies: PushDeps["policies"];
  fanout: Fanout;
  /** Whether any endpoint of the person is connected now. */
  isConnected(userId: UserId): boolean;
  clock: Clock;
  deadlineClock: DeadlineClock;
  log: Logger;
  metrics: Pick<Metrics, "pushes">;
};

type Session = Pick<Caller, "userId" | "sessionId" | "publicComputer">;

/** What people are told that did not ask at this moment. */
export type Notifications = {
  /** Reads who is tagged. To be called before anybody connects. */
  start(): Promise<void>;
  /**
   * Tags a person of the owner's list, or takes the tag back; told to all endpoints of the owner. Repeats do no harm.
   * @throws AppError `contact_not_found`, `tag_limit` (TAGS_MAX).
   */
  tag(ownerId: UserId, targetId: UserId, tagged: boolean): Promise<{ rev: number }>;
  /** What a browser needs to subscribe, and at which address this sign-in has. */
  pushStanding(session: Session): Promise<{ publicKey: string; addressHash: string | null }>;
  /** @throws AppError `forbidden` on a public computer; `invalid_input` for what is no subscription. */
  subscribe(session: Session, subscription: { target: PushTarget; language: string | null }): Promise<void>;
  /** Repeats do no harm. */
  unsubscribe(session: Session, endpoint: string): Promise<void>;
  /** The sign-in is over, and what it subscribed to with it. */
  sessionEnded(sessionId: SessionId): Promise<void>;
  /** Settles when nothing is under way. For tests. */
  idle(): Promise<void>;
  close(): void;
};

export function createNotifications(deps: NotificationsDeps): Notifications {
  const { tags, subscriptions, webPush, presence, access, fanout, clock, log } = deps;
  const delivery = createPushDelivery({ store: subscriptions, webPush, clock: deps.deadlineClock, log, metrics: deps.metrics });
  const push: PushDeps = { subscriptions, webPush, delivery, policies: deps.policies, clock, log };
  const queueing = new Set<Promise<void>>();
  const alerts = createTagAlerts({
    tags,
    presence,
    access,
    fanout,
    clock,
    log,
    isConnected: (userId) => deps.isConnected(userId),
    onAbsent(absent) {
      const queued = pushAlerts(push, absent).finally(() => queueing.delete(queued));
      queueing.add(queued);
    },
  });
  presence.follow(alerts);
  access.onChange((changes) => {
    for (const { ownerId } of changes) alerts.levelsChanged(ownerId);
  });

  return {
    start: () => alerts.load(),
    async tag(ownerId, targetId, tagged) {
      for (;;) {
        const version = access.versionOf(ownerId);
        const outcome = await tags.put(ownerId, targetId, tagged);
        if ("refused" in outcome) throw new AppError(outcome.refused, { ownerId });
        // A level that changed meanwhile is read again: its change was not yet looked for here.
        if (tagged && version !== access.versionOf(ownerId)) continue;
        if (tagged) alerts.add(targetId, ownerId, outcome.isBlocked);
        else alerts.remove(targetId, ownerId);
        fanout.toUsers([ownerId], contactsChanged, { rev: outcome.rev });
        return { rev: outcome.rev };
      }
    },
    pushStanding: (session) => pushStanding(push, session),
    subscribe: (session, subscription) => subscribe(push, session, subscription),
    unsubscribe: ({ sessionId }, endpoint) => subscriptions.removeAddress(sessionId, endpoint),
    sessionEnded: (sessionId) => subscriptions.removeOfSession(sessionId),
    async idle() {
      await alerts.idle();
      await Promise.all(queueing);
      await delivery.idle();
    },
    close: () => delivery.dispose(),
  };
}
