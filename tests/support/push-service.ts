import { createDecipheriv, createECDH, createHmac, createPublicKey, randomBytes, verify } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { PushMessage } from "@/lib/protocol";

/** What a browser gives its site, and what only the browser has. */
export type Browser = { endpoint: string; keys: { p256dh: string; auth: string }; read(body: Buffer): Buffer };

export type Received = { message: PushMessage; headers: { ttl: number; urgency: string | undefined; topic: string | undefined }; claims: { aud: string; exp: number; sub: string }; publicKey: string; body: Buffer };

type Answer = { status: number; headers?: Record<string, string> };

export type PushService = {
  origin: string;
  /** A new subscription, as a browser's push manager would make it. */
  makeBrowser(): Browser;
  /** What came for it, decrypted; refused messages are not among them. */
  receivedBy(browser: Browser): readonly Received[];
  /** The next one that comes for it, or came and was not yet asked for. */
  next(browser: Browser): Promise<Received>;
  /** How often anything was tried. */
  attemptsFor(browser: Browser): number;
  /** Waits until so many were. */
  attempted(browser: Browser, times: number): Promise<void>;
  /** Instead of taking messages it answers so; null: takes them again. */
  answer(browser: Browser, answer: Answer | null): void;
  /** Why messages were not taken. */
  readonly problems: readonly string[];
  close(): Promise<void>;
};

/**
 * A push service on loopback, RFC 8030, that is the browser too: it checks who sends (RFC 8292), decrypts (RFC 8291, RFC 8188)
 * and refuses what a real one or a real browser would. Written from the RFCs, without a line of the server's.
 */
export async function openPushService(): Promise<PushService> {
  type Box = { browser: Browser; received: Received[]; taken: number; attempts: number; answer: Answer | null };
  const boxes = new Map<string, Box>();
  const problems: string[] = [];
  const waiting = new Set<() => void>();
  const changed = (): void => {
    for (const look of [...waiting]) look();
  };
  const until = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });

  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const box = boxes.get(request.url ?? "");
      let { status, headers = {} }: Answer = { status: 404 };
      if (box) {
        box.attempts += 1;
        ({ status, headers = {} } = box.answer ?? take(box, request, Buffer.concat(parts)));
      }
      response.writeHead(status, headers).end();
      changed();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function take(box: Box, request: http.IncomingMessage, body: Buffer): Answer {
    try {
      if (request.method !== "POST") throw new Error(`method ${request.method}`);
      if (request.headers["content-encoding"] !== "aes128gcm") throw new Error("content coding");
      const ttl = Number(request.headers.ttl ?? "none"); // RFC 8030 §5.2: MUST be there.
      if (!Number.isInteger(ttl) || ttl < 0) throw new Error("TTL");
      const { urgency, topic } = request.headers;
      if (urgency !== undefined && !["very-low", "low", "normal", "high"].includes(String(urgency))) throw new Error("Urgency");
      if (topic !== undefined && !/^[\w-]{1,32}$/.test(String(topic))) throw new Error("Topic");
      const { claims, publicKey } = checkVapid(request.headers.authorization, origin);
      const message = PushMessage.parse(JSON.parse(box.browser.read(body).toString()));
      box.received.push({ message, headers: { ttl, urgency: urgency as string | undefined, topic: topic as string | undefined }, claims, publicKey, body });
      return { status: 201, headers: { location: `${origin}/message/${box.received.length}` } };
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return { status: 400 };
    }
  }

  const boxOf = (browser: Browser): Box => boxes.get(new URL(browser.endpoint).pathname)!;

  return {
    origin,
    makeBrowser() {
      const path = `/push/${randomBytes(16).toString("base64url")}`;
      const browser = makeBrowser(`${origin}${path}`);
      boxes.set(path, { browser, received: [], taken: 0, attempts: 0, answer: null });
      return browser;
    },
    receivedBy: (browser) => boxOf(browser).received,
    next(browser) {
      const box = boxOf(browser);
      const at = (box.taken += 1) - 1;
      return until(() => box.received[at]);
    },
    attemptsFor: (browser) => boxOf(browser).attempts,
    attempted: (browser, times) => until(() => (boxOf(browser).attempts >= times ? true : undefined)).then(() => undefined),
    answer: (browser, answer) => void (boxOf(browser).answer = answer),
    problems,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** RFC 8292 §3 and §4.2: the token is signed by the key beside it, meant for this service, and good for a day at most. */
export function checkVapid(header: string | undefined, origin: string, nowMs = Date.now()): Pick<Received, "claims" | "publicKey"> {
  const [, token = "", publicKey = ""] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(header ?? "") ?? [];
  const [head = "", payload = "", signature = ""] = token.split(".");
  const point = Buffer.from(publicKey, "base64url");
  if (point.length !== 65 || point[0] !== 4) throw new Error("VAPID: no uncompressed point");
  const key = createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") } });
  const parse = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
  if (parse(head)["alg"] !== "ES256") throw new Error("VAPID: algorithm");
  if (!verify("sha256", Buffer.from(`${head}.${payload}`), { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"))) throw new Error("VAPID: signature");
  const claims = parse(payload) as Received["claims"];
  if (claims.aud !== origin) throw new Error(`VAPID: meant for ${claims.aud}`);
  const leftS = claims.exp - nowMs / 1_000;
  if (leftS <= 0 || leftS > 24 * 60 * 60) throw new Error("VAPID: expiry");
  if (!/^(https:\/\/|mailto:)/.test(claims.sub)) throw new Error("VAPID: subject");
  return { claims, publicKey };
}

/** A browser's half of RFC 8291; with keys of its own, or given ones. */
export function makeBrowser(endpoint: string, given?: { privateKey: Buffer; auth: Buffer }): Browser {
  const ecdh = createECDH("prime256v1");
  if (given) ecdh.setPrivateKey(given.privateKey);
  else ecdh.generateKeys();
  const auth = given?.auth ?? randomBytes(16);
  const hmac = (key: Uint8Array, ...parts: (Uint8Array | string)[]): Buffer => parts.reduce((made, part) => made.update(part), createHmac("sha256", key)).digest();
  return {
    endpoint,
    keys: { p256dh: ecdh.getPublicKey().toString("base64url"), auth: auth.toString("base64url") },
    read(body) {
      // RFC 8188 §2.1: salt, record size, key id, records. RFC 8291 §4: exactly one record.
      const salt = body.subarray(0, 16);
      const recordSize = body.readUInt32BE(16);
      const sender = body.subarray(21, 21 + body.readUInt8(20));
      const record = body.subarray(21 + sender.length);
      if (sender.length !== 65 || recordSize < 18 || record.length > recordSize || body.length > 4_096) throw new Error("aes128gcm: sizes");
      // RFC 8291 §3.4, each HMAC as it is written there.
      const prkKey = hmac(auth, ecdh.computeSecret(sender));
      const ikm = hmac(prkKey, "WebPush: info\0", ecdh.getPublicKey(), sender, Buffer.of(1));
      const prk = hmac(salt, ikm);
      const key = hmac(prk, "Content-Encoding: aes128gcm\0", Buffer.of(1)).subarray(0, 16);
      const nonce = hmac(prk, "Content-Encoding: nonce\0", Buffer.of(1)).subarray(0, 12);
      const decipher = createDecipheriv("aes-128-gcm", key, nonce).setAuthTag(record.subarray(-16));
      const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
      const end = padded.findLastIndex((byte) => byte !== 0);
      if (padded[end] !== 2) throw new Error("aes128gcm: delimiter of the last record");
      return padded.subarray(0, end);
    },
  };
}
