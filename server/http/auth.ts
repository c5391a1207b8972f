import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth from "next-auth";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { AppError, isAppError } from "@/server/domain/errors";
import { errorAnswer } from "./answers";
import { type AuthAttempt, createAuthOptions, OIDC_PROVIDER_ID } from "./auth-options";
import { clientAddressOf } from "./client-address";
import { parseCookies, printCookie, sessionCookieName } from "./cookies";
import { readBody } from "./read-body";
import { type Runtime, runtime } from "./runtime";
import { isFromOwnSite } from "./same-site";

/** Forms are small; nothing larger is read. */
const FORM_BYTES_MAX = 16_000;
/** Remembers "public or shared computer" while the browser is away at the provider, in seconds. */
const AWAY_AT_PROVIDER_S = 15 * 60;
/** What next-auth is asked for here. Its client log and its session update are nobody's business. */
const ACTIONS: Record<string, readonly string[]> = {
  GET: ["csrf", "session", "providers", "signin", "callback", "error", "signout"],
  POST: ["signin", "callback", "signout"],
};

const publicCookieName = (rt: Runtime): string => `${rt.secureCookies ? "__Secure-" : ""}parley.public-sign-in`;

/**
 * `/api/auth/*`: next-auth behind one door. Its answers are taken over but for two things: a session on a public or
 * shared computer gets a cookie that ends with the browser, and a refusal says its code and when to come back.
 */
export async function handleAuth(request: Request): Promise<Response> {
  const rt = runtime();
  const requestId = uuidV7();
  try {
    return await answer(rt, request, requestId);
  } catch (error) {
    if (isAppError(error)) return errorAnswer(error.code, requestId, error.answer);
    rt.log.error({ event: "route.failed", err: error, route: "/api/auth", requestId }, "request failed");
    return errorAnswer("internal", requestId);
  }
}

async function answer(rt: Runtime, request: Request, requestId: string): Promise<Response> {
  const url = new URL(request.url);
  const nextauth = url.pathname.split("/").slice(3);
  const [action = "", provider] = nextauth;
  if (!(ACTIONS[request.method] ?? []).includes(action) || nextauth.length > 2) throw new AppError("not_found", { action });
  if (request.method !== "GET" && !isFromOwnSite(request.headers, rt.publicUrl)) throw new AppError("origin_refused");

  const form = request.method === "POST" ? await readForm(request) : undefined;
  const cookies = parseCookies(request.headers.get("cookie"));
  const attempt: AuthAttempt = {
    requestId,
    circumstances: {
      publicComputer: form?.publicComputer === "true" || (provider === OIDC_PROVIDER_ID && cookies[publicCookieName(rt)] === "1"),
      userAgent: request.headers.get("user-agent") ?? "",
      address: clientAddressOf(request.headers),
    },
  };
  const captured = await askNextAuth(rt, attempt, {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    cookies,
    query: { ...Object.fromEntries(url.searchParams), nextauth },
    body: form,
  });
  return finish(rt, attempt, captured, { awayToProvider: action === "signin" && provider === OIDC_PROVIDER_ID, back: action === "callback" });
}

async function readForm(request: Request): Promise<Record<string, string>> {
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/x-www-form-urlencoded") throw new AppError("invalid_input", {}, { fields: ["content-type"] });
  return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(await readBody(request, FORM_BYTES_MAX))));
}

type Captured = { status: number; headers: Headers; body: string | null };
type AuthRequest = Pick<NextApiRequest, "method" | "headers" | "query"> & { cookies: Record<string, string>; body: Record<string, string> | undefined };

/** next-auth writes to a response of Node's kind; this one only remembers. */
async function askNextAuth(rt: Runtime, attempt: AuthAttempt, request: AuthRequest): Promise<Captured> {
  const captured: Captured = { status: 200, headers: new Headers(), body: null };
  const setCookies: string[] = [];
  const response = {
    status(code: number) {
      captured.status = code;
      return response;
    },
    getHeader: (name: string) => (name.toLowerCase() === "set-cookie" ? setCookies : captured.headers.get(name)),
    setHeader(name: string, value: string | string[]) {
      if (name.toLowerCase() === "set-cookie") setCookies.splice(0, setCookies.length, ...[value].flat());
      else captured.headers.set(name, [value].flat().join(", "));
      return response;
    },
    json(body: unknown) {
      captured.headers.set("content-type", "application/json");
      captured.body = JSON.stringify(body);
    },
    send(body: unknown) {
      if (typeof body === "object" && body !== null) response.json(body);
      else captured.body = typeof body === "string" ? body : null;
    },
    end: () => response,
  };
  await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, createAuthOptions(rt, attempt));
  for (const line of setCookies) captured.headers.append("set-cookie", line);
  return captured;
}

function finish(rt: Runtime, attempt: AuthAttempt, captured: Captured, step: { awayToProvider: boolean; back: boolean }): Response {
  const wantsJson = captured.headers.get("content-type") === "application/json";
  if (attempt.refusal && wantsJson) return errorAnswer(attempt.refusal.code, attempt.requestId, attempt.refusal);
  const headers = new Headers();
  for (const [name, value] of captured.headers) if (name !== "set-cookie") headers.set(name, value);
  for (const line of captured.headers.getSetCookie()) headers.append("set-cookie", attempt.session?.publicComputer ? untilBrowserCloses(rt, line) : line);
  const { secureCookies: secure } = rt;
  if (step.awayToProvider) headers.append("set-cookie", printCookie(publicCookieName(rt), attempt.circumstances.publicComputer ? "1" : "0", { secure, maxAgeS: AWAY_AT_PROVIDER_S }));
  else if (step.back) headers.append("set-cookie", printCookie(publicCookieName(rt), "", { secure, maxAgeS: 0 }));
  headers.set("cache-control", "no-store");
  headers.set("x-request-id", attempt.requestId);
  return new Response(captured.body, { status: captured.status, headers });
}

/** next-auth dates every session cookie; on a public or shared computer it must not outlive the browser [F107]. */
function untilBrowserCloses(rt: Runtime, line: string): string {
  const isSession = line.startsWith(`${sessionCookieName(rt.secureCookies)}=`) && !/=;/.test(line);
  return isSession ? line.replace(/;\s*(?:expires|max-age)=[^;]*/gi, "") : line;
}
