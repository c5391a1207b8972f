import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";
import WebSocket from "ws";
import { COMMANDS, conversationHeads, conversationOpen, draftSave, FRAME_BYTES_MAX, messageSend, PROTOCOL_VERSION, sessionEnded } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { runtime } from "@/server/http/runtime";
import { createLogger } from "@/server/telemetry";
import { connectClient, refusalOf } from "../support/client";
import { createMessagingWorld, type MessagingWorld } from "../support/messaging-world";
import { aConversationId, aKey, text } from "../support/messages";
import type { TestClient } from "../support/messaging-client";
import { USER_HEADER } from "../support/messaging-server";
import { addCast, addSession, sessionCookie } from "../support/people";
import { seededRandom } from "../support/random";
import { startTestServer } from "../support/server";

let world: MessagingWorld;
let witness: TestClient;
const lines: string[] = [];

beforeAll(async () => {
  world = await createMessagingWorld({ log: createLogger({ level: "info", write: (line) => void lines.push(line) }) });
  witness = await world.connect(await world.person());
});
afterAll(() => world.dispose());

const stillServing = async (): Promise<void> => expect(await witness.call(conversationHeads, {})).toEqual({ heads: [] });

type Raw = { ok: boolean; error?: { code: string; fields?: string[] } };
const ask = (client: TestClient, name: string, ...args: unknown[]): Promise<Raw> => client.socket.timeout(5_000).emitWithAck(name as "message:send", ...(args as [never])) as Promise<Raw>;

/** Speaks the wire format by hand: an Engine.IO 4 WebSocket, already let in as Socket.IO client. */
async function rawSocket(headers: Record<string, string>): Promise<WebSocket> {
  const socket = new WebSocket(`${world.server.url.replace("http", "ws")}/rt/?EIO=4&transport=websocket`, { headers });
  // A server that cuts a frame short is what is asked for here.
  socket.on("error", (error) => lines.push(error.message));
  await once(socket, "open");
  socket.send(`40${JSON.stringify({ protocolVersion: PROTOCOL_VERSION, endpointId: uuidV7(), device: "desktop" })}`);
  return socket;
}

it("[EDGE-1] answers every command with wrong input by a code, and stays connected", async () => {
  const client = await world.connect(await world.person());
  const wrong: unknown[] = [null, 7, "x", [], { conversationId: 7 }, { unknown: true }, { conversationId: "not-an-id" }];
  for (const command of Object.values(COMMANDS).filter(({ name }) => /^(conversation|message|draft):/.test(name) && name !== "conversation:list")) {
    for (const input of wrong) {
      expect(await ask(client, command.name, input)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    }
  }
  expect(client.socket.connected).toBe(true);
});

it("[EDGE-2] answers an unknown command by a code, and does not put its name into a metric", async () => {
  const client = await world.connect(await world.person());
  for (const name of ["message:sned", "constructor", "__proto__", "", "x".repeat(10_000)]) {
    expect(await ask(client, name, {})).toMatchObject({ ok: false, error: { code: "unknown_command" } });
  }
  expect(lines.join("")).not.toContain("xxxxxxxxxx");
});

it("[EDGE-3] refuses text that the database cannot hold", async () => {
  const client = await world.connect(await world.person());
  for (const bad of ["nul \u0000", "lone \ud800"]) {
    const body = { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: bad }] }] };
    for (const name of [messageSend.name, draftSave.name]) {
      expect(await ask(client, name, { conversationId: aConversationId(), ...(name === messageSend.name && { clientKey: aKey() }), body })).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    }
  }
});

it("[EDGE-3] refuses an instant that the database cannot hold", async () => {
  const client = await world.connect(await world.person());
  const before = { lastActivityAt: "0000-01-01T00:00:00Z", id: aConversationId() };
  expect(await ask(client, COMMANDS.conversationList.name, { before })).toMatchObject({ ok: false, error: { code: "invalid_input", fields: ["before.lastActivityAt"] } });
});

it("[EDGE-4] closes on a frame that is too large, and on one without an acknowledgement answers nobody", async () => {
  const client = await world.connect(await world.person());
  client.socket.emit(messageSend.name, { conversationId: aConversationId(), clientKey: aKey(), body: text("nobody hears") }, undefined as never);
  const closed = once(client.socket as never, "disconnect");
  client.socket.emit(messageSend.name, { junk: "x".repeat(FRAME_BYTES_MAX + 1) } as never, () => undefined);
  await closed;
  await stillServing();
});

