import type { IncomingMessage, Server as HttpServer } from "node:http";
import type { Socket as NetSocket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Server, type Socket } from "socket.io";
import type { z } from "zod";
import {
  type AnyCommand,
  type AnyEvent,
  type EndpointId,
  type ErrorCode,
  ENDPOINTS_PER_USER_MAX,
  FRAME_BYTES_MAX,
  Handshake,
  LEASE_MS,
  PING_INTERVAL_MS,
  PROTOCOL_VERSION_MIN,
  type SessionEndReason,
  sessionEnded,
  type SessionId,
  serverStopping,
  strictForm,
  type UserId,
} from "@/lib/protocol";
import { findUnstorableText } from "@/lib/shared/storable-text";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Caller, EndpointCaller } from "@/server/domain/caller";
import { isAppError } from "@/server/domain/errors";
import type { Fanout } from "@/server/domain/fanout";
import type { Sendable } from "@/server/domain/viewed";
import type { Logger, Metrics } from "@/server/telemetry";
import { type Bucket, fullBucket, type Rate, takeToken } from "./rate-limit";

/** What the sign-in cookie of a handshake proved. */
export type AuthenticatedSession = Pick<Caller, "userId" | "sessionId" | "role" | "publicComputer" | "address"> & {
  /** When the session ends if it is not used, in ms since 1970; absent: never. */
  sessionExpiresAtMs?: number;
};

/** One connected endpoint. Kept small: there are thousands. */
export type Endpoint = EndpointCaller & { device: Handshake["device"]; connectedIdleForMs: number; sessionExpiresAtMs?: number };

type Handler = (caller: EndpointCaller, input: never) => Promise<unknown>;
type Bound = { command: AnyCommand; handle: Handler; checkReply: z.ZodType };

export type GatewayDeps = {
  httpServer: HttpServer;
  /** Checks cookie and session row. Null: not signed in. */
  authenticate(request: IncomingMessage): Promise<AuthenticatedSession | null>;
  /** Whether a browser at the request's Origin may open a socket. RFC 6455 §10.2 */
  originAllowed(request: IncomingMessage): boolean;
  log: Logger;
  metrics: Metrics;
  /** Check everything that is sent against the strict contract: outside production. */
  checkOutgoing: boolean;
  rate?: Rate;
  /** How often endpoints are asked for a sign of life, and how long each answer may take, in ms. Shorter only in tests. */
  ping?: { intervalMs: number; timeoutMs: number };
};

export type Gateway = {
  /** The only way to listen: parse, call, answer once. A handler sees valid input or is not called. */
  bindCommand<C extends AnyCommand>(command: C, handle: (caller: EndpointCaller, input: z.output<C["input"]>) => Promise<Sendable<z.input<C["output"]>>>): void;
  /** Called for each endpoint before it hears or says anything. The order of registration is kept. */
  onConnect(hook: (endpoint: Endpoint) => Promise<void> | void): void;
  /** Called for each endpoint that can hear now; after `onConnect`. */
  onReady(hook: (endpoint: Endpoint) => void): void;
  /** The connection is gone; the endpoint's lease runs on. */
  onDisconnect(hook: (endpoint: Endpoint) => void): void;
  /** The endpoint answered the server's ping. */
  onHeartbeat(hook: (endpoint: Endpoint) => void): void;
  /** Called for each command that was understood, before it is handled. */
  onCommand(hook: (endpoint: Endpoint, command: string, input: unknown) => void): void;
  /** A session is over: revoked, expired, signed out, or its user was disabled. Its endpoints are cut off after this. */
  onSessionEnd(hook: (sessionId: SessionId) => void): void;
  fanout: Fanout;
  /** Puts the sockets of an endpoint into a room, or takes them out; for audiences that are narrower than a user. */
  join(endpointId: EndpointId, rooms: readonly string[]): void;
  leave(endpointId: EndpointId, rooms: readonly string[]): void;
  toRoom: <E extends AnyEvent>(room: string, event: E, payload: Sendable<z.input<E["payload"]>>) => void;
  /** To the sockets of one endpoint. */
  toEndpoint: <E extends AnyEvent>(endpointId: EndpointId, event: E, payload: Sendable<z.input<E["payload"]>>) => void;
  /** Tells the session's endpoints why, and cuts them off. */
  endSession(sessionId: SessionId, reason: SessionEndReason): void;
  /** Whether the endpoint is connected here now. */
  isConnected(endpointId: EndpointId): boolean;
  /** Whether any endpoint of the user is connected here now. */
  isUserConnected(userId: UserId): boolean;
  /** Whether any endpoint of the session is connected here now. */
  isSessionConnected(sessionId: SessionId): boolean;
  /** Refuses new work, waits for what is in flight, closes. */
  close(graceMs: number): Promise<void>;
};

