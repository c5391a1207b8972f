import { createHmac } from "node:crypto";
import { isIP } from "node:net";
import type { UserId } from "@/lib/protocol";

/** Length of what is kept, in bytes: enough to tell one person's networks apart. */
const HASH_BYTES = 16;

/**
 * Knows a person's network again without keeping where it is: HMAC-SHA-256 (RFC 2104) under a key of the server, with the
 * person in it, so that two people on one network have nothing in common either.
 */
export function createNetworkHash(key: Buffer): (userId: UserId, address: string) => string | null {
  return (userId, address) => {
    const network = networkOf(address);
    if (network === null) return null;
    return createHmac("sha256", key).update(`${userId} ${network}`).digest().subarray(0, HASH_BYTES).toString("base64url");
  };
}

/** The first 24 bits of an IPv4 address, the first 64 of an IPv6 one; an IPv4 address in IPv6 form is the former. Null for anything else. */
export function networkOf(address: string): string | null {
  const [bare = ""] = address.split("%"); // A zone is of this machine. RFC 4007 §11
  const inside = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
  switch (isIP(inside)) {
    case 4:
      return `${inside.split(".").slice(0, 3).join(".")}.0/24`;
    case 6:
      return `${firstGroups(inside)}::/64`;
    default:
      return null;
  }
}

/** The first four groups of an IPv6 address, in one way of writing: RFC 5952 §4. */
function firstGroups(address: string): string {
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  // An IPv4 ending takes the room of two groups.
  const length = left.length + right.length + ([...left, ...right].some((group) => group.includes(".")) ? 1 : 0);
  const groups = tail === undefined ? left : [...left, ...Array.from({ length: 8 - length }, () => "0"), ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
