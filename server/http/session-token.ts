import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { SessionId } from "@/lib/protocol";
import { PRIVATE_SESSION_MS } from "@/server/domain/identity";
import { printCookie, sessionCookieName } from "./cookies";

/** How long a token is good for by itself, in seconds; the session's row decides sooner. */
export const TOKEN_MAX_AGE_S = PRIVATE_SESSION_MS / 1_000;
/** A private computer's cookie is renewed when its token is older than this, in seconds, so that 30 days are counted from the last use. */
const RENEW_AFTER_S = 24 * 60 * 60;

const Claims = z.object({ sub: z.string(), sid: SessionId, iat: z.number() });
export type SessionClaims = z.infer<typeof Claims>;

/** What a session cookie says, if it is of our making and not expired. The row has still to be asked. */
export async function readSessionToken(unverifiedToken: string | undefined, secret: string): Promise<SessionClaims | null> {
  if (unverifiedToken === undefined || unverifiedToken === "") return null;
  try {
    return Claims.parse(await decode({ token: unverifiedToken, secret }));
  } catch {
    return null; // Another secret, expired, tampered with or malformed: all the same to whoever sent it.
  }
}

/** @returns A Set-Cookie line for a private computer whose cookie grows old, else null. */
export async function renewedSessionCookie(claims: SessionClaims, options: { secret: string; secure: boolean; nowMs: number }): Promise<string | null> {
  if (options.nowMs / 1_000 - claims.iat < RENEW_AFTER_S) return null;
  const token = await encode({ token: { sub: claims.sub, sid: claims.sid }, secret: options.secret, maxAge: TOKEN_MAX_AGE_S });
  return printCookie(sessionCookieName(options.secure), token, { secure: options.secure, maxAgeS: TOKEN_MAX_AGE_S });
}
