import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { CLIENT_ADDRESS_HEADER } from "@/server/http/client-address";
import { addressSet, findClient, stampClient } from "@/server/http/forwarded";
import { createOriginCheck } from "@/server/http/origin";

const request = (remoteAddress: string, headers: Record<string, string>, encrypted = false): IncomingMessage =>
  ({ headers: { host: "chat.example.com", ...headers }, socket: { remoteAddress, encrypted } }) as unknown as IncomingMessage;

describe("the client of a request", () => {
  const proxies = addressSet(["10.0.0.0/8", "::1", "2001:db8::/32"]);

  it("[FWD-1] is the peer, whatever it claims, when it is no trusted proxy", () => {
    const client = findClient(request("192.0.2.9", { "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https", "x-forwarded-host": "evil.example" }), proxies);
    expect(client).toEqual({ address: "192.0.2.9", secure: false, host: "chat.example.com", certain: false });
  });
  it("[FWD-2] is what the last trusted proxy saw", () => {
    const headers = { "x-forwarded-for": "127.0.0.1, 203.0.113.5, 10.1.1.1", "x-forwarded-proto": "https", "x-forwarded-host": "public.example.com" };
    expect(findClient(request("10.0.0.1", headers), proxies)).toEqual({ address: "203.0.113.5", secure: true, host: "public.example.com", certain: true });
  });
  it("[FWD-3] is found through addresses in every spelling", () => {
    expect(findClient(request("::ffff:10.0.0.1", { "x-forwarded-for": "::ffff:203.0.113.5" }), proxies).address).toBe("203.0.113.5");
    expect(findClient(request("2001:db8::7", { "x-forwarded-for": "2001:db9::1" }), proxies).address).toBe("2001:db9::1");
  });
  it("[FWD-4] is never found beyond what is not an address", () => {
    expect(findClient(request("10.0.0.1", { "x-forwarded-for": "127.0.0.1, unknown, 10.2.2.2" }), proxies).address).toBe("10.2.2.2");
  });
  it("[FWD-5] is stamped over whatever was sent under the same names", () => {
    const sent = request("192.0.2.9", { "x-forwarded-for": "127.0.0.1", forwarded: "for=127.0.0.1", "x-real-ip": "127.0.0.1" });
    stampClient(sent, findClient(sent, proxies));
    expect(Object.values(sent.headers)).not.toContain("127.0.0.1");
    expect(sent.headers).toMatchObject({ [CLIENT_ADDRESS_HEADER]: "192.0.2.9", "x-forwarded-host": "chat.example.com", "x-forwarded-proto": "http" });
    expect(sent.headers).not.toHaveProperty("forwarded");
  });
});

describe("the Origin of a socket", () => {
  it("[WS-1] must be PUBLIC_URL where it is set", () => {
    const allowed = createOriginCheck("https://chat.example.com");
    expect(allowed({ headers: { host: "chat.example.com", origin: "https://chat.example.com" } })).toBe(true);
    for (const origin of ["http://chat.example.com", "https://chat.example.com.evil.example", "https://evil.example", "null", "https://chat.example.com:8443"]) {
      expect(allowed({ headers: { host: "chat.example.com", origin } }), origin).toBe(false);
    }
  });
  it("[WS-2] must be the host that was asked for where it is not", () => {
    const allowed = createOriginCheck(undefined);
    expect(allowed({ headers: { host: "localhost:3000", origin: "http://localhost:3000" } })).toBe(true);
    expect(allowed({ headers: { host: "localhost:3000", origin: "http://localhost:3001" } })).toBe(false);
    expect(allowed({ headers: { host: "localhost:3000", origin: "not an origin" } })).toBe(false);
  });
  it("[WS-3] may be missing: a browser always sends one", () => {
    expect(createOriginCheck("https://chat.example.com")({ headers: { host: "chat.example.com" } })).toBe(true);
  });
});
