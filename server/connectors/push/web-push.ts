import { isAppError } from "@/server/domain/errors";
import type { GuardedFetch } from "@/server/domain/guarded-fetch";
import type { PushOutcome, WebPush } from "@/server/domain/notifications";
import { encryptFor } from "./encrypt";
import type { Vapid } from "./vapid";

/** A push service that takes longer is asked again later, in ms. */
const TIMEOUT_MS = 10_000;
/** Nothing of its answer is used. In bytes. */
const ANSWER_BYTES_MAX = 20_000;

/** Web push (RFC 8030) by the guarded way out: the address was named by a client. A redirect is not followed, it would be told the message. */
export function createWebPush({ fetch, vapid, nowMs }: { fetch: GuardedFetch; vapid: Vapid; nowMs: () => number }): WebPush {
  return {
    publicKey: vapid.publicKey,
    async send(target, { payload, ttlS, urgency, topic }) {
      let body: Buffer;
      try {
        body = encryptFor(target, Buffer.from(payload));
      } catch (error) {
        return { kind: "refused", reason: error instanceof Error ? error.message : "not to be encrypted" };
      }
      const headers = {
        authorization: vapid.authorizationFor(target.endpoint),
        "content-encoding": "aes128gcm",
        "content-type": "application/octet-stream",
        ttl: String(ttlS),
        urgency,
        topic,
      };
      try {
        const answer = await fetch(target.endpoint, { method: "POST", headers, body, timeoutMs: TIMEOUT_MS, maxBytes: ANSWER_BYTES_MAX, maxRedirects: 0 });
        return outcomeOf(answer.status, retryAfterMs(answer.headers.get("retry-after"), nowMs()));
      } catch (error) {
        const reason = isAppError(error) ? error.code : "failed";
        return reason === "address_refused" || reason === "too_large" || reason === "remote_invalid" ? { kind: "refused", reason } : { kind: "later", afterMs: null, reason };
      }
    },
  };
}

/** RFC 8030 §5, §7.3 and §8.4. */
function outcomeOf(status: number, afterMs: number | null): PushOutcome {
  const reason = `status ${status}`;
  if (status >= 200 && status < 300) return { kind: "delivered" };
  if (status === 404 || status === 410) return { kind: "gone" };
  return status === 429 || status >= 500 ? { kind: "later", afterMs, reason } : { kind: "refused", reason };
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function retryAfterMs(value: string | null, nowMs: number): number | null {
  if (value === null) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
