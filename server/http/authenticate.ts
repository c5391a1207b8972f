import type { IncomingMessage } from "node:http";
import type { Identity, LiveSession } from "@/server/domain/identity";
import { CLIENT_ADDRESS_HEADER } from "./client-address";
import { parseCookies, sessionCookieName } from "./cookies";
import { readSessionToken, type SessionClaims } from "./session-token";

type Deps = { identity: Pick<Identity, "findLiveSession">; sessionSecret: string; secureCookies: boolean };

export type Authenticated = LiveSession & { claims: SessionClaims };

/** Cookie, then row: a token proves nothing once its row has ended. */
export async function authenticate(deps: Deps, cookieHeader: string | null | undefined): Promise<Authenticated | null> {
  return checkRow(deps, await claimsOf(deps, cookieHeader));
}

const claimsOf = (deps: Deps, cookieHeader: string | null | undefined): Promise<SessionClaims | null> =>
  readSessionToken(parseCookies(cookieHeader)[sessionCookieName(deps.secureCookies)], deps.sessionSecret);

async function checkRow(deps: Deps, claims: SessionClaims | null): Promise<Authenticated | null> {
  if (!claims) return null;
  const session = await deps.identity.findLiveSession(claims.sid);
  // A token names its user too; one that names another is not of our making.
  return session && session.userId === claims.sub ? { ...session, claims } : null;
}

/** For the handshakes of sockets, where there is a Node request and no Next. */
export function createRequestAuthenticator(deps: Deps) {
  // A handshake is checked twice; opening its token is the dear part, and gives the same again.
  const opened = new WeakMap<IncomingMessage, Promise<SessionClaims | null>>();
  return async (request: IncomingMessage) => {
    const claims = opened.get(request) ?? claimsOf(deps, request.headers.cookie);
    opened.set(request, claims);
    const session = await checkRow(deps, await claims);
    if (!session) return null;
    const stamped = request.headers[CLIENT_ADDRESS_HEADER];
    const address = typeof stamped === "string" ? stamped : (request.socket.remoteAddress ?? "unknown");
    const { userId, sessionId, role, publicComputer, expiresAt } = session;
    return { userId, sessionId, role, publicComputer, address, sessionExpiresAtMs: expiresAt.getTime() };
  };
}
