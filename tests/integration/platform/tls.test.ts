import { execFileSync } from "node:child_process";
import fs from "node:fs";
import https from "node:https";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { conversationHeads } from "@/lib/protocol";
import { connectClient } from "@/tests/support/client";
import { addCast, addSession } from "@/tests/support/people";
import { startTestServer, type TestServer } from "@/tests/support/server";
import { temporaryDirectory } from "@/tests/support/temporary-directory";

describe("a server with a certificate of its own", () => {
  const { directory, remove } = temporaryDirectory("tls");
  const [certificate, key] = [path.join(directory, "certificate.pem"), path.join(directory, "key.pem")];
  let server: TestServer;

  beforeAll(async () => {
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate], { stdio: "ignore" });
    server = await startTestServer({ TLS_CERT: certificate, TLS_KEY: key });
  });
  afterAll(async () => {
    await server.dispose();
    remove();
  });

  const get = (file: string, ca: string) =>
    new Promise<{ status: number; hsts: string | undefined }>((resolve, reject) => {
      const request = https.get(`${server.url}${file}`, { ca }, (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode ?? 0, hsts: answer.headers["strict-transport-security"] });
      });
      request.once("error", reject);
    });

  it("[SEC-5] serves HTTPS directly, asks for it for ever, and is believed only by whoever trusts its certificate", async () => {
    expect(new URL(server.url).protocol).toBe("https:");
    const { status, hsts } = await get("/healthz", fs.readFileSync(certificate, "utf8"));
    expect(status).toBe(200);
    expect(hsts).toMatch(/max-age=\d{8}/);
    await expect(get("/healthz", "")).rejects.toThrow(/self-signed/i);
  });

  it("[SEC-6] takes sockets by WSS, with a cookie that goes nowhere else", async () => {
    const { anna } = await addCast(server.db);
    const { cookie } = await addSession(server, anna.userId);
    expect(cookie).toMatch(/^__Secure-/);
    const client = await connectClient({ url: server.url, cookie, socketOptions: { ca: fs.readFileSync(certificate, "utf8") } });
    expect(await client.call(conversationHeads, {})).toEqual({ heads: [] });
    client.close();
  });
});
