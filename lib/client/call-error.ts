import type { ErrorCode } from "@/lib/protocol";

/**
 * Why a call gave no value: a code of the contract, or one of the two that only a client can meet.
 * `disconnected`: there is no link, or it went before the answer came; the call may or may not have been done.
 * `bad_answer`: what came is not of the contract.
 */
export type CallErrorCode = ErrorCode | "disconnected" | "bad_answer";

export class CallError extends Error {
  override readonly name = "CallError";
  /** How long to wait before trying again, in ms; only with `rate_limited`. */
  readonly retryAfterMs: number | undefined;
  /** Names of the input's fields that were wrong, dotted. */
  readonly fields: readonly string[];
  /** Ties the answer to the server's log line; shown to the user on demand. */
  readonly requestId: string | undefined;

  constructor(
    readonly code: CallErrorCode,
    more: { retryAfterMs?: number | undefined; fields?: readonly string[] | undefined; requestId?: string | undefined; cause?: unknown } = {},
  ) {
    super(code, more.cause === undefined ? undefined : { cause: more.cause });
    this.retryAfterMs = more.retryAfterMs;
    this.fields = more.fields ?? [];
    this.requestId = more.requestId;
  }
}

/** The code of whatever was thrown; what is no `CallError` is a bug of ours. */
export function codeOf(error: unknown): CallErrorCode {
  return error instanceof CallError ? error.code : "internal";
}
