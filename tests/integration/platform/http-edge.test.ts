import http, { type IncomingMessage, type ServerResponse } from "node:http";
import net from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { addressSet } from "@/server/http/forwarded";
import { createHealth, type PartState } from "@/server/http/health";
import { createHttpEdge, type HttpEdge, type HttpEdgeOptions } from "@/server/http/server";
import { createMetrics, silentLogger } from "@/server/telemetry";

const open: HttpEdge[] = [];
afterEach(async () => {
  for (const edge of open.splice(0)) await edge.close(0);
});

async function startEdge(options: Partial<HttpEdgeOptions> & Pick<HttpEdgeOptions, "handle">): Promise<{ edge: HttpEdge; url: string; port: number }> {
  const edge = createHttpEdge({ tls: undefined, trusted: addressSet([]), dev: false, https: false, upgrade: undefined, isGatewayPath: (path) => path.startsWith("/rt"), log: silentLogger, ...options });
  edge.guard();
  open.push(edge);
  const port = await edge.listen(0, "127.0.0.1");
  return { edge, port, url: `http://127.0.0.1:${port}` };
}

describe("security headers", () => {
  const seen: (string | undefined)[] = [];
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    seen.push(request.headers["content-security-policy"] as string | undefined);
    response.end("page");
  };

  it("[SEC-1] give each page a nonce of its own and no unsafe inline script", async () => {
    const { url } = await startEdge({ handle });
    const policies = (await Promise.all([fetch(url), fetch(url)])).map((answer) => answer.headers.get("content-security-policy") ?? "");
    const nonces = policies.map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1]);
    expect(new Set(nonces).size).toBe(2);
    expect(nonces[0]?.length).toBeGreaterThanOrEqual(22);
    for (const policy of policies) {
      const scripts = policy.split("; ").find((directive) => directive.startsWith("script-src"));
      expect(scripts).not.toMatch(/unsafe/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("object-src 'none'");
    }
    // Next puts the nonce that it finds there on its own scripts.
    expect(seen.sort()).toEqual(policies.sort());
  });

  it("[SEC-2] stand on every answer, and forbid everything on one that is no page", async () => {
    const { url } = await startEdge({ handle });
    const { headers } = await fetch(`${url}/api/v1/me`);
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
    expect(Object.fromEntries(headers)).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "cross-origin-opener-policy": "same-origin", "x-frame-options": "DENY" });
    expect(headers.get("strict-transport-security")).toBeNull();
  });

  it("[SEC-2] let the service worker load nothing, and talk to this server only", async () => {
    const { url } = await startEdge({ handle });
    for (const path of ["/sw.js", "/sw.js?v=1"]) {
      expect((await fetch(`${url}${path}`)).headers.get("content-security-policy")).toBe("default-src 'none'; connect-src 'self'; frame-ancestors 'none'");
    }
  });

  it("[SEC-3] ask for HTTPS for ever where a trusted proxy says that it was used, or PUBLIC_URL does", async () => {
    const { url } = await startEdge({ handle, trusted: addressSet(["127.0.0.1"]) });
    expect((await fetch(url, { headers: { "X-Forwarded-Proto": "https" } })).headers.get("strict-transport-security")).toMatch(/max-age=\d{8}/);
    const { url: published } = await startEdge({ handle, https: true });
    expect((await fetch(published)).headers.get("strict-transport-security")).not.toBeNull();
    const { url: direct } = await startEdge({ handle });
    expect((await fetch(direct, { headers: { "X-Forwarded-Proto": "https" } })).headers.get("strict-transport-security")).toBeNull();
  });

  it("[SEC-4] quote no Host that could end a directive", async () => {
    const { port } = await startEdge({ handle });
    const policy = await new Promise<string>((resolve) => http.get({ port, host: "127.0.0.1", headers: { Host: "a; script-src *" } }, (answer) => resolve(String(answer.headers["content-security-policy"]))));
    expect(policy).not.toContain("script-src *");
  });
});

