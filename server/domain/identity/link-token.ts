import { createHash, randomBytes } from "node:crypto";

/** How long an invitation, and a reset of a password, can be used, in ms. */
export const INVITE_TTL_MS = 7 * 24 * 60 * 60_000;
export const RESET_TTL_MS = 24 * 60 * 60_000;

/** 256 random bits for a link. Only the hash is stored, so that a stolen table opens nothing. */
export function createLinkToken(): { token: string; tokenHash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, tokenHash: hashLinkToken(token) };
}

/** The token is random, so a fast hash without salt is enough. */
export const hashLinkToken = (token: string): string => createHash("sha256").update(token).digest("hex");
