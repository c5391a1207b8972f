import { describe, expect, it } from "vitest";
import { createReachable } from "@/server/connectors/guarded-fetch/reachable";

describe("which addresses may be reached", () => {
  const reachable = createReachable([]);

  it.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.251",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "0:0:0:0:0:ffff:a00:1",
    "::FFFF:192.168.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "ff02::1",
    "localhost",
    "",
  ])("[OUT-1] refuses %s", (address) => expect(reachable(address)).toBe(false));

  it.each(["1.1.1.1", "100.63.255.255", "172.15.0.1", "172.32.0.1", "193.0.0.1", "223.255.255.255", "2606:4700:4700::1111", "2a00:1450::1", "::ffff:1.1.1.1", "64:ff9b::8.8.8.8"])("[OUT-1] reaches %s", (address) =>
    expect(reachable(address)).toBe(true),
  );

  it("[OUT-7] opens what the operator names, and nothing beside it", () => {
    const opened = createReachable(["127.0.0.1", "10.1.0.0/16", "fd12::/32"]);
    for (const address of ["127.0.0.1", "::ffff:127.0.0.1", "10.1.255.1", "fd12::5"]) expect(opened(address), address).toBe(true);
    for (const address of ["127.0.0.2", "10.2.0.1", "fd13::5", "169.254.169.254"]) expect(opened(address), address).toBe(false);
  });
});
