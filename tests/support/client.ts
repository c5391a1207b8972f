import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import type { z } from "zod";
import { type AnyCommand, type AnyEvent, type ClientToServer, EndpointId, type ErrorCode, type Handshake, PROTOCOL_VERSION, type ServerToClient } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";

export type ClientSocket = Socket<ServerToClient, ClientToServer>;

/** An answer that takes longer than this, in ms, is a failure of the test. */
const ANSWER_LIMIT_MS = 10_000;

export type TestClient = {
  socket: ClientSocket;
  endpointId: EndpointId;
  /** Asks, and throws when the answer is an error. */
  call<C extends AnyCommand>(command: C, input: z.input<C["input"]>): Promise<z.output<C["output"]>>;
  /** Asks, and gives the code: `"ok"` or an error's. */
  codeOf<C extends AnyCommand>(command: C, input: unknown): Promise<ErrorCode | "ok">;
  /** The next telling of that event which satisfies `accept`. */
  next<E extends AnyEvent>(event: E, accept?: (payload: z.output<E["payload"]>) => boolean): Promise<z.output<E["payload"]>>;
  /** Every telling of that event from now on. */
  collect<E extends AnyEvent>(event: E): z.output<E["payload"]>[];
  close(): void;
};

export type ConnectOptions = {
  url: string;
  cookie?: string;
  /** Overrides parts of the handshake; `unknown` since a hostile client sends what it likes. */
  handshake?: Partial<Record<keyof Handshake, unknown>>;
  headers?: Record<string, string>;
  socketOptions?: Partial<ManagerOptions & SocketOptions>;
};

/** Opens a socket as a browser's page does; not yet connected when this returns. */
export function openSocket(options: ConnectOptions): { socket: ClientSocket; endpointId: EndpointId } {
  const endpointId = EndpointId.parse(uuidV7());
  const socket: ClientSocket = io(options.url, {
    path: "/rt",
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    auth: { protocolVersion: PROTOCOL_VERSION, endpointId, device: "desktop", ...options.handshake },
    extraHeaders: { Origin: new URL(options.url).origin, ...(options.cookie === undefined ? {} : { Cookie: options.cookie }), ...options.headers },
    ...options.socketOptions,
  });
  return { socket, endpointId };
}

/** @returns A connected client. @throws Error with the code in `data` when the handshake is refused. */
export async function connectClient(options: ConnectOptions): Promise<TestClient> {
  const { socket, endpointId } = openSocket(options);
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", () => resolve());
    socket.once("connect_error", (error) => {
      socket.close();
      reject(error);
    });
  });
  return toTestClient(socket, endpointId);
}

/** The code with which a handshake is refused: an error code, or the transport's own word when it never got so far. */
export async function refusalOf(options: ConnectOptions): Promise<string> {
  const { socket } = openSocket(options);
  try {
    return await new Promise<string>((resolve, reject) => {
      socket.once("connect", () => reject(new Error("The handshake was accepted")));
      socket.once("connect_error", (error: Error & { data?: { code?: string } }) => resolve(error.data?.code ?? error.message));
    });
  } finally {
    socket.close();
  }
}

type RawReply = { ok: true; value: unknown } | { ok: false; error: { code: ErrorCode } };
/** The type maps are per name; these helpers are for any. */
type RawSocket = {
  timeout(ms: number): { emitWithAck(name: string, input: unknown): Promise<RawReply> };
  on(name: string, hear: (payload: unknown) => void): void;
  off(name: string, hear: (payload: unknown) => void): void;
};

function toTestClient(socket: ClientSocket, endpointId: EndpointId): TestClient {
  const raw = socket as unknown as RawSocket;
  const ask = (name: string, input: unknown): Promise<RawReply> => raw.timeout(ANSWER_LIMIT_MS).emitWithAck(name, input);
  return {
    socket,
    endpointId,
    async call<C extends AnyCommand>(command: C, input: z.input<C["input"]>) {
      const reply = await ask(command.name, input);
      if (!reply.ok) throw Object.assign(new Error(`${command.name}: ${reply.error.code}`), { code: reply.error.code });
      return command.output.parse(reply.value) as z.output<C["output"]>;
    },
    async codeOf(command, input) {
      const reply = await ask(command.name, input);
      return reply.ok ? "ok" : reply.error.code;
    },
    next: <E extends AnyEvent>(event: E, accept: (payload: z.output<E["payload"]>) => boolean = () => true) =>
      new Promise<z.output<E["payload"]>>((resolve) => {
        const hear = (payload: unknown): void => {
          const parsed = event.payload.parse(payload) as z.output<E["payload"]>;
          if (!accept(parsed)) return;
          raw.off(event.name, hear);
          resolve(parsed);
        };
        raw.on(event.name, hear);
      }),
    collect<E extends AnyEvent>(event: E) {
      const heard: z.output<E["payload"]>[] = [];
      raw.on(event.name, (payload) => void heard.push(event.payload.parse(payload) as z.output<E["payload"]>));
      return heard;
    },
    close: () => void socket.close(),
  };
}
