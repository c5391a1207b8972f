import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const ALGORITHM = "aes-256-gcm";
/** NIST SP 800-38D §8.2: 96 bits. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = "v1";

/** Seals secrets at rest with AES-256-GCM. */
export type SecretBox = {
  /** @param purpose What the secret is; it opens for the same purpose only, so that rows cannot be swapped. */
  seal(plain: Uint8Array, purpose: string): string;
  /** @throws Error when it was sealed under another key, for another purpose, or was changed. */
  open(sealed: string, purpose: string): Buffer;
};

export function createSecretBox(key: Uint8Array): SecretBox {
  return {
    seal(plain, purpose) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${sealed.toString("base64url")}`;
    },
    open(sealed, purpose) {
      const [version, text = ""] = sealed.split(".");
      const bytes = Buffer.from(text, "base64url");
      if (version !== VERSION || bytes.length < IV_BYTES + TAG_BYTES) throw new Error(`The secret "${purpose}" is damaged.`);
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
      } catch (cause) {
        throw new Error(`The secret "${purpose}" was sealed under another key: restore SECRET_KEY, or DATA_DIR/secret.key, of this database.`, { cause });
      }
    },
  };
}
