import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Client } from "./forwarded";

/** A year, in seconds. RFC 6797 §6.1.1 */
const HSTS_MAX_AGE_S = 31_536_000;
const SERVICE_WORKER = "/sw.js";
/** What a Host header may look like before it is quoted in a policy. */
const HOST = /^[\w.:[\]-]{1,255}$/;

const ALWAYS: readonly (readonly [string, string])[] = [
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "same-origin"],
  ["Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
];

/**
 * Puts the security headers on an answer before anything is written. A page gets a fresh nonce: its own
 * scripts carry it, no other inline script runs. Next reads the nonce from the request's policy.
 *
 * @param options.https Browsers come by HTTPS, whether or not the proxy says so.
 */
export function setSecurityHeaders(request: IncomingMessage, response: ServerResponse, client: Client, options: { dev: boolean; https: boolean }): void {
  for (const [name, value] of ALWAYS) response.setHeader(name, value);
  const secure = client.secure || options.https;
  if (secure) response.setHeader("Strict-Transport-Security", `max-age=${HSTS_MAX_AGE_S}`);
  delete request.headers["content-security-policy"];
  delete request.headers["x-nonce"];
  if ((request.url ?? "").split("?", 1)[0] === SERVICE_WORKER) {
    // A worker goes by the policy of its own script: it loads nothing, and talks to this server only.
    response.setHeader("Content-Security-Policy", "default-src 'none'; connect-src 'self'; frame-ancestors 'none'");
    return;
  }
  if (!isPage(request.url ?? "/")) {
    // Nothing here is a page, whatever a browser takes it for: a picture stays a picture.
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
    return;
  }
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy(nonce, { host: client.host, secure }, options.dev);
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  response.setHeader("Content-Security-Policy", policy);
}

function isPage(url: string): boolean {
  return !url.startsWith("/api/") && !url.startsWith("/_next/static/");
}

function pagePolicy(nonce: string, client: Pick<Client, "host" | "secure">, dev: boolean): string {
  // Older Safari does not count the socket of the same host as 'self'.
  const socket = HOST.test(client.host) ? ` ${client.secure ? "wss" : "ws"}://${client.host}` : "";
  return [
    "default-src 'self'",
    // Hot reload evaluates code; a built page never does.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    // Style attributes, which positioned overlays need, cannot carry a nonce.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self'${socket}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
