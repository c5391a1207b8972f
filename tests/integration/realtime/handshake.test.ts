import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { ENDPOINTS_PER_USER_MAX, type EndpointId, PROTOCOL_VERSION, SessionId, UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { AppError } from "@/server/domain/errors";
import { createGateway, type Endpoint, type Gateway } from "@/server/realtime/gateway";
import { createLogger, createMetrics } from "@/server/telemetry";
import { connectClient, refusalOf } from "../../support/client";

const sessionId = SessionId.parse(uuidV7());
const userId = UserId.parse(uuidV7());

type Edge = { url: string; gateway: Gateway; lines: string[]; asked: () => number; gone: EndpointId[]; close(): Promise<void> };

/** A gateway alone, whose one session is always good; `onConnect` stands for whatever waits for the database. */
async function startEdge(onConnect: (gateway: Gateway, endpoint: Endpoint) => Promise<void> | void): Promise<Edge> {
  const lines: string[] = [];
  const gone: EndpointId[] = [];
  let asked = 0;
  const httpServer = createServer((_request, response) => response.writeHead(404).end());
  const authenticate = async (request: IncomingMessage) => {
    asked += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return { sessionId, userId, role: "user", publicComputer: false, address: request.headers.host ?? "" } as const;
  };
  const log = createLogger({ level: "info", write: (line) => void lines.push(line) });
  const gateway = createGateway({ httpServer, authenticate, originAllowed: () => true, log, metrics: createMetrics({ processMetrics: false }), checkOutgoing: true });
  gateway.onConnect((endpoint) => onConnect(gateway, endpoint));
  gateway.onDisconnect(({ endpointId }) => void gone.push(endpointId));
  await new Promise<void>((resolve) => httpServer.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`,
    gateway,
    lines,
    gone,
    asked: () => asked,
    async close() {
      await gateway.close(1_000);
      await new Promise<void>((resolve) => httpServer.close(() => resolve()));
    },
  };
}

const hello = (): string => `40${JSON.stringify({ protocolVersion: PROTOCOL_VERSION, endpointId: uuidV7(), device: "desktop" })}`;

async function rawSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/rt/?EIO=4&transport=websocket`);
  await once(socket, "message");
  return socket;
}

describe("handshakes", () => {
  let edge: Edge | undefined;
  afterEach(async () => {
    await edge?.close();
    edge = undefined;
  });

  it("[ID-6] refuses an endpoint whose session ends after its row was asked", async () => {
    edge = await startEdge((gateway) => gateway.endSession(sessionId, "revoked"));
    expect(await refusalOf({ url: edge.url })).toBe("unauthenticated");
    expect(edge.gateway.isSessionConnected(sessionId)).toBe(false);
    await expect.poll(() => edge?.gone).toHaveLength(1);
  });

  it("[PRES-20] takes back an endpoint that vanishes in its handshake, as if it had disconnected", async () => {
    let seen: (endpoint: Endpoint) => void = () => undefined;
    let goOn: () => void = () => undefined;
    const connecting = new Promise<Endpoint>((resolve) => (seen = resolve));
    const held = new Promise<void>((resolve) => (goOn = resolve));
    edge = await startEdge((_gateway, endpoint) => {
      seen(endpoint);
      return held;
    });
    const socket = await rawSocket(edge.url);
    socket.send(hello());
    const { endpointId } = await connecting;
    socket.terminate();
    // The server has seen the end of the connection once a later one is answered.
    await rawSocket(edge.url).then((later) => later.terminate());
    goOn();
    await expect.poll(() => edge?.gone).toEqual([endpointId]);
    expect(edge.gateway.isConnected(endpointId)).toBe(false);
    expect(edge.gateway.isSessionConnected(sessionId)).toBe(false);
  });

  it("[PRES-24] takes back what was begun for an endpoint that is refused, and says the code", async () => {
    edge = await startEdge(() => {
      throw new AppError("forbidden");
    });
    expect(await refusalOf({ url: edge.url })).toBe("forbidden");
    await expect.poll(() => edge?.gone).toHaveLength(1);
    expect(edge.gateway.isSessionConnected(sessionId)).toBe(false);
    expect(edge.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  it("[EDGE-8] lets one user have so many endpoints and no more, and lets the next in when one has gone", async () => {
    edge = await startEdge(() => undefined);
    const { url } = edge;
    const clients = await Promise.all(Array.from({ length: ENDPOINTS_PER_USER_MAX }, () => connectClient({ url })));
    expect(await refusalOf({ url })).toBe("rate_limited");
    clients[0]!.close();
    await expect.poll(() => edge?.gone).toContain(clients[0]!.endpointId);
    clients.push(await connectClient({ url }));
    for (const client of clients) client.close();
  });

  it("[EDGE-7] looks at one handshake of a connection, however many are sent at once", async () => {
    edge = await startEdge(() => undefined);
    const socket = await rawSocket(edge.url);
    const closed = once(socket, "close");
    for (let time = 0; time < 500; time += 1) socket.send(hello());
    await closed;
    expect(edge.asked()).toBeLessThanOrEqual(2);
    await expect.poll(() => edge?.gateway.isSessionConnected(sessionId)).toBe(false);
    expect(edge.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    const client = await connectClient({ url: edge.url });
    client.close();
  });
});
