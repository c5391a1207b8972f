import type { z } from "zod";
import { type AnyCommand, type AnyEvent, ERROR_CODES, type ErrorCode, sessionEnded, serverStopping, type WireError } from "@/lib/protocol";
import { CallError } from "../call-error";
import type { ConnectionState, Link } from "../link";
import type { Platform } from "../platform";
import { createCell } from "../store";
import { retryDelayMs } from "./backoff";
import type { Transport } from "./transport";

/** A call without an answer for this long means a dead link, which TCP may take minutes to notice. In ms. */
export const CALL_TIMEOUT_MS = 15_000;
/** An attempt that is neither accepted nor refused for this long is given up, in ms. */
export const ATTEMPT_TIMEOUT_MS = 15_000;
/** Shortest time between two attempts that the page asked for, in ms. */
const RETRY_NOW_MIN_MS = 1_000;

export type Connection = Link & {
  start(): void;
  /** Tries now instead of at `nextRetryAtMs`. Does nothing while online, trying or ended. */
  retryNow(): void;
  /** Gives up for good, e.g. when a REST answer says that the session is over. */
  end(reason: Extract<ConnectionState, { name: "ended" }>["reason"]): void;
  /** Closes the wire; the state stays what it was. */
  dispose(): void;
};

type Reply = { ok: true; value: unknown } | { ok: false; error: WireError };
type Waiting = { fail(error: CallError): void };

/**
 * Keeps one link to the server, and is the only reader of what comes over it.
 *
 *   connecting --connected--> online --lost--> offline --connected--> online
 *       |                       |                 ^ |
 *       +------refused----------|-----------------+ +--> retry: 0.5..20 s, or at once when the page wakes
 *   any --unauthenticated, session:ended--> ended        any --client_too_old--> too-old
 */
