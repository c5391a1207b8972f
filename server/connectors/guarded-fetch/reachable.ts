import { BlockList, isIP } from "node:net";

/**
 * IPv4 that no server of the public network has: the IANA special-purpose registry (RFC 6890), multicast and what is above it,
 * and the one address of a public range at which a cloud answers its own machines (Azure).
 */
const CLOSED_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
  "168.63.129.16/32",
];

/** Inside the one IPv6 range of the public network (RFC 4291 §2.4): protocols' own (Teredo too), documentation, 6to4. */
const PUBLIC_V6 = "2000::/3";
const CLOSED_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

/** Prefixes of 96 bits whose last 32 are an IPv4 address: mapped (RFC 4291 §2.5.5.2), NAT64 (RFC 6052 §2.1). */
const CARRIES_V4 = ["0:0:0:0:0:ffff", "64:ff9b:0:0:0:0"];

/** Whether an address, as a resolver gives it, may be connected to. */
export type Reachable = (address: string) => boolean;

/** @param openings Addresses and ranges in CIDR notation (RFC 4632) that are reachable all the same. */
export function createReachable(openings: readonly string[]): Reachable {
  const open = rangesOf(openings);
  const closedV4 = rangesOf(CLOSED_V4);
  const publicV6 = rangesOf([PUBLIC_V6]);
  const closedV6 = rangesOf(CLOSED_V6);
  return (address) => {
    const family = isIP(address);
    if (family === 0 || address.includes("%")) return false; // A zone (RFC 4007) names a link of this machine.
    const v4 = family === 4 ? address : carriedV4(address);
    if (v4 !== null) return open.check(v4, "ipv4") || !closedV4.check(v4, "ipv4");
    return open.check(address, "ipv6") || (publicV6.check(address, "ipv6") && !closedV6.check(address, "ipv6"));
  };
}

function rangesOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** The IPv4 address that an IPv6 one stands for, or null. */
function carriedV4(address: string): string | null {
  const groups = groupsOf(address);
  if (!CARRIES_V4.includes(groups.slice(0, 6).map((group) => group.toString(16)).join(":"))) return null;
  return groups.slice(6).flatMap((group) => [group >> 8, group & 255]).join(".");
}

/** The eight groups of 16 bits of a valid IPv6 address. RFC 4291 §2.2 */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const [a = 0, b = 0, c = 0, d = 0] = dotted?.slice(2).map(Number) ?? [];
  const text = dotted ? `${dotted[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}` : address;
  const [left = "", right] = text.split("::");
  const parse = (part: string): number[] => (part === "" ? [] : part.split(":").map((group) => parseInt(group, 16)));
  if (right === undefined) return parse(left);
  const [head, tail] = [parse(left), parse(right)];
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}
