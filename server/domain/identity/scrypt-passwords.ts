import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { AppError } from "../errors";
import type { PasswordHasher } from "./ports";

/**
 * scrypt, RFC 7914, with N = 2^15, r = 8, p = 1: 32 MB and about 80 ms a time. The stored form is a PHC string,
 * `$scrypt$ln=15,r=8,p=1$<salt>$<hash>`, so that the cost can be raised later and old hashes still verify.
 */
const COST = { ln: 15, r: 8, p: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/;

export type ScryptOptions = {
  /** How many run at once; the rest wait in line. */
  concurrency: number;
  /** How many may wait; beyond that the answer is `rate_limited` at once. */
  queueMax: number;
  /** log2 of the cost. Lower it only in tests. */
  ln?: number;
};

/** @throws AppError `rate_limited` from both verbs when too many wait. */
export function createScryptPasswords(options: ScryptOptions): PasswordHasher {
  const waiting: (() => void)[] = [];
  const cost = { ...COST, ln: options.ln ?? COST.ln };
  let running = 0;

  async function inLine<T>(work: () => Promise<T>): Promise<T> {
    if (running >= options.concurrency) {
      if (waiting.length >= options.queueMax) throw new AppError("rate_limited", { waiting: waiting.length }, { retryAfterMs: 1_000 });
      // Whoever ends hands its place to the next, so `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  }

  const nobodys = { ...cost, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };

  return {
    hash: (password) =>
      inLine(async () => {
        const salt = randomBytes(SALT_BYTES);
        const hash = await derive(password, salt, cost);
        return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${salt.toString("base64url")}$${hash.toString("base64url")}`;
      }),
    verify: (password, stored) =>
      inLine(async () => {
        const parsed = stored === null ? null : parseHash(stored);
        const target = parsed ?? nobodys;
        const same = timingSafeEqual(await derive(password, target.salt, target), target.hash);
        return same && parsed !== null;
      }),
  };
}

type Parsed = { ln: number; r: number; p: number; salt: Buffer; hash: Buffer };

function parseHash(stored: string): Parsed | null {
  const match = FORM.exec(stored);
  if (!match) return null;
  const [, ln, r, p, salt, hash] = match as unknown as [string, string, string, string, string, string];
  return { ln: Number(ln), r: Number(r), p: Number(p), salt: Buffer.from(salt, "base64url"), hash: Buffer.from(hash, "base64url") };
}

function derive(password: string, salt: Buffer, { ln, r, p }: { ln: number; r: number; p: number }): Promise<Buffer> {
  const N = 2 ** ln;
  // The same characters typed on another keyboard must give the same bytes: RFC 8265 §4.2.2 asks for NFC.
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