export function createConnection(transport: Transport, platform: Platform): Connection {
  const state = createCell<ConnectionState>({ name: "connecting" });
  const listeners = new Map<string, Set<{ event: AnyEvent; hear(payload: unknown): void }>>();
  const waiting = new Set<Waiting>();
  let heardAtMs = 0;
  let attempt = 0;
  let triedAtMs = -Infinity;
  let retryTimer: unknown;
  /** Set while an attempt is under way. */
  let attemptTimer: unknown;
  let stopping = false;
  let disposed = false;

  const isOver = (): boolean => disposed || state.getSnapshot().name === "ended" || state.getSnapshot().name === "too-old";
  const clearRetry = (): void => {
    if (retryTimer !== undefined) platform.clearTimer(retryTimer);
    retryTimer = undefined;
  };
  /** @returns Whether an attempt was under way. */
  const endAttempt = (): boolean => {
    if (attemptTimer === undefined) return false;
    platform.clearTimer(attemptTimer);
    attemptTimer = undefined;
    return true;
  };
  const failWaiting = (): void => {
    for (const one of [...waiting]) one.fail(new CallError("disconnected"));
  };
  const tryNow = (): void => {
    clearRetry();
    triedAtMs = platform.now();
    const now = state.getSnapshot();
    if (now.name === "offline") state.set({ ...now, nextRetryAtMs: null });
    endAttempt();
    attemptTimer = platform.setTimer(() => {
      endAttempt();
      transport.disconnect();
      retryLater();
    }, ATTEMPT_TIMEOUT_MS);
    transport.connect();
  };
  const retryLater = (): void => {
    const nowMs = platform.now();
    const delayMs = retryDelayMs(attempt, platform.random());
    attempt += 1;
    const before = state.getSnapshot();
    const sinceMs = before.name === "offline" ? before.sinceMs : nowMs;
    state.set({ name: "offline", sinceMs, nextRetryAtMs: nowMs + delayMs, quiet: stopping });
    clearRetry();
    retryTimer = platform.setTimer(tryNow, delayMs);
  };
  const stopFor = (last: ConnectionState): void => {
    if (isOver()) return;
    clearRetry();
    endAttempt();
    state.set(last);
    transport.disconnect();
    failWaiting();
  };
  const dropDeadLink = (): void => {
    if (state.getSnapshot().name !== "online") return;
    transport.disconnect();
    // Most transports say it themselves; saying it twice does nothing.
    onLost();
  };
  const onLost = (): void => {
    // A server may die between accepting the wire and accepting the endpoint.
    const wasTrying = endAttempt();
    if (isOver() || (!wasTrying && state.getSnapshot().name !== "online")) return;
    retryLater();
    failWaiting();
  };

  transport.listen({
    connected() {
      if (isOver()) return transport.disconnect();
      clearRetry();
      endAttempt();
      attempt = 0;
      stopping = false;
      heardAtMs = platform.now();
      state.set({ name: "online", sinceMs: heardAtMs });
    },
    refused(code) {
      if (!endAttempt() || isOver()) return;
      if (code === "unauthenticated" || code === "session_ended") stopFor({ name: "ended", reason: "unauthenticated" });
      else if (code === "client_too_old") stopFor({ name: "too-old" });
      else retryLater();
    },
    lost: onLost,
    event(name, payload) {
      const told = listeners.get(name);
      const first = told && [...told][0];
      if (!told || !first) return;
      const parsed = first.event.payload.safeParse(payload);
      // Not of the contract: dropped, as if it had been lost; numbers and heads heal what it was about.
      if (!parsed.success) return;
      for (const listener of [...told]) listener.hear(parsed.data);
    },
    heard() {
      heardAtMs = platform.now();
    },
  });

  const on: Link["on"] = (event, listener) => {
    const told = listeners.get(event.name) ?? new Set();
    listeners.set(event.name, told);
    const own = { event, hear: (payload: unknown) => listener(payload as never) };
    told.add(own);
    return () => void told.delete(own);
  };
  on(sessionEnded, ({ reason }) => stopFor({ name: "ended", reason }));
  on(serverStopping, () => {
    stopping = true;
  });

  const retryNow = (): void => {
    const now = state.getSnapshot();
    if (disposed || now.name !== "offline" || now.nextRetryAtMs === null) return;
    if (platform.now() - triedAtMs < RETRY_NOW_MIN_MS) return;
    tryNow();
  };
  const stopWatchingPage = platform.page.onChange(retryNow);

  return {
    state,
    on,
    lastHeardAtMs: () => heardAtMs,
    call<C extends AnyCommand>(command: C, input: z.input<C["input"]>): Promise<z.output<C["output"]>> {
      return new Promise((resolve, reject) => {
        if (disposed || state.getSnapshot().name !== "online") {
          reject(new CallError("disconnected"));
          return;
        }
        const finish = (): void => {
          waiting.delete(own);
          platform.clearTimer(timer);
        };
        const own: Waiting = {
          fail(error) {
            finish();
            reject(error);
          },
        };
        const timer = platform.setTimer(() => {
          own.fail(new CallError("disconnected"));
          dropDeadLink();
        }, CALL_TIMEOUT_MS);
        waiting.add(own);
        transport.send(command.name, input, (raw) => {
          if (!waiting.has(own)) return;
          heardAtMs = platform.now();
          finish();
          const reply = readReply(command, raw);
          if (reply instanceof CallError) reject(reply);
          else resolve(reply.value as z.output<C["output"]>);
        });
      });
    },
    start() {
      if (!disposed) tryNow();
    },
    retryNow,
    end: (reason) => stopFor({ name: "ended", reason }),
    dispose() {
      if (disposed) return;
      disposed = true;
      clearRetry();
      endAttempt();
      stopWatchingPage();
      transport.disconnect();
      failWaiting();
      listeners.clear();
    },
  };
}

function readReply(command: AnyCommand, raw: unknown): { value: unknown } | CallError {
  const parsed = command.reply.safeParse(raw);
  if (!parsed.success) return new CallError(unknownRefusal(raw), { cause: parsed.error });
  const reply = parsed.data as Reply;
  return reply.ok ? { value: reply.value } : new CallError(reply.error.code, reply.error);
}

/** A newer server may refuse with a code that this client does not know: still a refusal, not a broken answer. */
function unknownRefusal(raw: unknown): ErrorCode | "bad_answer" {
  const refused = typeof raw === "object" && raw !== null && "ok" in raw && raw.ok === false && "error" in raw;
  const code = refused && typeof raw.error === "object" && raw.error !== null && "code" in raw.error ? raw.error.code : undefined;
  return typeof code === "string" && !(code in ERROR_CODES) ? "forbidden" : "bad_answer";
}
