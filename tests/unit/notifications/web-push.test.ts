import { describe, expect, it } from "vitest";
import { createVapid, createWebPush, encryptFor, PLAIN_BYTES_MAX, VAPID_SEED_BYTES } from "@/server/connectors/push";
import { AppError } from "@/server/domain/errors";
import type { GuardedFetch } from "@/server/domain/guarded-fetch";
import { checkVapid, makeBrowser } from "@/tests/support/push-service";

const bytes = (text: string): Buffer => Buffer.from(text, "base64url");
/** RFC 8291 §5 and its appendix. */
const EXAMPLE = {
  plain: "When I grow up, I want to be a watermelon",
  receiver: bytes("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"),
  auth: bytes("BTBZMqHH6r4Tts7J_aSIgg"),
  sender: bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
  salt: bytes("DGv6ra1nlYgDCS1FRnbzlw"),
  body: "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
};
const SEED = Buffer.alloc(VAPID_SEED_BYTES, 7);
const ENVELOPE = { payload: "{}", ttlS: 60, urgency: "normal", topic: "t" } as const;

describe("web push messages", () => {
  it("[NOT-20] encrypts as the example of RFC 8291 does, and the tests' browser reads it", () => {
    const browser = makeBrowser("https://push.example.net/x", { privateKey: EXAMPLE.receiver, auth: EXAMPLE.auth });
    expect(encryptFor(browser.keys, Buffer.from(EXAMPLE.plain), { privateKey: EXAMPLE.sender, salt: EXAMPLE.salt }).toString("base64url")).toBe(EXAMPLE.body);
    expect(browser.read(bytes(EXAMPLE.body)).toString()).toBe(EXAMPLE.plain);
  });

  it("[NOT-20] makes a new key and salt for every message, up to the size that push services take", () => {
    const browser = makeBrowser("https://push.example.net/x");
    const longest = Buffer.alloc(PLAIN_BYTES_MAX, "a");
    const [one, other] = [encryptFor(browser.keys, longest), encryptFor(browser.keys, longest)];
    expect([one.length, browser.read(one).equals(longest), browser.read(other).equals(longest)]).toEqual([4_096, true, true]);
    expect(one.subarray(0, 16).equals(other.subarray(0, 16))).toBe(false);
    expect(one.subarray(21, 86).equals(other.subarray(21, 86))).toBe(false);
    expect(() => encryptFor(browser.keys, Buffer.alloc(PLAIN_BYTES_MAX + 1))).toThrow();
    expect(() => makeBrowser("https://push.example.net/y").read(one)).toThrow();
  });

  it("[NOT-21] says who sends to each push service by itself, for half a day, with the same key from the same seed", () => {
    let nowMs = Date.parse("2026-11-23T12:00:00Z");
    const vapid = createVapid({ seed: SEED, subject: "https://parley.example.com", nowMs: () => nowMs });
    const header = vapid.authorizationFor("https://push.example.net/a?b");
    const { claims, publicKey } = checkVapid(header, "https://push.example.net", nowMs);
    expect(claims).toEqual({ aud: "https://push.example.net", exp: nowMs / 1_000 + 12 * 60 * 60, sub: "https://parley.example.com" });
    expect(publicKey).toBe(createVapid({ seed: SEED, subject: "https://other.example.com", nowMs: () => nowMs }).publicKey);
    expect(vapid.authorizationFor("https://push.example.net/c")).toBe(header);
    expect(() => checkVapid(header, "https://push.example.org", nowMs)).toThrow(/meant for/);
    nowMs += 11.5 * 60 * 60_000;
    const renewed = vapid.authorizationFor("https://push.example.net/a");
    expect(renewed).not.toBe(header);
    checkVapid(renewed, "https://push.example.net", nowMs);
  });

  it("[NOT-22] tells gone, busy, refused and unreachable apart, and follows no redirect", async () => {
    const browser = makeBrowser("https://push.example.net/x");
    const target = { endpoint: browser.endpoint, ...browser.keys };
    let answer: () => { status: number; retryAfter?: string };
    let options: Parameters<GuardedFetch>[1];
    const nowMs = Date.parse("2026-11-23T12:00:00Z");
    const fetch: GuardedFetch = async (url, given) => {
      options = given;
      const { status, retryAfter } = answer();
      return { status, url, headers: { get: (name) => (name === "retry-after" ? (retryAfter ?? null) : null) }, text: () => "" };
    };
    const webPush = createWebPush({ fetch, vapid: createVapid({ seed: SEED, subject: "mailto:a@example.com", nowMs: () => nowMs }), nowMs: () => nowMs });
    const outcome = (status: number, retryAfter?: string) => {
      answer = () => ({ status, ...(retryAfter === undefined ? {} : { retryAfter }) });
      return webPush.send(target, ENVELOPE);
    };
    expect(await outcome(201)).toEqual({ kind: "delivered" });
    expect(options).toMatchObject({ method: "POST", maxRedirects: 0, headers: { ttl: "60", urgency: "normal", topic: "t", "content-encoding": "aes128gcm" } });
    expect([await outcome(404), await outcome(410)]).toEqual([{ kind: "gone" }, { kind: "gone" }]);
    expect(await outcome(429, "120")).toMatchObject({ kind: "later", afterMs: 120_000 });
    expect(await outcome(503, "Mon, 23 Nov 2026 12:01:00 GMT")).toMatchObject({ kind: "later", afterMs: 60_000 });
    expect(await outcome(500)).toMatchObject({ kind: "later", afterMs: null });
    for (const status of [302, 400, 401, 403, 413]) expect(await outcome(status)).toMatchObject({ kind: "refused" });
    for (const [code, kind] of [["address_refused", "refused"], ["remote_unreachable", "later"], ["remote_invalid", "refused"]] as const) {
      answer = () => {
        throw new AppError(code);
      };
      expect(await webPush.send(target, ENVELOPE)).toMatchObject({ kind, reason: code });
    }
    expect(await webPush.send({ ...target, p256dh: Buffer.alloc(65, 4).toString("base64url") }, ENVELOPE)).toMatchObject({ kind: "refused" });
  });
});
