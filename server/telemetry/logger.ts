import pino from "pino";

/** Fields are for machines, the message is constant; `event` names the line. Never bodies, passwords, cookies or keys. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * error: someone must look, a user lost something. warn: we recovered. info: one line per change of life or
 * finished command. debug: the rest.
 */
export type Logger = {
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
  /** A logger that adds these fields to every line. */
  child(fields: Fields): Logger;
};

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** Names whose values never reach a log, at the depths at which our own code could put them. */
const SECRET_NAMES = new Set([
  "password", "currentPassword", "newPassword", "passwordHash", "token", "tokenHash", "secret", "clientSecret", "cookie", "authorization",
  "set-cookie", "body", "draft", "imageBase64", "csv", "key", "sealed", "DATABASE_URL", "SECRET_KEY",
  // PostgreSQL quotes the refused row there, a message's text included.
  "detail", "where",
]);
const REDACT_DEPTH = 4;
const CENSORED = "[redacted]";

/** The same object when there is nothing to hide, which is nearly always; else a copy. */
function redact<T extends object>(value: T, depth = REDACT_DEPTH): T {
  let copy: T | undefined;
  for (const name of Object.keys(value) as (keyof T & string)[]) {
    const held: unknown = value[name];
    const shown = SECRET_NAMES.has(name) && held !== undefined ? CENSORED : depth > 1 && isPlain(held) ? redact(held, depth - 1) : held;
    if (shown === held) continue;
    copy ??= (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as T;
    copy[name] = shown as T[typeof name];
  }
  return copy ?? value;
}

const isPlain = (value: unknown): value is object => typeof value === "object" && value !== null && (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);

/** Lines are gathered up to this size, or this long, before they are written: one write for each would stop everything else. */
const GATHER_BYTES = 8_192;
const GATHER_MS = 250;
/** When nobody takes the lines, what is over this is dropped: a log must not fill the memory. */
const HELD_BYTES_MAX = 8 * 1_024 * 1_024;

/** JSON lines on standard error, or wherever `write` puts them. */
export function createLogger(options: { level: LogLevel; write?: (line: string) => void }): Logger {
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: (fields) => redact(fields) },
    serializers: { err: (error: Error) => redact(pino.stdSerializers.err(error), REDACT_DEPTH - 1) },
  };
  const { write } = options;
  if (write) return guarded(pino(settings, { write }));
  // Standard output is for people: the address, the demo accounts. What is gathered goes out when the process ends by
  // itself or by an error; a line that says that somebody must look goes out at once.
  const destination = pino.destination({ fd: 2, sync: false, minLength: GATHER_BYTES, periodicFlush: GATHER_MS, maxLength: HELD_BYTES_MAX });
  const flushAt = pino.levels.values["error"]!;
  const logMethod: NonNullable<pino.LoggerOptions["hooks"]>["logMethod"] = function (this: pino.Logger, inputArgs, method, level) {
    method.apply(this, inputArgs);
    if (level >= flushAt) destination.flush();
  };
  return guarded(pino({ ...settings, hooks: { logMethod } }, destination));
}

/** Fields that a child logger adds go past the formatters: they are looked through here. */
function guarded(logger: pino.Logger): Logger {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => guarded(logger.child(redact(fields))),
  };
}

export const silentLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, child: () => silentLogger };
