import type { z } from "zod";
import { type AnyRoute, WireError } from "@/lib/protocol";
import { CallError } from "../call-error";

export const API_ROOT = "/api/v1";

/** Where requests go and as whom; a browser page needs neither. */
export type HttpContext = {
  fetch: typeof fetch;
  /** "" in a browser: the page's own. */
  origin: string;
  /** Where there is no browser to send its cookie. */
  cookie?: string | undefined;
};

const browserContext: HttpContext = { fetch: (input, init) => fetch(input, init), origin: "" };

/**
 * One REST call of the contract. Path parameters are taken out of the input; the rest goes into the query (GET, DELETE)
 * or the JSON body. Never retried here: only the caller knows whether twice is harmless.
 *
 * @throws CallError with the server's code; `disconnected` when no answer came; `bad_answer` when it is not of the contract.
 */
export async function request<R extends AnyRoute>(route: R, input: z.input<R["input"]>, context: HttpContext = browserContext): Promise<z.output<R["output"]>> {
  const { path, rest } = fillPath(route.path, input as Record<string, unknown>);
  const inQuery = route.method === "GET" || route.method === "DELETE";
  const url = `${context.origin}${API_ROOT}${path}${inQuery ? queryOf(rest) : ""}`;
  const response = await reach(context, url, {
    method: route.method,
    ...(inQuery ? {} : { body: JSON.stringify(rest) }),
    headers: { accept: "application/json", ...(inQuery ? {} : { "content-type": "application/json" }) },
  });
  const body = await readJson(response);
  if (!response.ok) throw errorFrom(response, body);
  const parsed = route.output.safeParse(body);
  if (!parsed.success) throw new CallError("bad_answer", { cause: parsed.error });
  return parsed.data as z.output<R["output"]>;
}

/** One request to the own site; a network failure is `disconnected`. */
export async function reach(context: HttpContext, url: string, init: RequestInit): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string>), ...(context.cookie === undefined ? {} : { cookie: context.cookie, origin: context.origin }) };
  try {
    return await context.fetch(url, { ...init, headers, credentials: "same-origin", cache: "no-store" });
  } catch (error) {
    throw new CallError("disconnected", { cause: error });
  }
}

/** The answer's JSON; undefined when it has none, as a proxy's error page. */
export async function readJson(response: Response): Promise<unknown> {
  const text = await response.text().catch((error: unknown) => {
    throw new CallError("disconnected", { cause: error });
  });
  try {
    return text === "" ? {} : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/** What a refusal says: `{ error: WireError }`; else what its status means. */
export function errorFrom(response: Response, body: unknown): CallError {
  const wire = WireError.safeParse(typeof body === "object" && body !== null && "error" in body ? body.error : body);
  if (wire.success) return new CallError(wire.data.code, wire.data);
  switch (response.status) {
    case 401:
      return new CallError("unauthenticated");
    case 403:
      return new CallError("forbidden");
    case 404:
      return new CallError("not_found");
    case 413:
      return new CallError("too_large");
    case 429: {
      const afterS = Number(response.headers.get("retry-after"));
      return new CallError("rate_limited", { retryAfterMs: Number.isFinite(afterS) && afterS > 0 ? afterS * 1_000 : undefined });
    }
    case 502:
    case 503:
    case 504:
      return new CallError("unavailable");
    default:
      return new CallError(response.status >= 500 ? "internal" : "bad_answer");
  }
}

function fillPath(path: string, input: Record<string, unknown>): { path: string; rest: Record<string, unknown> } {
  const rest = { ...input };
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  return { path: filled, rest };
}

function queryOf(values: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null) query.append(name, typeof value === "object" ? JSON.stringify(value) : `${value as string | number | boolean}`);
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}