const DEFAULT_RATE: Rate = { burst: 300, perSecond: 100 };
/** Commands refused for their rate, in a row, after which the connection is closed. */
const REFUSALS_MAX = 1_000;

/** A client that reads nothing is not waited for longer, in ms, when the server stops. */
const FLUSH_LIMIT_MS = 1_000;

/** The connection is closed and what was said on it handed over. */
const flushed = (socket: { conn: { once(name: "close", heard: () => void): unknown } }): Promise<void> =>
  new Promise((resolve) => void socket.conn.once("close", () => resolve()));

/**
 * What is said on a connection in one turn of the event loop goes out by one system call: an event and the answer that
 * follows it, or several events. System calls are what fan-out costs.
 */
function createGatherer(): (wire: NetSocket) => void {
  const corked = new Set<NetSocket>();
  const letGo = (): void => {
    for (const wire of corked) wire.uncork();
    corked.clear();
  };
  return (wire) => {
    if (corked.has(wire)) return;
    if (corked.size === 0) setImmediate(letGo);
    corked.add(wire);
    wire.cork();
  };
}

const userRoom = (userId: UserId): string => `u:${userId}`;
const sessionRoom = (sessionId: SessionId): string => `s:${sessionId}`;
const endpointRoom = (endpointId: EndpointId): string => `e:${endpointId}`;

type SocketData = { endpoint: Endpoint; bucket: Bucket; refusals: number };
/** `sessionId` once the endpoint is announced; `isOver`: that session has ended meanwhile. */
type Admission = { sessionId: SessionId | undefined; isOver: boolean; isIn: boolean };
type ParleySocket = Socket<Record<string, never>, Record<string, (payload: unknown) => void>, Record<string, never>, SocketData>;

