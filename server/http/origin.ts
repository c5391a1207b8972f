import type { IncomingMessage } from "node:http";

/**
 * Whether a page at the request's Origin may open a socket with the browser's cookies (RFC 6455 §10.2): only
 * the program's own pages. That is `PUBLIC_URL` where it is set, else whatever host the browser asked for.
 *
 * A request without Origin is let through: every browser sends one with a WebSocket handshake, so it comes
 * from a program, whose cookies are no one else's.
 */
export function createOriginCheck(publicOrigin: string | undefined): (request: Pick<IncomingMessage, "headers">) => boolean {
  return ({ headers }) => {
    const { origin } = headers;
    if (origin === undefined) return true;
    if (publicOrigin !== undefined) return origin === publicOrigin;
    const parsed = URL.parse(origin);
    if (headers["x-forwarded-proto"] === "https" && parsed?.protocol !== "https:") return false;
    return parsed?.host === (headers["x-forwarded-host"] ?? headers.host);
  };
}