it("[EDGE-5] lets in no cookie that has expired, was revoked, is of other making or none, and tells why", async () => {
  const server = await startTestServer();
  try {
    const { anna, bob } = await addCast(server.db);
    const cookies = {
      expired: (await addSession(server, anna.userId, { expiresAt: new Date(Date.now() - 1) })).cookie,
      unknown: await sessionCookie(server, { userId: anna.userId, sessionId: uuidV7() }),
      forged: await sessionCookie({ ...server, sessionSecret: "of other making" }, await addSession(server, anna.userId)),
      borrowed: await sessionCookie(server, { userId: bob.userId, sessionId: (await addSession(server, anna.userId)).sessionId }),
      broken: `${(await addSession(server, anna.userId)).cookie.slice(0, -9)}`,
      none: "",
    };
    for (const [kind, cookie] of Object.entries(cookies)) expect([kind, await refusalOf({ url: server.url, cookie })]).toEqual([kind, "unauthenticated"]);

    const session = await addSession(server, bob.userId);
    const bobs = await connectClient({ url: server.url, cookie: session.cookie });
    const toldWhy = bobs.next(sessionEnded);
    const cut = once(bobs.socket as never, "disconnect");
    await runtime().identity.revokeSession(bob.userId, session.sessionId);
    expect(await toldWhy).toEqual({ reason: "revoked" });
    await cut;
    expect(await refusalOf({ url: server.url, cookie: session.cookie })).toBe("unauthenticated");
    expect(await refusalOf({ url: server.url, cookie: (await addSession(server, bob.userId)).cookie, handshake: { endpointId: 7 } })).toBe("invalid_input");
  } finally {
    await server.dispose();
  }
});

it("[EDGE-6] survives 10,000 garbage frames: a code or a closed socket, and goes on serving", async () => {
  const random = seededRandom(7);
  const user = await world.person();
  const shapes: (() => string | Buffer)[] = [
    () => Buffer.from(Array.from({ length: 1 + random.below(200) }, () => random.below(256))),
    () => `4${random.below(10)}${"[{\"".repeat(random.below(20))}`,
    () => `42${JSON.stringify(["message:send", { body: random.next() }, random.next()])}`,
    () => `42${random.below(100)}${JSON.stringify([["message:send"], {}])}`,
    () => `42${random.below(100)}["__proto__",{"__proto__":{"polluted":true}}]`,
    () => `451-${random.below(100)}["message:send",{"_placeholder":true,"num":${random.below(5)}}]`,
    () => String.fromCharCode(...Array.from({ length: 1 + random.below(50) }, () => 32 + random.below(0xd000))),
    () => `42${random.below(1_000)}${JSON.stringify([random.pick(Object.values(COMMANDS)).name, { conversationId: aConversationId(), limit: -random.below(9) }])}`,
    () => `40/admin,${"{".repeat(random.below(50))}`,
    () => `4${"9".repeat(random.below(400))}`,
  ];
  let socket = await rawSocket({ [USER_HEADER]: user });
  let sockets = 1;
  for (let frame = 0; frame < 10_000; frame += 1) {
    if (socket.readyState !== WebSocket.OPEN) {
      socket = await rawSocket({ [USER_HEADER]: user });
      sockets += 1;
    }
    socket.send(random.pick(shapes)());
    // Now and then let the server's answer, or its closing, arrive.
    if (frame % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  socket.terminate();
  await stillServing();
  expect(sockets).toBeGreaterThan(1);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  expect(lines.some((line) => line.includes('"code":"invalid_input"'))).toBe(true);
  expect(await ask(witness, conversationOpen.name, { conversationId: aConversationId() })).toMatchObject({ error: { code: "conversation_not_found" } });
}, 120_000);

it("[PROTO-8] every command of the contract has somebody who answers it", async () => {
  const server = await startTestServer();
  try {
    const { anna } = await addCast(server.db);
    const client = await connectClient({ url: server.url, cookie: (await addSession(server, anna.userId)).cookie });
    for (const command of Object.values(COMMANDS)) expect([command.name, await client.codeOf(command, { nobody: "knows this" })]).toEqual([command.name, "invalid_input"]);
    expect(await client.codeOf({ ...COMMANDS.presenceSet, name: "presence:dance" }, {})).toBe("unknown_command");
    client.close();
  } finally {
    await server.stop();
  }
});
