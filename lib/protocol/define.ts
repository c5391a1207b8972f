import "./no-eval";
import * as z from "zod";
import { WireError } from "./errors";

/** Client asks over the socket, server answers exactly once. */
export function defineCommand<N extends string, I extends z.ZodType, O extends z.ZodType>(spec: { name: N; input: I; output: O }) {
  const reply = z.discriminatedUnion("ok", [
    z.object({ ok: z.literal(true), value: spec.output }),
    z.object({ ok: z.literal(false), error: WireError }),
  ]);
  return { ...spec, reply };
}

/**
 * Server tells; no answer. Payloads are written with `z.object`, which strips what it does not know,
 * so that an old client survives a new field; `strictForm` gives the form that refuses one.
 */
export function defineEvent<N extends string, P extends z.ZodType>(spec: { name: N; payload: P }) {
  return spec;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Who may call a route: anybody, whoever is signed in, or administrators. */
export type RouteAccess = "public" | "user" | "admin";

/**
 * One method of one REST resource. `path` is relative to `/api/v1`, parameters in braces. `input` is one
 * object: path parameters, then the query (GET, DELETE) or the JSON body (else), merged.
 */
export function defineRoute<I extends z.ZodType, O extends z.ZodType, const A extends RouteAccess>(spec: {
  method: Method;
  path: string;
  access: A;
  summary: string;
  input: I;
  output: O;
  /** Largest body in bytes, where the usual limit is not enough. */
  bodyBytesMax?: number;
}) {
  return spec;
}

export type AnyCommand = { name: string; input: z.ZodType; output: z.ZodType; reply: z.ZodType };
export type AnyEvent = { name: string; payload: z.ZodType };
export type AnyRoute = ReturnType<typeof defineRoute<z.ZodType, z.ZodType, RouteAccess>>;