describe("one port", () => {
  it("[HTTP-1] closes an upgrade that is nobody's", async () => {
    const { port } = await startEdge({ handle: (_request, response) => void response.end() });
    const socket = net.connect(port, "127.0.0.1");
    socket.write("GET /elsewhere HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    await new Promise<void>((resolve) => socket.once("close", () => resolve()));
  });

  it("[HTTP-2] answers 500 and goes on when a handler throws", async () => {
    const { url } = await startEdge({ handle: () => Promise.reject(new Error("bug")) });
    expect((await fetch(url)).status).toBe(500);
    expect((await fetch(url)).status).toBe(500);
  });

  it("[HTTP-3] finishes what is in flight, refuses what is new, then closes", async () => {
    const arrived = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const { edge, url } = await startEdge({
      handle: async (_request, response) => {
        arrived.resolve();
        await finish.promise;
        response.end("finished");
      },
    });
    const inFlight = fetch(url).then((answer) => answer.text());
    await arrived.promise;
    const closed = edge.close(10_000);
    await expect(fetch(url)).rejects.toThrow();
    finish.resolve();
    expect(await inFlight).toBe("finished");
    await closed;
  });

  it("[HTTP-4] does not wait longer than its grace for one that never ends", async () => {
    const { edge, url } = await startEdge({ handle: () => new Promise(() => {}) });
    const hanging = fetch(url).catch((error: unknown) => error);
    await expect.poll(() => new Promise<number>((resolve) => edge.server.getConnections((_error, count) => resolve(count)))).toBe(1);
    await edge.close(1);
    expect(await hanging).toBeInstanceOf(Error);
  });

  it("[HTTP-5] says which port is taken", async () => {
    const { port } = await startEdge({ handle: (_request, response) => void response.end() });
    const second = createHttpEdge({ tls: undefined, trusted: addressSet([]), dev: false, https: false, upgrade: undefined, isGatewayPath: () => false, log: silentLogger, handle: () => {} });
    await expect(second.listen(port, "127.0.0.1")).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken.`);
  });
});

describe("what monitors ask", () => {
  const startHealth = async (options: { database?: () => Promise<void>; parts?: Record<string, PartState>; from?: string[]; trusted?: string[] } = {}): Promise<string> => {
    const health = createHealth({ metrics: createMetrics({ processMetrics: false }), pingDatabase: options.database ?? (() => Promise.resolve()), parts: () => options.parts ?? { pages: "ready" }, metricsFrom: addressSet(options.from ?? ["127.0.0.0/8"]) });
    const { url } = await startEdge({
      trusted: addressSet(options.trusted ?? []),
      handle: (request, response, client) => {
        if (!health(request, response, client)) response.writeHead(404).end();
      },
    });
    return url;
  };

  it("[OPS-1] /healthz: this process serves", async () => {
    const answer = await fetch(`${await startHealth({ database: () => Promise.reject(new Error("away")) })}/healthz`);
    expect([answer.status, await answer.text()]).toEqual([200, "ok\n"]);
  });
  it("[OPS-2] /readyz: each part, and 503 when one is not ready", async () => {
    const ready = await fetch(`${await startHealth()}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, parts: { database: "ready", pages: "ready" } }]);
    const away = await fetch(`${await startHealth({ database: () => Promise.reject(new Error("away")) })}/readyz`);
    expect([away.status, await away.json()]).toEqual([503, { ready: false, parts: { database: "failed", pages: "ready" } }]);
    const stopping = await fetch(`${await startHealth({ parts: { pages: "stopping" } })}/readyz`);
    expect(stopping.status).toBe(503);
  });
  it("[OPS-3] /readyz asks the database once, however many ask at once", async () => {
    let asked = 0;
    const url = await startHealth({ database: async () => void (asked += 1) });
    await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}/readyz`)));
    expect(asked).toBe(1);
  });
  it("[OPS-4] /metrics: Prometheus text, for whoever may read it", async () => {
    const answer = await fetch(`${await startHealth()}/metrics`);
    expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4");
    expect(await answer.text()).toContain("# TYPE parley_commands_total counter");
    expect((await fetch(`${await startHealth({ from: ["192.0.2.1"] })}/metrics`)).status).toBe(404);
  });
  it("[OPS-5] /metrics is not opened by a proxy that nobody declared, nor by a header", async () => {
    const forwarded = { headers: { "X-Forwarded-For": "203.0.113.9" } };
    expect((await fetch(`${await startHealth()}/metrics`, forwarded)).status).toBe(404);
    expect((await fetch(`${await startHealth({ trusted: ["127.0.0.1"] })}/metrics`, forwarded)).status).toBe(404);
    expect((await fetch(`${await startHealth({ trusted: ["127.0.0.1"], from: ["203.0.113.0/24"] })}/metrics`, forwarded)).status).toBe(200);
  });
  it("[OPS-6] answers nothing but GET", async () => {
    expect((await fetch(`${await startHealth()}/healthz`, { method: "POST" })).status).toBe(405);
  });
});
