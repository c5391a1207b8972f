import "./no-eval";
import * as z from "zod";

/**
 * Every code a client can meet: its HTTP status, and whether the same call may succeed later without
 * being changed. Nothing else maps codes. A code is stable: it may be documented, searched and tested for.
 */
export const ERROR_CODES = {
  invalid_input: { http: 400, retry: false },
  unknown_command: { http: 400, retry: false },
  unauthenticated: { http: 401, retry: false },
  sign_in_failed: { http: 401, retry: false },
  session_ended: { http: 401, retry: false },
  forbidden: { http: 403, retry: false },
  origin_refused: { http: 403, retry: false },
  not_found: { http: 404, retry: false },
  conversation_not_found: { http: 404, retry: false },
  message_not_found: { http: 404, retry: false },
  person_not_found: { http: 404, retry: false },
  group_not_found: { http: 404, retry: false },
  contact_not_found: { http: 404, retry: false },
  custom_state_not_found: { http: 404, retry: false },
  calendar_not_found: { http: 404, retry: false },
  address_book_not_found: { http: 404, retry: false },
  session_not_found: { http: 404, retry: false },
  invitation_not_found: { http: 404, retry: false },
  method_not_allowed: { http: 405, retry: false },
  message_key_reused: { http: 409, retry: false },
  message_deleted: { http: 409, retry: false },
  not_author: { http: 403, retry: false },
  already_exists: { http: 409, retry: false },
  already_set_up: { http: 409, retry: false },
  conversation_full: { http: 409, retry: false },
  not_a_group: { http: 409, retry: false },
  contact_limit: { http: 409, retry: false },
  group_limit: { http: 409, retry: false },
  custom_state_limit: { http: 409, retry: false },
  calendar_limit: { http: 409, retry: false },
  address_book_limit: { http: 409, retry: false },
  address_entry_limit: { http: 409, retry: false },
  tag_limit: { http: 409, retry: false },
  last_administrator: { http: 409, retry: false },
  password_wrong: { http: 403, retry: false },
  password_too_weak: { http: 422, retry: false },
  csv_invalid: { http: 422, retry: false },
  /** The text is no iCalendar (RFC 5545), or no vCard (RFC 6350). */
  calendar_invalid: { http: 422, retry: false },
  vcard_invalid: { http: 422, retry: false },
  /** The address leads to this machine or its private network, or is no http(s) address. */
  address_refused: { http: 422, retry: false },
  /** The other server does not answer, refuses the name or password, or answers something else than it should. */
  remote_unreachable: { http: 422, retry: false },
  remote_refused: { http: 422, retry: false },
  remote_invalid: { http: 422, retry: false },
  image_invalid: { http: 422, retry: false },
  policy_forbids: { http: 403, retry: false },
  too_large: { http: 413, retry: false },
  client_too_old: { http: 426, retry: false },
  rate_limited: { http: 429, retry: true },
  internal: { http: 500, retry: true },
  stopping: { http: 503, retry: true },
  unavailable: { http: 503, retry: true },
} as const satisfies Record<string, { http: number; retry: boolean }>;

export type ErrorCode = keyof typeof ERROR_CODES;
export const ErrorCode = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]);

/** What a client gets instead of a value. Never a stack, never an internal message. */
export const WireError = z.object({
  code: ErrorCode,
  /** Ties the answer to the server's log line. */
  requestId: z.string(),
  /** Names of the input's fields that were wrong, dotted; only with `invalid_input` and the like. */
  fields: z.array(z.string()).optional(),
  /** How long to wait before trying again, in ms; only with `rate_limited`. */
  retryAfterMs: z.number().int().nonnegative().optional(),
});
export type WireError = z.infer<typeof WireError>;