export function createGateway(deps: GatewayDeps): Gateway {
  const { log, metrics, ping = { intervalMs: PING_INTERVAL_MS, timeoutMs: LEASE_MS - PING_INTERVAL_MS } } = deps;
  const rate = deps.rate ?? DEFAULT_RATE;
  const bound = new Map<string, Bound>();
  const connectHooks: ((endpoint: Endpoint) => Promise<void> | void)[] = [];
  const readyHooks: ((endpoint: Endpoint) => void)[] = [];
  const sessionEndHooks: ((sessionId: SessionId) => void)[] = [];
  const disconnectHooks: ((endpoint: Endpoint) => void)[] = [];
  const heartbeatHooks: ((endpoint: Endpoint) => void)[] = [];
  const commandHooks: ((endpoint: Endpoint, command: string, input: unknown) => void)[] = [];
  /** Handshakes under way, by socket: no broadcast reaches those yet. */
  const admissions = new Map<string, Admission>();
  /** Their connections. */
  const asking = new WeakSet<object>();
  const gather = createGatherer();
  let stopping = false;
  let inFlight = 0;
  let onIdle: (() => void) | undefined;

  const io: Server<Record<string, never>, Record<string, (payload: unknown) => void>, Record<string, never>, SocketData> = new Server(deps.httpServer, {
    path: "/rt",
    transports: ["websocket"],
    serveClient: false,
    // Other upgrades on this port belong to others (pages' hot reload, SIP).
    destroyUpgrade: false,
    pingInterval: ping.intervalMs,
    pingTimeout: ping.timeoutMs,
    maxHttpBufferSize: FRAME_BYTES_MAX,
    perMessageDeflate: false,
    httpCompression: false,
    allowRequest: (request, done) => {
      const allowed = !stopping && deps.originAllowed(request);
      if (!allowed) metrics.handshakesRefused.inc({ code: stopping ? "stopping" : "origin_refused" });
      done(null, allowed);
    },
  });

  const refuse = (code: ErrorCode): Error & { data?: unknown } => {
    metrics.handshakesRefused.inc({ code });
    return Object.assign(new Error(code), { data: { code } });
  };

  io.use((socket, next) => {
    const { conn } = socket;
    // A connection that asks again before it was answered would be in many times, and be told everything as often.
    if (asking.has(conn)) {
      conn.close();
      return next(refuse("invalid_input"));
    }
    asking.add(conn);
    const admission: Admission = { sessionId: undefined, isOver: false, isIn: false };
    admissions.set(socket.id, admission);
    void admit(socket, admission)
      .then(
        (code) => next(code ? refuse(code) : undefined),
        (error: unknown) => {
          if (isAppError(error)) return next(refuse(error.code));
          log.error({ event: "socket.handshake-failed", err: error }, "socket handshake failed");
          next(refuse("internal"));
        },
      )
      // The library lets it in, or drops it, a tick after `next`.
      .finally(() => setImmediate(() => endAdmission(socket, admission)));
  });

  /** Whoever was announced and did not get in, refused or gone meanwhile, is taken back: nobody else will say that they left. */
  function endAdmission(socket: ParleySocket, admission: Admission): void {
    asking.delete(socket.conn);
    admissions.delete(socket.id);
    if (admission.isIn || admission.sessionId === undefined) return;
    for (const hook of disconnectHooks) hook(socket.data.endpoint);
  }

  /** @returns The code of the refusal, or undefined when the socket is in. */
  async function admit(socket: ParleySocket, admission: Admission): Promise<ErrorCode | undefined> {
    if (stopping) return "stopping";
    const hello = Handshake.safeParse(socket.handshake.auth);
    if (!hello.success) return "invalid_input";
    if (hello.data.protocolVersion < PROTOCOL_VERSION_MIN) return "client_too_old";
    const session = await deps.authenticate(socket.request);
    if (!session) return "unauthenticated";
    if ((io.of("/").adapter.rooms.get(userRoom(session.userId))?.size ?? 0) >= ENDPOINTS_PER_USER_MAX) return "rate_limited";
    const { endpointId, device, idleForMs } = hello.data;
    const endpoint: Endpoint = { ...session, endpointId, device, connectedIdleForMs: idleForMs, requestId: socket.id, log };
    socket.data = { endpoint, bucket: fullBucket(rate, performance.now()), refusals: 0 };
    await socket.join([userRoom(session.userId), sessionRoom(session.sessionId), endpointRoom(endpointId)]);
    // From here on the end of the session is noted. It may have ended since the row was asked: ask once more.
    admission.sessionId = session.sessionId;
    const again = await deps.authenticate(socket.request);
    if (!again) return "unauthenticated";
    for (const hook of connectHooks) await hook(endpoint);
    return admission.isOver ? "unauthenticated" : undefined;
  }

  io.on("connection", (socket) => {
    const { endpoint } = socket.data;
    const admission = admissions.get(socket.id);
    if (admission?.isOver === true) return void socket.disconnect(true);
    if (admission) admission.isIn = true;
    metrics.sockets.inc();
    log.info({ event: "socket.connected", userId: endpoint.userId, endpointId: endpoint.endpointId, device: endpoint.device }, "socket connected");
    const { socket: wire } = socket.request;
    socket.conn.on("packetCreate", () => gather(wire));
    // The handshake's request is not needed again; it holds headers and a parser.
    (socket.conn as { request: unknown }).request = null;
    socket.conn.on("heartbeat", () => {
      for (const hook of heartbeatHooks) hook(endpoint);
    });
    for (const hook of readyHooks) hook(endpoint);
    socket.onAny((name: unknown, ...args: unknown[]) => void dispatch(socket, name, args));
    socket.on("disconnect", (reason) => {
      metrics.sockets.dec();
      log.info({ event: "socket.disconnected", userId: endpoint.userId, endpointId: endpoint.endpointId, reason }, "socket disconnected");
      for (const hook of disconnectHooks) hook(endpoint);
    });
  });

  async function dispatch(socket: ParleySocket, rawName: unknown, args: unknown[]): Promise<void> {
    const startedAt = performance.now();
    const { endpoint } = socket.data;
    const ack = args.at(-1);
    const binding = typeof rawName === "string" ? bound.get(rawName) : undefined;
    const requestId = uuidV7();
    const callerLog = endpoint.log;
    const done = (reply: unknown, code: ErrorCode | "ok"): void => {
      if (typeof ack === "function") (ack as (reply: unknown) => void)(reply);
      const command = binding?.command.name ?? "unknown";
      const durationMs = performance.now() - startedAt;
      metrics.commands.inc({ command, code });
      metrics.commandSeconds.observe({ command }, durationMs / 1_000);
      callerLog.info({ event: "command.done", command, code, durationMs: Math.round(durationMs * 10) / 10, requestId, userId: endpoint.userId }, "command answered");
    };
    const fail = (code: ErrorCode, more: { fields?: readonly string[]; retryAfterMs?: number } = {}): void => {
      done({ ok: false, error: { code, requestId, ...more } }, code);
    };

    if (!takeToken(socket.data.bucket, rate, startedAt)) {
      socket.data.refusals += 1;
      fail("rate_limited", { retryAfterMs: 1_000 });
      if (socket.data.refusals > REFUSALS_MAX) socket.disconnect(true);
      return;
    }
    socket.data.refusals = 0;
    if (stopping) return fail("stopping");
    if (!binding) return fail("unknown_command");
    // A command without an acknowledgement is not of this protocol: nobody would hear the answer.
    if (typeof ack !== "function" || args.length !== 2) return fail("invalid_input");
    const input = binding.command.input.safeParse(args[0]);
    if (!input.success) return fail("invalid_input", { fields: input.error.issues.map((issue) => issue.path.join(".")).slice(0, 20) });
    const unstorable = findUnstorableText(input.data);
    if (unstorable !== null) return fail("invalid_input", { fields: [unstorable] });

    for (const hook of commandHooks) hook(endpoint, binding.command.name, input.data);
    inFlight += 1;
    try {
      const value = await binding.handle({ ...endpoint, requestId }, input.data as never);
      if (deps.checkOutgoing) binding.checkReply.parse(value);
      done({ ok: true, value }, "ok");
    } catch (error) {
      if (isAppError(error)) {
        callerLog.debug({ event: "command.refused", requestId, ...error.detail }, "command refused");
        fail(error.code, error.answer);
      } else {
        callerLog.error({ event: "command.failed", err: error, command: binding.command.name, requestId }, "command failed");
        fail("internal");
      }
    } finally {
      inFlight -= 1;
      if (inFlight === 0) onIdle?.();
    }
  }

  function tell(rooms: string[] | "everyone", event: { name: string; payload: z.ZodType }, payload: unknown): void {
    if (rooms.length === 0) return;
    if (deps.checkOutgoing) strictForm(event.payload).parse(payload);
    metrics.events.inc({ event: event.name });
    (rooms === "everyone" ? io : io.to(rooms)).emit(event.name, payload);
  }

  return {
    bindCommand(command, handle) {
      if (bound.has(command.name)) throw new Error(`Command bound twice: ${command.name}`);
      bound.set(command.name, { command, handle: handle, checkReply: strictForm(command.output) });
    },
    onConnect: (hook) => void connectHooks.push(hook),
    onReady: (hook) => void readyHooks.push(hook),
    onSessionEnd: (hook) => void sessionEndHooks.push(hook),
    onDisconnect: (hook) => void disconnectHooks.push(hook),
    onHeartbeat: (hook) => void heartbeatHooks.push(hook),
    onCommand: (hook) => void commandHooks.push(hook),
    fanout: {
      toUsers: (userIds, event, payload) => tell(userIds.map(userRoom), event, payload),
      toSession: (sessionId, event, payload) => tell([sessionRoom(sessionId)], event, payload),
      toEveryone: (event, payload) => tell("everyone", event, payload),
    },
    join: (endpointId, rooms) => io.in(endpointRoom(endpointId)).socketsJoin([...rooms]),
    leave: (endpointId, rooms) => {
      for (const room of rooms) io.in(endpointRoom(endpointId)).socketsLeave(room);
    },
    toRoom: (room, event, payload) => tell([room], event, payload),
    toEndpoint: (endpointId, event, payload) => tell([endpointRoom(endpointId)], event, payload),
    endSession(sessionId, reason) {
      for (const hook of sessionEndHooks) hook(sessionId);
      for (const admission of admissions.values()) if (admission.sessionId === sessionId) admission.isOver = true;
      tell([sessionRoom(sessionId)], sessionEnded, { reason });
      io.in(sessionRoom(sessionId)).disconnectSockets(true);
    },
    isConnected: (endpointId) => (io.of("/").adapter.rooms.get(endpointRoom(endpointId))?.size ?? 0) > 0,
    isUserConnected: (userId) => (io.of("/").adapter.rooms.get(userRoom(userId))?.size ?? 0) > 0,
    isSessionConnected: (sessionId) => (io.of("/").adapter.rooms.get(sessionRoom(sessionId))?.size ?? 0) > 0,
    async close(graceMs) {
      stopping = true;
      io.emit(serverStopping.name, {});
      if (inFlight > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, graceMs);
          onIdle = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const sockets = [...io.of("/").sockets.values()];
      const lastWords = sockets.map((socket) => flushed(socket));
      // The connections, not the sockets in them: whoever is told to leave by name does not come back by itself.
      for (const { conn } of sockets) conn.close();
      await Promise.race([Promise.all(lastWords), wait(FLUSH_LIMIT_MS, undefined, { ref: false })]);
      // It throws away what is not yet written. The HTTP server belongs to whoever made it.
      io.engine.close();
    },
  };
}
