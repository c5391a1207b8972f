import { createHash } from "node:crypto";
import type { PolicySettings, UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Logger } from "@/server/telemetry";
import type { Caller } from "../caller";
import type { Clock } from "../clock";
import { AppError } from "../errors";
import type { PushStore, PushTarget, WebPush } from "./ports";
import type { PushDelivery } from "./push-delivery";
import type { TagAlert } from "./tag-alerts";
import { tagMessage } from "./words";

/** Somebody's state is news for this long, in seconds. */
const TAG_TTL_S = 10 * 60;
/** An uncompressed P-256 point and the shared secret. RFC 8291 §2.1, §3.2 */
const POINT_BYTES = 65;
const AUTH_BYTES = 16;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export type PushDeps = {
  subscriptions: PushStore;
  webPush: WebPush;
  delivery: PushDelivery;
  policies: { effectiveFor(userId: UserId): Promise<Pick<PolicySettings, "privateComputers">> };
  clock: Clock;
  log: Logger;
};

type Session = Pick<Caller, "userId" | "sessionId" | "publicComputer">;

/** What a browser needs to subscribe, and whether this sign-in has done so. */
export const pushStanding = async ({ subscriptions, webPush }: PushDeps, { sessionId }: Session): Promise<{ publicKey: string; addressHash: string | null }> => ({
  publicKey: webPush.publicKey,
  addressHash: await subscriptions.findAddressHash(sessionId),
});

/**
 * From now on this browser is told what the person's open pages are not there to tell.
 * @throws AppError `forbidden` on a public computer; `invalid_input` for what is no subscription.
 */
export async function subscribe({ subscriptions }: PushDeps, session: Session, { target, language }: { target: PushTarget; language: string | null }): Promise<void> {
  if (session.publicComputer) throw new AppError("forbidden", { userId: session.userId });
  const wrong = wrongFieldOf(target);
  if (wrong !== null) throw new AppError("invalid_input", {}, { fields: [wrong] });
  await subscriptions.put({ subscriptionId: uuidV7(), userId: session.userId, sessionId: session.sessionId, target, language });
}

/** Every real push service is reached by https; plain http is for a stand-in on this machine. */
function wrongFieldOf({ endpoint, p256dh, auth }: PushTarget): string | null {
  const url = URL.parse(endpoint);
  if (!url || (url.protocol !== "https:" && !LOOPBACK.test(url.hostname))) return "endpoint";
  const point = Buffer.from(p256dh, "base64url");
  if (point.length !== POINT_BYTES || point[0] !== 4) return "keys.p256dh";
  return Buffer.from(auth, "base64url").length === AUTH_BYTES ? null : "keys.auth";
}

/** Hands the alerts to the browsers of people for whom no page is open: one query for all of them. */
export async function pushAlerts({ subscriptions, delivery, policies, clock, log }: PushDeps, alerts: readonly TagAlert[]): Promise<void> {
  try {
    const found = await subscriptions.listOf([...new Set(alerts.map(({ taggerId }) => taggerId))], clock.now());
    const ofPerson = Map.groupBy(found, ({ userId }) => userId);
    for (const { taggerId, person, view } of alerts) {
      const own = ofPerson.get(taggerId);
      // A policy that came after the sign-in makes its computer a public one, too.
      if (!own || !(await policies.effectiveFor(taggerId)).privateComputers) continue;
      for (const { subscriptionId, language } of own) {
        const message = tagMessage(person, view.state, language);
        delivery.enqueue(subscriptionId, { payload: JSON.stringify(message), ttlS: TAG_TTL_S, urgency: "normal", topic: topicOf(message.tag) });
      }
    }
  } catch (error) {
    log.error({ event: "push.not-queued", err: error, alerts: alerts.length }, "web push messages not queued");
  }
}

/** Push services see the topic: it says nothing about who is meant. RFC 8030 §5.4: at most 32 characters. */
const topicOf = (tag: string): string => createHash("sha256").update(tag).digest("base64url").slice(0, 32);
