/**
 * A token bucket: `burst` at once, `perSecond` lastingly. Two numbers of state, no timer.
 */
export type Bucket = { tokens: number; atMs: number };
export type Rate = { burst: number; perSecond: number };

export const fullBucket = (rate: Rate, nowMs: number): Bucket => ({ tokens: rate.burst, atMs: nowMs });

/** Takes one token if there is one. */
export function takeToken(bucket: Bucket, rate: Rate, nowMs: number): boolean {
  bucket.tokens = Math.min(rate.burst, bucket.tokens + ((nowMs - bucket.atMs) / 1_000) * rate.perSecond);
  bucket.atMs = nowMs;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
