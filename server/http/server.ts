import http, { type IncomingMessage, type ServerResponse } from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Logger } from "@/server/telemetry";
import { type Client, findClient, stampClient } from "./forwarded";
import { setSecurityHeaders } from "./security-headers";

export type HttpServer = http.Server | https.Server;
/** @returns A promise when the answer is finished later; what it throws is logged and answered 500. */
export type HttpHandler = (request: IncomingMessage, response: ServerResponse, client: Client) => void | Promise<void>;

/** Against clients that open connections and say little (RFC 9110 §17.5 and kin). In ms. */
const HEADERS_LIMIT_MS = 10_000;
const REQUEST_LIMIT_MS = 60_000;
/** Longer than common proxies keep theirs, so that they close first. */
const KEEP_ALIVE_MS = 65_000;
const CHECK_EVERY_MS = 5_000;
/** A peer that does not answer the closing of its socket is waited for this long, in ms. */
const CUT_AFTER_MS = 1_000;
const HEADERS_BYTES_MAX = 32_768;
const HEADERS_MAX = 100;

export type HttpEdge = {
  server: HttpServer;
  /** To be called once, after other listeners of the server (sockets) were added. */
  guard(): void;
  /** @returns The port, where 0 was asked for. */
  listen(port: number, host: string): Promise<number>;
  /** Answers 503 to what is new, waits for what is being answered, closes every connection. */
  close(graceMs: number): Promise<void>;
};

export type HttpEdgeOptions = {
  tls: { cert: string | Buffer; key: string | Buffer } | undefined;
  trusted: { has(address: string): boolean };
  dev: boolean;
  /** The public address is an https one. */
  https: boolean;
  handle: HttpHandler;
  /** An upgrade that is not the gateway's: hot reload in development. */
  upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | undefined;
  isGatewayPath(path: string): boolean;
  log: Logger;
};

/** The one port: HTTP or HTTPS, with limits on slow clients and headers on every answer. */
export function createHttpEdge(options: HttpEdgeOptions): HttpEdge {
  const { log } = options;
  let stopping = false;
  let inFlight = 0;
  let onIdle: (() => void) | undefined;

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const client = findClient(request, options.trusted);
    if (stopping) {
      response.writeHead(503, { "Content-Type": "application/json; charset=utf-8", Connection: "close", "Retry-After": "5" });
      response.end(JSON.stringify({ error: { code: "stopping", requestId: "" } }));
      return;
    }
    stampClient(request, client);
    void Promise.resolve()
      .then(() => options.handle(request, response, client))
      .catch((error: unknown) => {
        log.error({ event: "http.failed", err: error, method: request.method }, "request failed");
        if (!response.headersSent) response.writeHead(500, { "Content-Type": "text/plain; charset=utf-8" });
        response.end();
      });
  };

  const limits: http.ServerOptions = {
    headersTimeout: HEADERS_LIMIT_MS,
    requestTimeout: REQUEST_LIMIT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    maxHeaderSize: HEADERS_BYTES_MAX,
  };
  const server: HttpServer = options.tls ? https.createServer({ ...limits, ...options.tls, minVersion: "TLSv1.2" }, answer) : http.createServer(limits, answer);
  server.maxHeadersCount = HEADERS_MAX;

  const connections = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });

  const guardAnswer = (request: IncomingMessage, response: ServerResponse): void => {
    inFlight += 1;
    response.once("close", () => {
      inFlight -= 1;
      if (inFlight === 0) onIdle?.();
    });
    setSecurityHeaders(request, response, findClient(request, options.trusted), options);
  };

  const routeUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on("error", (error) => log.debug({ event: "http.upgrade-failed", err: error }, "upgraded connection failed"));
    stampClient(request, findClient(request, options.trusted));
    if (options.isGatewayPath((request.url ?? "").split("?", 1)[0] ?? "")) return;
    if (options.upgrade && !stopping) options.upgrade(request, socket, head);
    else socket.destroy();
  };

  return {
    server,
    guard() {
      server.prependListener("request", guardAnswer);
      server.prependListener("upgrade", routeUpgrade);
    },
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once("error", (error) => reject(new Error(listenProblem(error, port, host), { cause: error })));
        server.listen(port, host, () => {
          const address = server.address();
          resolve(address !== null && typeof address === "object" ? address.port : port);
        });
      }),
    async close(graceMs) {
      stopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if (inFlight > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, graceMs);
          onIdle = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      server.closeAllConnections();
      // Upgraded connections are closed by their owner; one whose peer does not answer is cut.
      const cut = setTimeout(() => {
        for (const socket of connections) socket.destroy();
      }, CUT_AFTER_MS);
      await closed;
      clearTimeout(cut);
    },
  };
}

function listenProblem(error: Error, port: number, host: string): string {
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return `Port ${port} on ${host} is taken. Stop the other program, or set PORT to a free one.`;
  if (code === "EACCES") return `Port ${port} on ${host} may not be opened by this account. Set PORT to one above 1023, or put a proxy in front.`;
  if (code === "EADDRNOTAVAIL") return `This machine has no address ${host}. Set HOST to one of its own, or to 0.0.0.0.`;
  return `Cannot listen on ${host}:${port}: ${error.message}`;
}
