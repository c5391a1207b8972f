import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** Who is on the other end of a request, after proxies that are trusted. */
export type Client = {
  address: string;
  /** Reached by HTTPS, here or at the proxy. */
  secure: boolean;
  /** The host the browser asked for. */
  host: string;
  /** Whether `address` can be relied on: false when somebody who is not trusted claims to be a proxy. */
  certain: boolean;
};

const FORWARDED = ["forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port", "x-real-ip", "x-client-ip"] as const;

/** A set of addresses and CIDR ranges. */
export function addressSet(ranges: readonly string[]): { has(address: string): boolean } {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return {
    has: (address) => {
      const family = isIP(address);
      return family !== 0 && list.check(address, family === 6 ? "ipv6" : "ipv4");
    },
  };
}

/** An IPv4 address that came in over an IPv6 socket is an IPv4 address. RFC 4291 §2.5.5.2 */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address.trim());
  return mapped?.[1] ?? address.trim();
}

/**
 * Finds the client of a request. X-Forwarded-* is believed only when the peer is a trusted proxy, and of its
 * list only the part that trusted proxies wrote: from the right, up to the first address that is not one.
 */
export function findClient(request: IncomingMessage, trusted: { has(address: string): boolean }): Client {
  const peer = plainAddress(request.socket.remoteAddress ?? "");
  const encrypted = "encrypted" in request.socket && request.socket.encrypted === true;
  const host = request.headers.host ?? "";
  if (!trusted.has(peer)) {
    return { address: peer, secure: encrypted, host, certain: !FORWARDED.some((name) => request.headers[name] !== undefined) };
  }
  const hops = joined(request, "x-forwarded-for").split(",").map(plainAddress).filter((hop) => hop !== "");
  let address = peer;
  while (trusted.has(address) && hops.length > 0) {
    const next = hops.pop() ?? "";
    if (isIP(next) === 0) break; // Not an address: nothing to the left of it can be relied on.
    address = next;
  }
  const proto = joined(request, "x-forwarded-proto").split(",").at(-1)?.trim();
  const forwardedHost = joined(request, "x-forwarded-host").split(",").at(-1)?.trim();
  return { address, secure: proto === undefined || proto === "" ? encrypted : proto === "https", host: forwardedHost === undefined || forwardedHost === "" ? host : forwardedHost, certain: true };
}

/**
 * Replaces what the request says about proxies by what is known, so that everything behind may simply read
 * `x-forwarded-for` (one address), `x-forwarded-proto` and `x-forwarded-host`.
 */
export function stampClient(request: IncomingMessage, client: Client): void {
  for (const name of FORWARDED) delete request.headers[name];
  request.headers["x-forwarded-for"] = client.address;
  request.headers["x-forwarded-proto"] = client.secure ? "https" : "http";
  request.headers["x-forwarded-host"] = client.host;
}

function joined(request: IncomingMessage, name: (typeof FORWARDED)[number]): string {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(",") : (value ?? "");
}
