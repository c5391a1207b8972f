import { describe, expect, it } from "vitest";
import { createNetworkHash, networkOf } from "@/server/realtime/network-hash";
import { userNo } from "./harness";

describe("a network", () => {
  it.each([
    ["192.0.2.7", "192.0.2.0/24"],
    ["192.0.2.250", "192.0.2.0/24"],
    ["::ffff:192.0.2.7", "192.0.2.0/24"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::1", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["1::3:4:5:6:192.0.2.1", "1:0:3:4::/64"],
    ["unknown", null],
    ["", null],
    ["192.0.2", null],
  ])("[PRES-59] of %s is %s", (address, network) => expect(networkOf(address)).toBe(network));

  it("[F24] [PRES-59] is known again, tells nothing of the address, and ties no two people or servers together", () => {
    const hash = createNetworkHash(Buffer.alloc(32, 1));
    const [anna, bob] = [userNo(1), userNo(2)];
    const office = hash(anna, "192.0.2.7");
    expect(office).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(hash(anna, "192.0.2.8")).toBe(office);
    expect(hash(anna, "192.0.3.7")).not.toBe(office);
    expect(hash(bob, "192.0.2.7")).not.toBe(office);
    expect(createNetworkHash(Buffer.alloc(32, 2))(anna, "192.0.2.7")).not.toBe(office);
    expect(hash(anna, "unknown")).toBeNull();
  });
});
