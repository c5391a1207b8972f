import { ERROR_CODES, type ErrorCode } from "@/lib/protocol";

const BRAND = Symbol.for("parley.AppError");

type Answer = {
  /** Names of the input's fields that were wrong; told to the client. */
  fields?: readonly string[];
  /** How long the client should wait before trying again, in ms; told to the client. */
  retryAfterMs?: number;
};

/**
 * A failure the caller is expected to handle. Anything else that is thrown is a bug, logged with its
 * stack and answered `internal`.
 *
 * Recognise one with `isAppError`, never `instanceof`: the page bundler makes its own copy of this
 * module for route handlers, so the class has two identities in one process.
 */
export class AppError extends Error {
  readonly [BRAND] = true;
  override readonly name = "AppError";

  /** @param detail For the log only; never sent to a client, and never a secret. */
  constructor(
    readonly code: ErrorCode,
    readonly detail: Readonly<Record<string, string | number>> = {},
    readonly answer: Answer = {},
  ) {
    super(code);
  }

  get httpStatus(): number {
    return ERROR_CODES[this.code].http;
  }
}

export function isAppError(error: unknown): error is AppError {
  return typeof error === "object" && error !== null && BRAND in error;
}
