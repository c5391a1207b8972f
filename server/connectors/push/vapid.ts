import { createECDH, createPrivateKey, type KeyObject, sign } from "node:crypto";

/** Order of P-256. FIPS 186-5, SP 800-186 §3.2.1.3 */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** Random bytes for a private key: 64 bits more than the order has, so that no value is likelier. FIPS 186-5 A.2.1 */
export const VAPID_SEED_BYTES = 40;
const SCALAR_BYTES = 32;

/** RFC 8292 §2: no token lives longer than a day. */
const LIFE_MS = 12 * 60 * 60_000;
/** A token is made anew when less of its life is left, in ms. */
const RENEW_MS = 60 * 60_000;
/** Push services whose token is kept. There are a handful in the world. */
const TOKENS_MAX = 100;

/** Says to push services who sends: RFC 8292. */
export type Vapid = {
  /** Uncompressed point, base64url. */
  readonly publicKey: string;
  /** Value of the Authorization header for a push service. */
  authorizationFor(endpoint: string): string;
};

/**
 * @param seed Random bytes that all servers of a pool share; the same ones give the same key.
 * @param subject Whom a push service may turn to: an https or mailto address. RFC 8292 §2.1
 */
export function createVapid({ seed, subject, nowMs }: { seed: Uint8Array; subject: string; nowMs: () => number }): Vapid {
  if (seed.length < VAPID_SEED_BYTES) throw new Error(`A key needs ${VAPID_SEED_BYTES} random bytes.`);
  const { key, publicKey } = keyFrom(seed);
  const tokens = new Map<string, { token: string; expiresAtMs: number }>();

  function tokenFor(audience: string): string {
    const held = tokens.get(audience);
    if (held && held.expiresAtMs - nowMs() > RENEW_MS) return held.token;
    const expiresAtMs = nowMs() + LIFE_MS;
    const token = signed(key, { aud: audience, exp: Math.floor(expiresAtMs / 1_000), sub: subject });
    tokens.delete(audience);
    tokens.set(audience, { token, expiresAtMs });
    const oldest = tokens.keys().next();
    if (tokens.size > TOKENS_MAX && !oldest.done) tokens.delete(oldest.value);
    return token;
  }

  return { publicKey, authorizationFor: (endpoint) => `vapid t=${tokenFor(new URL(endpoint).origin)}, k=${publicKey}` };
}

function keyFrom(seed: Uint8Array): { key: KeyObject; publicKey: string } {
  const scalar = (BigInt(`0x${Buffer.from(seed).toString("hex")}`) % (ORDER - 1n)) + 1n;
  const secret = Buffer.from(scalar.toString(16).padStart(SCALAR_BYTES * 2, "0"), "hex");
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(secret);
  const point = ecdh.getPublicKey();
  const [x, y] = [point.subarray(1, 1 + SCALAR_BYTES), point.subarray(1 + SCALAR_BYTES)];
  const key = createPrivateKey({ format: "jwk", key: { kty: "EC", crv: "P-256", d: secret.toString("base64url"), x: x.toString("base64url"), y: y.toString("base64url") } });
  return { key, publicKey: point.toString("base64url") };
}

/** A JWS with ES256: RFC 7515 §3.1, RFC 7518 §3.4. */
function signed(key: KeyObject, claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const input = `${part({ typ: "JWT", alg: "ES256" })}.${part(claims)}`;
  return `${input}.${sign("sha256", Buffer.from(input), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}
