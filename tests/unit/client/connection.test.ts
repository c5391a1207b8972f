import { describe, expect, it } from "vitest";
import { createConnection, reloadWhenQuiet, takeEndpointId } from "@/lib/client/socket";
import { CALL_TIMEOUT_MS } from "@/lib/client/socket/connection";
import { retryDelayMs } from "@/lib/client/socket/backoff";
import { conversationHeads, presenceChanged } from "@/lib/protocol";
import { fakePlatform, pass, settle } from "./fake-platform";
import { anna, bob, ModelServer } from "./model-server";

async function setup() {
  const platform = fakePlatform();
  const server = new ModelServer(platform.clock);
  const connection = createConnection(server.transport, platform);
  connection.start();
  await settle();
  const state = () => connection.state.getSnapshot();
  return { platform, server, connection, state };
}

describe("connection", () => {
  it("[LINK-1] waits longer from try to try, half of it by chance, between 0.25 s and 20 s", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 60].map((attempt) => retryDelayMs(attempt, 0))).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    expect(retryDelayMs(60, 0.999_999)).toBe(20_000);
  });

  it("[LINK-2] says since when it is offline and when it tries again, and comes back by itself", async () => {
    const { platform, server, state } = await setup();
    expect(state().name).toBe("online");
    server.accepts = "no-network";
    server.cut();
    const sinceMs = platform.now();
    expect(state()).toMatchObject({ name: "offline", sinceMs, quiet: false });
    await pass(platform.clock, 10_000);
    expect(state()).toMatchObject({ name: "offline", sinceMs });
    server.accepts = true;
    await pass(platform.clock, 20_000, 500);
    expect(state().name).toBe("online");
  });

  it.each(["dies", "silent"] as const)("[LINK-2] tries again when the server %s in the handshake", async (accepts) => {
    const { platform, server, state } = await setup();
    server.accepts = accepts;
    server.cut();
    await pass(platform.clock, 10_000, 500);
    expect(state().name).toBe("offline");
    server.accepts = true;
    await pass(platform.clock, 25_000, 500);
    expect(state().name).toBe("online");
  });

  it("[LINK-2] tries at once when the page wakes, but no more than once a second", async () => {
    const { platform, server, state } = await setup();
    server.accepts = "no-network";
    server.cut();
    await pass(platform.clock, 30_000, 500);
    const tried = server.handshakes;
    for (let index = 0; index < 10; index += 1) platform.fake.change("focus");
    expect(server.handshakes).toBe(tried + 1);
    await pass(platform.clock, 1_000);
    server.accepts = true;
    platform.fake.change("online");
    await settle();
    expect(state().name).toBe("online");
  });

  it("[LINK-3] fails calls under way when the link goes, and those without one at once", async () => {
    const { server, connection } = await setup();
    server.deliver = () => undefined;
    const call = connection.call(conversationHeads, {});
    server.cut();
    await expect(call).rejects.toMatchObject({ code: "disconnected" });
    await expect(connection.call(conversationHeads, {})).rejects.toMatchObject({ code: "disconnected" });
  });

  it("[LINK-3] takes a link that does not answer for dead", async () => {
    const { platform, server, connection, state } = await setup();
    server.deliver = () => undefined;
    const call = connection.call(conversationHeads, {});
    const failed = expect(call).rejects.toMatchObject({ code: "disconnected" });
    await pass(platform.clock, CALL_TIMEOUT_MS, 1_000);
    await failed;
    expect(state().name).toBe("offline");
  });

  it("[LINK-4] reads replies and events by the contract: unknown fields pass, broken ones do not", async () => {
    const { server, connection } = await setup();
    server.overrides.set("conversation:heads", () => ({ value: { heads: [], since: "a newer server" } }));
    await expect(connection.call(conversationHeads, {})).resolves.toEqual({ heads: [] });
    server.overrides.set("conversation:heads", () => ({ value: { heads: 7 } }));
    await expect(connection.call(conversationHeads, {})).rejects.toMatchObject({ code: "bad_answer" });
    server.overrides.set("conversation:heads", () => ({ code: "rate_limited" }));
    await expect(connection.call(conversationHeads, {})).rejects.toMatchObject({ code: "rate_limited" });
    server.overrides.set("conversation:heads", () => ({ code: "a_code_of_next_year" as "internal" }));
    await expect(connection.call(conversationHeads, {})).rejects.toMatchObject({ code: "forbidden" });

    const heard: string[] = [];
    connection.on(presenceChanged, (view) => void heard.push(view.state));
    server.tell("presence:changed", { userId: bob, state: "asleep" });
    server.tell("presence:changed", { userId: bob, state: "away", mood: "new" });
    expect(heard).toEqual(["away"]);
  });

  it("[LINK-5] ends for good when the session is over, by handshake or by word", async () => {
    const { platform, server, state } = await setup();
    server.tell("session:ended", { reason: "revoked" });
    expect(state()).toEqual({ name: "ended", reason: "revoked" });
    await pass(platform.clock, 60_000, 1_000);
    expect(server.handshakes).toBe(1);

    const other = await setup();
    other.server.accepts = "unauthenticated";
    other.server.cut();
    await pass(other.platform.clock, 60_000, 1_000);
    expect(other.state()).toEqual({ name: "ended", reason: "unauthenticated" });
    expect(other.server.handshakes).toBe(2);
  });

  it("[LINK-6] a stopping server is left quietly", async () => {
    const { platform, server, state } = await setup();
    server.tell("server:stopping", {});
    server.cut();
    expect(state()).toMatchObject({ name: "offline", quiet: true });
    await pass(platform.clock, 1_000);
    expect(state().name).toBe("online");
    server.cut();
    expect(state()).toMatchObject({ name: "offline", quiet: false });
  });
});

describe("a page that is too old", () => {
  it("[LINK-7] reloads when nobody notices and nothing is unsent", async () => {
    const { platform, server, connection, state } = await setup();
    let settled = false;
    let idleForMs = 0;
    reloadWhenQuiet({ platform, state: connection.state, idleForMs: () => idleForMs, isSettled: () => settled });
    server.accepts = "client_too_old";
    server.cut();
    await pass(platform.clock, 1_000);
    expect(state().name).toBe("too-old");

    platform.fake.visible = false;
    platform.fake.change("visibility");
    idleForMs = 40_000;
    await pass(platform.clock, 60_000, 1_000);
    expect(platform.fake.reloads).toBe(0);
    platform.fake.visible = true;
    settled = true;
    idleForMs = 0;
    await pass(platform.clock, 5_000, 1_000);
    expect(platform.fake.reloads).toBe(0);
    idleForMs = 31_000;
    await pass(platform.clock, 40_000, 1_000);
    expect(platform.fake.reloads).toBe(1);
  });
});

describe("endpoint id", () => {
  it("[LINK-8] survives a reload, but not into a second tab, nor to another user", () => {
    const platform = fakePlatform();
    const first = takeEndpointId(platform, anna, false);
    expect(platform.sessionStorage.entries.size).toBe(0);
    platform.fake.hide();
    const copy = fakePlatform({ sessionStorage: platform.sessionStorage });
    expect(takeEndpointId(copy, anna, false).endpointId).toBe(first.endpointId);
    expect(takeEndpointId(copy, anna, false).endpointId).not.toBe(first.endpointId);
    platform.fake.hide();
    expect(takeEndpointId(copy, bob, false).endpointId).not.toBe(first.endpointId);
  });
});
