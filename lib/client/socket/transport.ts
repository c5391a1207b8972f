import { io } from "socket.io-client";

/** What the connection hears from its transport. An attempt ends with `connected`, `refused` or `lost`, or not at all. */
export type TransportListener = {
  connected(): void;
  /** @param code What the server's handshake said; null when there was no handshake: no network, no server. */
  refused(code: string | null): void;
  /** The wire is gone: of a link, or of an attempt under way. Of a refused one it may be said, too. */
  lost(): void;
  event(name: string, payload: unknown): void;
  /** Any sign of life of the server, its pings included. */
  heard(): void;
};

/** One wire to the server, opened and closed at will. It neither retries nor queues. */
export type Transport = {
  connect(): void;
  disconnect(): void;
  /** @param answered Called at most once; never when the link goes first. */
  send(name: string, input: unknown, answered: (reply: unknown) => void): void;
  listen(listener: TransportListener): void;
};

export type SocketOptions = {
  /** "" in a browser: the page's own. */
  origin: string;
  cookie?: string | undefined;
  /** Asked at each handshake. */
  hello(): Record<string, unknown>;
};

export function createSocketTransport({ origin, cookie, hello }: SocketOptions): Transport {
  const socket = io(origin, {
    path: "/rt",
    transports: ["websocket"],
    autoConnect: false,
    // The connection decides when to try again: it knows the page and the server's words.
    reconnection: false,
    forceNew: true,
    auth: (send) => send(hello()),
    ...(cookie === undefined ? {} : { extraHeaders: { cookie, origin } }),
  });
  return {
    connect: () => void socket.connect(),
    disconnect: () => void socket.disconnect(),
    send: (name, input, answered) => void socket.emit(name, input, answered),
    listen(listener) {
      socket.on("connect", () => listener.connected());
      socket.on("connect_error", (error: Error & { data?: unknown }) => {
        listener.refused(refusalCode(error.data));
        // A refused handshake leaves the wire open; without this the next attempt would go over it, cookie and all.
        socket.disconnect();
      });
      socket.on("disconnect", () => listener.lost());
      socket.onAny((name: string, payload: unknown) => {
        listener.heard();
        listener.event(name, payload);
      });
      socket.io.on("ping", () => listener.heard());
    },
  };
}

function refusalCode(data: unknown): string | null {
  return typeof data === "object" && data !== null && "code" in data && typeof data.code === "string" ? data.code : null;
}
