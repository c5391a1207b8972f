import type { z } from "zod";
import { type AnyRoute, type ErrorCode, JSON_BYTES_MAX, type Method, type RouteAccess, strictForm } from "@/lib/protocol";
import { findUnstorableText } from "@/lib/shared/storable-text";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import type { Caller } from "@/server/domain/caller";
import { AppError, isAppError } from "@/server/domain/errors";
import type { Sendable } from "@/server/domain/viewed";
import type { Logger } from "@/server/telemetry";
import { errorAnswer, jsonAnswer } from "./answers";
import { type Authenticated, authenticate } from "./authenticate";
import { clientAddressOf } from "./client-address";
import { readJsonObject } from "./read-body";
import { type Runtime, runtime } from "./runtime";
import { isFromOwnSite } from "./same-site";
import { renewedSessionCookie } from "./session-token";

/** Whoever calls a public route: nobody known. */
export type Visitor = { address: string; userAgent: string; requestId: string; log: Logger };

type CallerOf<A extends RouteAccess> = RouteAccess extends A ? Caller | Visitor : A extends "public" ? Visitor : Caller;

/** What a handler may add to its answer. */
export type Extras = { headers: Headers };

/** Next gives no parameters at all, against its types, where the path has none. */
type PathContext = { params: Promise<Record<string, string | string[] | undefined> | undefined> };
export type MethodHandler = (request: Request, context: PathContext) => Promise<Response>;
export type BoundRoute = { route: AnyRoute; handle: MethodHandler };

type RouteLike<I extends z.ZodType, O extends z.ZodType, A extends RouteAccess> = Omit<AnyRoute, "input" | "output" | "access"> & { input: I; output: O; access: A };

/**
 * The only reader of REST input: path, query or body become one object, parsed by the route's schema; who asks is
 * established by cookie and session row. A handler sees valid input from a caller who may call it, or is not called.
 * Each request ends in one answer, one log line and one count.
 */
export function withRoute<I extends z.ZodType, O extends z.ZodType, A extends RouteAccess>(
  route: RouteLike<I, O, A>,
  handle: (caller: CallerOf<A>, input: z.output<I>, rt: Runtime, extras: Extras) => Promise<Sendable<z.input<O>>>,
): BoundRoute {
  const checkOutput = strictForm(route.output);

  async function answer(request: Request, context: PathContext, rt: Runtime, visitor: Visitor): Promise<{ response: Response; userId?: string }> {
    if (route.method !== "GET" && !isFromOwnSite(request.headers, rt.publicUrl)) throw new AppError("origin_refused", { origin: request.headers.get("origin") ?? "" });
    const session = route.access === "public" ? null : await requireSession(request, rt, route.access);
    const caller = session ? { userId: session.userId, sessionId: session.sessionId, role: session.role, publicComputer: session.publicComputer, ...visitor } : visitor;
    const input = route.input.safeParse(await readInput(route, request, context));
    if (!input.success) throw new AppError("invalid_input", {}, { fields: input.error.issues.map((issue) => issue.path.join(".")).slice(0, 20) });
    const unstorable = findUnstorableText(input.data);
    if (unstorable !== null) throw new AppError("invalid_input", {}, { fields: [unstorable] });
    const extras: Extras = { headers: new Headers({ "x-request-id": visitor.requestId }) };
    if (session) await noteUse(session, rt, extras);
    const value = await handle(caller as CallerOf<A>, input.data, rt, extras);
    if (rt.checkOutgoing) checkOutput.parse(value);
    return { response: jsonAnswer(200, value, extras.headers), ...(session ? { userId: session.userId } : {}) };
  }

  return {
    route,
    async handle(request, context) {
      const rt = runtime();
      const startedAt = performance.now();
      const requestId = uuidV7();
      const visitor: Visitor = { address: clientAddressOf(request.headers), userAgent: request.headers.get("user-agent") ?? "", requestId, log: rt.log };
      const done = (response: Response, code: ErrorCode | "ok", more: { userId?: string } = {}): Response => {
        const name = `${route.method} ${route.path}`;
        const durationMs = performance.now() - startedAt;
        rt.metrics.requests.inc({ route: name, code });
        rt.metrics.requestSeconds.observe({ route: name }, durationMs / 1_000);
        rt.log.info({ event: "route.done", route: name, code, durationMs: Math.round(durationMs * 10) / 10, requestId, ...more }, "request answered");
        return response;
      };
      try {
        const { response, ...who } = await answer(request, context, rt, visitor);
        return done(response, "ok", who);
      } catch (error) {
        if (isAppError(error)) {
          rt.log.debug({ event: "route.refused", requestId, ...error.detail }, "request refused");
          return done(errorAnswer(error.code, requestId, error.answer), error.code);
        }
        rt.log.error({ event: "route.failed", err: error, route: route.path, requestId }, "request failed");
        return done(errorAnswer("internal", requestId), "internal");
      }
    },
  };
}

