import type { AttemptLimiter } from "./ports";

export type AttemptRate = {
  /** Attempts at once. */
  burst: number;
  /** One more after this long, in ms. */
  refillMs: number;
  /** Most keys held; the one longest unused is forgotten first. */
  keysMax: number;
};

type Entry = { tokens: number; atMs: number };

/** A token bucket for each key, in one process. Whoever has a full bucket is not held at all. */
export function createAttemptLimiter(rate: AttemptRate, nowMs: () => number = () => Date.now()): AttemptLimiter & { readonly size: number } {
  // A Map keeps the order of insertion: re-inserting on use makes it a least-recently-used list.
  const entries = new Map<string, Entry>();

  const current = (key: string): Entry => {
    const now = nowMs();
    const entry = entries.get(key);
    if (!entry) return { tokens: rate.burst, atMs: now };
    return { tokens: Math.min(rate.burst, entry.tokens + (now - entry.atMs) / rate.refillMs), atMs: now };
  };
  const keep = (key: string, entry: Entry): void => {
    entries.delete(key);
    if (entry.tokens >= rate.burst) return;
    entries.set(key, entry);
    if (entries.size <= rate.keysMax) return;
    const oldest = entries.keys().next();
    if (!oldest.done) entries.delete(oldest.value);
  };

  return {
    take(key) {
      const entry = current(key);
      if (entry.tokens < 1) {
        keep(key, entry);
        return Math.ceil((1 - entry.tokens) * rate.refillMs);
      }
      keep(key, { ...entry, tokens: entry.tokens - 1 });
      return null;
    },
    giveBack(key) {
      const entry = current(key);
      keep(key, { ...entry, tokens: Math.min(rate.burst, entry.tokens + 1) });
    },
    clear: (key) => void entries.delete(key),
    get size() {
      return entries.size;
    },
  };
}

/**
 * Counts by network: an IPv6 subscriber has a /64 to take addresses from (RFC 4291 §2.5.4, RFC 6177 §2), so all of it is
 * one key. An IPv4 address is its own.
 */
export function byNetwork(limiter: AttemptLimiter): AttemptLimiter {
  return {
    take: (address) => limiter.take(networkOf(address)),
    giveBack: (address) => limiter.giveBack(networkOf(address)),
    clear: (address) => limiter.clear(networkOf(address)),
  };
}

const IPV6_GROUPS = 8;
const NETWORK_GROUPS = 4;

/** The text form of RFC 4291 §2.2 is taken apart: `::` stands for as many zero groups as are missing. */
function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [left = "", right] = address.toLowerCase().split("::");
  const groupsOf = (text: string): string[] => text.split(":").filter((group) => group !== "");
  const head = groupsOf(left);
  const tail = right === undefined ? [] : groupsOf(right);
  const missing = Math.max(0, IPV6_GROUPS - head.length - tail.length);
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail].slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
