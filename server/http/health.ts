import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "@/server/telemetry";
import type { Client } from "./forwarded";

/** `ready`: serves. `starting`: not yet. `failed`: someone must look. `stopping`: takes nothing new. */
export type PartState = "ready" | "starting" | "failed" | "stopping";

export type HealthDeps = {
  metrics: Metrics;
  /** Whether the database answers. */
  pingDatabase: () => Promise<void>;
  /** The parts that know by themselves how they are. */
  parts: () => Readonly<Record<string, PartState>>;
  /** Who may read the metrics. */
  metricsFrom: { has(address: string): boolean };
};

/** One look at the database serves everybody who asks within this time, in ms. */
const PING_FRESH_MS = 1_000;
const PING_LIMIT_MS = 2_000;

/**
 * Answers `/healthz` (this process serves), `/readyz` (each part, JSON) and `/metrics` (Prometheus text), which
 * monitors ask without signing in.
 *
 * @returns Whether the request was one of these.
 */
export function createHealth(deps: HealthDeps): (request: IncomingMessage, response: ServerResponse, client: Client) => boolean {
  let lastPing: { atMs: number; state: Promise<PartState> } | undefined;
  const database = (): Promise<PartState> => {
    const now = performance.now();
    if (!lastPing || now - lastPing.atMs > PING_FRESH_MS) lastPing = { atMs: now, state: ping(deps.pingDatabase) };
    return lastPing.state;
  };

  const readyz = async (response: ServerResponse): Promise<void> => {
    const parts = { database: await database(), ...deps.parts() };
    const ready = Object.values(parts).every((state) => state === "ready");
    send(response, ready ? 200 : 503, "application/json; charset=utf-8", JSON.stringify({ ready, parts }));
  };
  const printMetrics = async (response: ServerResponse): Promise<void> => {
    const { contentType, text } = await deps.metrics.print();
    send(response, 200, contentType, text);
  };
  const settle = (answer: Promise<void>, response: ServerResponse): void => {
    answer.catch(() => send(response, 500, "text/plain; charset=utf-8", "failed\n"));
  };

  return (request, response, client) => {
    const path = (request.url ?? "").split("?", 1)[0];
    if (path !== "/healthz" && path !== "/readyz" && path !== "/metrics") return false;
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("Allow", "GET, HEAD");
      send(response, 405, "text/plain; charset=utf-8", "method not allowed\n");
    } else if (path === "/healthz") send(response, 200, "text/plain; charset=utf-8", "ok\n");
    else if (path === "/readyz") settle(readyz(response), response);
    else if (client.certain && deps.metricsFrom.has(client.address)) settle(printMetrics(response), response);
    else send(response, 404, "text/plain; charset=utf-8", "not found\n");
    return true;
  };
}

async function ping(pingDatabase: () => Promise<void>): Promise<PartState> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<PartState>((resolve) => {
    timer = setTimeout(() => resolve("failed"), PING_LIMIT_MS);
  });
  try {
    return await Promise.race([limit, pingDatabase().then((): PartState => "ready", (): PartState => "failed")]);
  } finally {
    clearTimeout(timer);
  }
}

function send(response: ServerResponse, status: number, contentType: string, text: string): void {
  if (response.headersSent) return;
  response.writeHead(status, { "Content-Type": contentType, "Cache-Control": "no-store" });
  response.end(text);
}
