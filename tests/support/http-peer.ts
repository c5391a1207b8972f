import { once } from "node:events";
import http, { type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export type PeerRequest = { method: string; path: string; headers: IncomingHttpHeaders; body: string };
export type PeerAnswer = { status?: number; headers?: Record<string, string>; body?: string };

/** Somebody else's HTTP server, real and on loopback: answers as it is told and remembers what it was asked. */
export type HttpPeer = {
  url: string;
  port: number;
  asked: PeerRequest[];
  /** What it answers from now on; a promise that never ends is a server that never answers. */
  answer: (request: PeerRequest) => PeerAnswer | Promise<PeerAnswer>;
  close(): Promise<void>;
};

export async function startHttpPeer({ host = "127.0.0.1", port = 0 } = {}): Promise<HttpPeer> {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => void chunks.push(chunk));
    request.once("end", () => {
      const asked = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() };
      peer.asked.push(asked);
      void Promise.resolve(peer.answer(asked)).then(({ status = 200, headers = {}, body = "" }) => response.writeHead(status, headers).end(body));
    });
  });
  server.listen(port, host);
  await once(server, "listening");
  const bound = (server.address() as AddressInfo).port;
  const peer: HttpPeer = {
    url: `http://${host}:${bound}`,
    port: bound,
    asked: [],
    answer: () => ({}),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return peer;
}