async function requireSession(request: Request, rt: Runtime, access: RouteAccess): Promise<Authenticated> {
  const session = await authenticate({ identity: rt.identity, sessionSecret: rt.auth.sessionSecret, secureCookies: rt.secureCookies }, request.headers.get("cookie"));
  if (!session) throw new AppError("unauthenticated");
  if (access === "admin" && session.role !== "admin") throw new AppError("forbidden", { userId: session.userId });
  return session;
}

/** A request is use of the session: it lives on, and a private computer's cookie with it. */
async function noteUse(session: Authenticated, rt: Runtime, extras: Extras): Promise<void> {
  await rt.identity.touchSession(session);
  if (session.publicComputer) return;
  const renewed = await renewedSessionCookie(session.claims, { secret: rt.auth.sessionSecret, secure: rt.secureCookies, nowMs: Date.now() });
  if (renewed !== null) extras.headers.append("set-cookie", renewed);
}

/**
 * Path parameters, then query or body. A name that comes twice is refused: two readers could each take another one.
 *
 * @throws AppError `invalid_input`, `too_large`.
 */
async function readInput(route: Pick<AnyRoute, "method" | "bodyBytesMax">, request: Request, context: PathContext): Promise<Record<string, unknown>> {
  // Next gives a path without parameters no object at all.
  const path = (await context.params) ?? {};
  const rest = hasBody(route.method) ? await readJsonObject(request, route.bodyBytesMax ?? JSON_BYTES_MAX) : readQuery(new URL(request.url).searchParams);
  const twice = Object.keys(path).filter((name) => Object.hasOwn(rest, name));
  if (twice.length > 0) throw new AppError("invalid_input", {}, { fields: twice });
  return { ...rest, ...path };
}

const hasBody = (method: Method): boolean => method !== "GET" && method !== "DELETE";

function readQuery(query: URLSearchParams): Record<string, string> {
  const names = [...query.keys()];
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new AppError("invalid_input", {}, { fields: twice });
  return Object.fromEntries(query);
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const satisfies readonly Method[];

/** The methods of one `route.ts`: those of the contract, and `method_not_allowed` for the others. */
export function resource(...routes: readonly BoundRoute[]): Record<Method, MethodHandler> {
  const handlers = METHODS.map((method): [Method, MethodHandler] => [method, routes.find(({ route }) => route.method === method)?.handle ?? refuseWith("method_not_allowed")]);
  return Object.fromEntries(handlers) as Record<Method, MethodHandler>;
}

/** Answers every method with one code, for addresses that are none of the contract's. */
export function refuseWith(code: ErrorCode): MethodHandler {
  return async () => {
    const rt = runtime();
    const requestId = uuidV7();
    rt.metrics.requests.inc({ route: "unknown", code });
    rt.log.debug({ event: "route.refused", code, requestId }, "request refused");
    return errorAnswer(code, requestId);
  };
}
