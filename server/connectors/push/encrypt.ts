import { createCipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";

const SALT_BYTES = 16;
const KEY_BYTES = 16;
const NONCE_BYTES = 12;
/** RFC 8291 §4: push services take 4,096 bytes; header, padding delimiter and tag are part of them. */
const RECORD_BYTES = 4_096;
const HEADER_BYTES = 86;
const TAG_BYTES = 16;
export const PLAIN_BYTES_MAX = RECORD_BYTES - HEADER_BYTES - 1 - TAG_BYTES;
/** Ends the text of the last record. RFC 8188 §2 */
const LAST_RECORD = Buffer.of(2);

/** Fresh for every message; given only to compare with the example of RFC 8291. */
export type MessageSecrets = { privateKey: Uint8Array; salt: Uint8Array };

/**
 * A message that only the browser can read which holds the private key of `p256dh` and the secret `auth`: content coding
 * `aes128gcm` (RFC 8188) with the key of RFC 8291.
 *
 * @throws Error when the text is too long, or `p256dh` is no point of P-256.
 */
export function encryptFor(target: { p256dh: string; auth: string }, plain: Uint8Array, secrets?: MessageSecrets): Buffer {
  if (plain.length > PLAIN_BYTES_MAX) throw new Error(`A web push message of ${plain.length} bytes is too long.`);
  const receiver = Buffer.from(target.p256dh, "base64url");
  const ecdh = createECDH("prime256v1");
  if (secrets) ecdh.setPrivateKey(secrets.privateKey);
  else ecdh.generateKeys();
  const sender = ecdh.getPublicKey();
  const salt = secrets?.salt ?? randomBytes(SALT_BYTES);

  // RFC 8291 §3.3 and §3.4
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), receiver, sender]);
  const secret = derive(ecdh.computeSecret(receiver), Buffer.from(target.auth, "base64url"), info, 32);
  const key = derive(secret, salt, Buffer.from("Content-Encoding: aes128gcm\0"), KEY_BYTES);
  const nonce = derive(secret, salt, Buffer.from("Content-Encoding: nonce\0"), NONCE_BYTES);

  const cipher = createCipheriv("aes-128-gcm", key, nonce);
  const text = Buffer.concat([cipher.update(plain), cipher.update(LAST_RECORD), cipher.final(), cipher.getAuthTag()]);
  const sizes = Buffer.alloc(5);
  sizes.writeUInt32BE(RECORD_BYTES, 0);
  sizes.writeUInt8(sender.length, 4);
  return Buffer.concat([salt, sizes, sender, text]);
}

const derive = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array, bytes: number): Buffer => Buffer.from(hkdfSync("sha256", secret, salt, info, bytes));
