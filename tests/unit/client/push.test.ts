import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { CallError } from "@/lib/client";
import { type BrowserPush, type BrowserSubscription, createPushStore } from "@/lib/client/push";

const KEYS = { p256dh: "p", auth: "a" };
const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url");

function setup(options: { permission?: NotificationPermission; answersTo?: NotificationPermission; publicComputer?: boolean; browser?: false } = {}) {
  const log: string[] = [];
  const server = { hash: null as string | null, failing: false };
  const browser = { permission: options.permission ?? "default", held: null as BrowserSubscription | null, unreachable: false };
  const push: BrowserPush = {
    permission: () => browser.permission,
    askPermission: async () => {
      log.push("ask");
      return (browser.permission = options.answersTo ?? "granted");
    },
    find: async () => browser.held,
    subscribe: async (publicKey) => {
      log.push(`subscribe ${publicKey}`);
      if (browser.unreachable) throw new DOMException("no push service", "AbortError");
      return (browser.held = { endpoint: "https://push.example.net/x", keys: KEYS });
    },
    unsubscribe: async () => {
      log.push("unsubscribe");
      browser.held = null;
    },
    language: () => "de",
    onOpen: () => () => undefined,
  };
  const request = (async (route: { method: string }, input: { endpoint?: string; language?: string }) => {
    log.push(`${route.method} ${input.language ?? ""}`.trim());
    if (server.failing) throw new CallError("unavailable");
    if (route.method === "PUT") server.hash = hashOf(input.endpoint ?? "");
    if (route.method === "DELETE") server.hash = null;
    return route.method === "GET" ? { publicKey: "KEY", addressHash: server.hash } : {};
  }) as never;
  const store = createPushStore({ platform: { push: options.browser === false ? null : push }, request, publicComputer: options.publicComputer === true });
  return { store, browser, server, log };
}

describe("notifications of this browser", () => {
  it("[NOT-11] asks nobody anything until the person turns them on, and then the person first", async () => {
    const { store, log } = setup();
    expect(store.getSnapshot()).toEqual({ status: "loading" });
    await store.refresh();
    expect([store.getSnapshot(), log]).toEqual([{ status: "off", isChanging: false, problem: null }, []]);
    const turning = store.turnOn();
    expect(store.getSnapshot()).toEqual({ status: "off", isChanging: true, problem: null });
    expect(log).toEqual(["ask"]);
    await turning;
    expect([store.getSnapshot(), log]).toEqual([{ status: "on", isChanging: false, problem: null }, ["ask", "GET", "subscribe KEY", "PUT de"]]);
    await store.turnOff();
    expect([store.getSnapshot(), log.slice(4)]).toEqual([{ status: "off", isChanging: false, problem: null }, ["DELETE", "unsubscribe"]]);
  });

  it("[NOT-12] is off when the browser still has a subscription of a sign-in that is over", async () => {
    const { store, browser, server } = setup({ permission: "granted" });
    browser.held = { endpoint: "https://push.example.net/x", keys: KEYS };
    await store.refresh();
    expect(store.getSnapshot().status).toBe("off");
    server.hash = hashOf("https://push.example.net/x");
    await store.refresh();
    expect(store.getSnapshot().status).toBe("on");
  });

  it("[NOT-11] says what stands in the way, and touches nothing on a public computer", async () => {
    for (const [options, status] of [[{ publicComputer: true }, "public"], [{ browser: false }, "absent"], [{ permission: "denied" }, "denied"]] as const) {
      const { store, log } = setup(options);
      await store.refresh();
      expect(store.getSnapshot()).toEqual({ status });
      await store.turnOn();
      expect([store.getSnapshot(), log]).toEqual([{ status }, []]);
    }
    const refused = setup({ answersTo: "denied" });
    await refused.store.turnOn();
    expect([refused.store.getSnapshot(), refused.log]).toEqual([{ status: "denied" }, ["ask"]]);
    const dismissed = setup({ answersTo: "default" });
    await dismissed.store.turnOn();
    expect(dismissed.store.getSnapshot()).toEqual({ status: "off", isChanging: false, problem: null });
  });

  it("stays as it was, and says why, when the browser's service or the server does not play along", async () => {
    const { store, browser, server } = setup();
    browser.unreachable = true;
    await store.turnOn();
    expect(store.getSnapshot()).toEqual({ status: "off", isChanging: false, problem: "browser" });
    browser.unreachable = false;
    server.failing = true;
    await store.turnOn();
    expect(store.getSnapshot()).toEqual({ status: "off", isChanging: false, problem: "unavailable" });
    server.failing = false;
    await store.turnOn();
    server.failing = true;
    await store.turnOff();
    expect(store.getSnapshot()).toEqual({ status: "on", isChanging: false, problem: "unavailable" });
  });
});
