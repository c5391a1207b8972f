import { describe, expect, it } from "vitest";
import { conversationHeads, conversationRead, EndpointId, IDLE_REPORT_MS, messageSend, presenceActivity, PUBLIC_IDLE_MS, SessionId, UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Endpoint, Gateway } from "@/server/realtime/gateway";
import { createSessionWatch } from "@/server/realtime/session-watch";
import { silentLogger } from "@/server/telemetry";
import { virtualClock } from "../../support/virtual-clock";

const MINUTE = 60_000;

/** A session row that the watch reads and moves, and the gateway's hooks to pull at. */
function setup() {
  const clock = virtualClock();
  const row = { lastSeenMs: clock.now(), ended: false };
  const expiryMs = (): number => row.lastSeenMs + PUBLIC_IDLE_MS;
  const hooks: { connect?: (endpoint: Endpoint) => unknown; disconnect?: (endpoint: Endpoint) => void; command?: (endpoint: Endpoint, command: string, input: unknown) => void } = {};
  let connected = true;
  const touches: number[] = [];
  const gateway: Pick<Gateway, "onConnect" | "onDisconnect" | "onCommand" | "isSessionConnected"> = {
    onConnect: (hook) => void (hooks.connect = hook),
    onDisconnect: (hook) => void (hooks.disconnect = hook),
    onCommand: (hook) => void (hooks.command = hook),
    isSessionConnected: () => connected,
  };
  const watch = createSessionWatch({
    gateway,
    clock,
    log: silentLogger,
    identity: {
      async touchSession(_session, usedAt = new Date(clock.now())) {
        touches.push(usedAt.getTime());
        row.lastSeenMs = Math.max(row.lastSeenMs, usedAt.getTime());
        return new Date(expiryMs());
      },
      async expireSession() {
        if (expiryMs() > clock.now()) return new Date(expiryMs());
        row.ended = true;
        return null;
      },
    },
  });
  const endpoint = { sessionId: SessionId.parse(uuidV7()), userId: UserId.parse(uuidV7()), publicComputer: true, sessionExpiresAtMs: expiryMs(), endpointId: EndpointId.parse(uuidV7()), connectedIdleForMs: IDLE_REPORT_MS } as Endpoint;
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return {
    row,
    touches,
    watch,
    clock,
    hooks,
    endpoint,
    connect: () => hooks.connect?.(endpoint),
    leave: () => {
      connected = false;
      hooks.disconnect?.(endpoint);
    },
    send: async (command: { name: string }, input: unknown = {}) => {
      hooks.command?.(endpoint, command.name, input);
      await settle();
    },
    pass: async (ms: number) => {
      clock.advance(ms);
      await settle();
    },
  };
}

describe("session watch", () => {
  it("[ID-7] ends a connected session at its limit, though the page asks for heads all the while", async () => {
    const { row, watch, connect, send, pass } = setup();
    connect();
    for (let minute = 0; minute < 14; minute += 1) {
      await pass(MINUTE);
      await send(conversationHeads);
      await send(conversationRead);
      await send(presenceActivity, { active: false, idleForMs: minute * MINUTE });
    }
    expect(row.ended).toBe(false);
    await pass(MINUTE);
    expect(row.ended).toBe(true);
    expect(watch.size).toBe(0);
  });

  it("[ID-7] moves the limit on with use, written down at most once a minute", async () => {
    const { row, touches, connect, send, pass } = setup();
    connect();
    await pass(10 * MINUTE);
    for (let count = 0; count < 10; count += 1) await send(messageSend);
    expect(touches).toHaveLength(1);
    await pass(14 * MINUTE);
    await send(messageSend);
    expect(touches).toHaveLength(2);
    await pass(14 * MINUTE);
    expect(row.ended).toBe(false);
    await pass(MINUTE);
    expect(row.ended).toBe(true);
  });

  it("[ID-7] keeps whoever is at the keys and only reads, and counts from their last input once they go", async () => {
    const { row, clock, connect, send, pass } = setup();
    connect();
    await send(presenceActivity, { active: true, idleForMs: 0 });
    for (let minute = 0; minute < 44; minute += 1) await pass(MINUTE);
    expect(row.ended).toBe(false);
    const lastInputMs = clock.now();
    await pass(MINUTE);
    await send(presenceActivity, { active: false, idleForMs: MINUTE });
    await pass(lastInputMs + PUBLIC_IDLE_MS - 1 - clock.now());
    expect(row.ended).toBe(false);
    await pass(1);
    expect(row.ended).toBe(true);
  });

  it("[ID-7] lets the row decide: a request or another server may have moved it on", async () => {
    const { row, clock, connect, pass } = setup();
    connect();
    await pass(10 * MINUTE);
    row.lastSeenMs = clock.now();
    await pass(10 * MINUTE);
    expect(row.ended).toBe(false);
    await pass(5 * MINUTE);
    expect(row.ended).toBe(true);
  });

  it("[ID-7] finds out that every computer has become a public one, without a new connection", async () => {
    const { row, clock, endpoint, connect, pass } = setup();
    endpoint.sessionExpiresAtMs = clock.now() + 30 * 24 * 60 * MINUTE;
    connect();
    await pass(PUBLIC_IDLE_MS);
    expect(row.ended).toBe(true);
  });

  it("holds nothing once the last socket of a session has gone", () => {
    const { watch, clock, connect, leave } = setup();
    connect();
    connect();
    expect(watch.size).toBe(1);
    leave();
    expect(watch.size).toBe(0);
    expect(clock.timers).toBe(0);
  });
});
