import { ERROR_CODES, type ErrorCode, type WireError } from "@/lib/protocol";

/** Every answer of the API: never cached by anybody, never guessed at by a browser. */
export function jsonAnswer(status: number, body: unknown, headers: Headers = new Headers()): Response {
  headers.set("content-type", "application/json; charset=utf-8");
  headers.set("cache-control", "no-store");
  headers.set("x-content-type-options", "nosniff");
  return new Response(JSON.stringify(body), { status, headers });
}

/** A refusal, `{ error: WireError }`, with the code's own status. */
export function errorAnswer(code: ErrorCode, requestId: string, more: { fields?: readonly string[] | undefined; retryAfterMs?: number | undefined } = {}): Response {
  const error: WireError = {
    code,
    requestId,
    ...(more.fields ? { fields: [...more.fields] } : {}),
    ...(more.retryAfterMs === undefined ? {} : { retryAfterMs: more.retryAfterMs }),
  };
  const headers = new Headers({ "x-request-id": requestId });
  if (more.retryAfterMs !== undefined) headers.set("retry-after", String(Math.max(1, Math.ceil(more.retryAfterMs / 1_000))));
  return jsonAnswer(ERROR_CODES[code].http, { error }, headers);
}
