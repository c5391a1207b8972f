import type { IncomingMessage } from "node:http";
import type { Identity, LiveSession } from "@/server/domain/identity";
import { CLIENT_ADDRESS_HEADER } from "./client-address";
import { parseCookies, sessionCookieName } from "./cookies";
import { readSessionToken, type SessionClaims } from "./session-token";

type Deps = { identity: Pick<Identity, "findLiveSession">; sessionSecret: string; secureCookies: boolean };

export type Authenticated = LiveSession & { claims: SessionClaims };

/** Cookie, then row: a token proves nothing once its row has ended. */
export async function authenticate(deps: Deps, cookieHeader: string | null | undefined): Promise<Authenticated | null> {
  const claims = await readSessionToken(parseCookies(cookieHeader)[sessionCookieName(deps.secureCookies)], deps.sessionSecret);
  if (!claims) return null;
  const session = await deps.identity.findLiveSession(claims.sid);
  // A token names its user too; one that names another is not of our making.
  return session && session.userId === claims.sub ? { ...session, claims } : null;
}

/** For the handshakes of sockets, where there is a Node request and no Next. */
export function createRequestAuthenticator(deps: Deps) {
  return async (request: IncomingMessage) => {
    const session = await authenticate(deps, request.headers.cookie);
    if (!session) return null;
    const stamped = request.headers[CLIENT_ADDRESS_HEADER];
    const address = typeof stamped === "string" ? stamped : (request.socket.remoteAddress ?? "unknown");
    const { userId, sessionId, role, publicComputer, expiresAt } = session;
    return { userId, sessionId, role, publicComputer, address, sessionExpiresAtMs: expiresAt.getTime() };
  };
}
