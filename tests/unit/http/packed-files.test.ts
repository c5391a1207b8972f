import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import zlib from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPackedFiles } from "@/server/http/packed-files";
import { temporaryDirectory } from "../../support/temporary-directory";

const SCRIPT = "export const answer = 42;";

describe("packed files", () => {
  const { directory, remove } = temporaryDirectory("packed");
  let server: http.Server;

  beforeAll(async () => {
    fs.mkdirSync(path.join(directory, "chunks"));
    fs.writeFileSync(path.join(directory, "chunks", "app.js.br"), zlib.brotliCompressSync(SCRIPT));
    const serve = createPackedFiles(directory);
    server = http.createServer((request, response) => {
      if (!serve(request, response)) response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.close();
    remove();
  });

  async function ask(url: string, encoding: string, method = "GET"): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }> {
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const request = http.request({ port, host: "127.0.0.1", path: url, method, agent: false, headers: { "accept-encoding": encoding } }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
      });
      request.on("error", reject).end();
    });
  }

  it("are handed out as they lie there, to be kept for ever", async () => {
    const { status, headers, body } = await ask("/_next/static/chunks/app.js?v=1", "gzip, deflate, br");
    expect(status).toBe(200);
    expect(headers).toMatchObject({ "content-encoding": "br", "content-type": "application/javascript; charset=utf-8", "cache-control": "public, max-age=31536000, immutable", vary: "Accept-Encoding" });
    expect(zlib.brotliDecompressSync(body).toString()).toBe(SCRIPT);
  });

  it("have no body for HEAD", async () => {
    const { status, headers, body } = await ask("/_next/static/chunks/app.js", "br", "HEAD");
    expect([status, body.length]).toEqual([200, 0]);
    expect(Number(headers["content-length"])).toBeGreaterThan(0);
  });

  it.each([
    ["who cannot unpack them", "/_next/static/chunks/app.js", "gzip"],
    ["who refuses them", "/_next/static/chunks/app.js", "br;q=0, gzip"],
    ["what is not packed", "/_next/static/chunks/other.js", "br"],
    ["a path that climbs", "/_next/static/../packed-files.ts", "br"],
  ])("leave to others: %s", async (_, url, encoding) => expect((await ask(url, encoding)).status).toBe(404));

  it("are none where nothing was packed", () => {
    const serve = createPackedFiles(path.join(directory, "absent"));
    expect(serve({ method: "GET", url: "/_next/static/chunks/app.js", headers: { "accept-encoding": "br" } } as http.IncomingMessage, {} as http.ServerResponse)).toBe(false);
  });
});
