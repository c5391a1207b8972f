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

/** Paths whose values never reach a log, at the depths at which our own code could put them. */
const SECRET_NAMES = [
  "password", "currentPassword", "newPassword", "passwordHash", "token", "tokenHash", "secret", "clientSecret", "cookie", "authorization",
  "set-cookie", "body", "draft", "imageBase64", "csv", "key", "sealed", "DATABASE_URL", "SECRET_KEY",
];
const REDACTED = SECRET_NAMES.flatMap((name) => {
  const path = /^\w+$/.test(name) ? name : `["${name}"]`;
  const under = path.startsWith("[") ? path : `.${path}`;
  return [path, `*${under}`, `*.*${under}`, `*.*.*${under}`];
});

/** JSON lines on standard error, or wherever `write` puts them. */
export function createLogger(options: { level: LogLevel; write?: (line: string) => void }): Logger {
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: REDACTED, censor: "[redacted]" },
    serializers: { err: pino.stdSerializers.err },
  };
  const { write } = options;
  // Standard output is for people: the address, the demo accounts. Synchronous, so that a crash's last line is there.
  return write ? pino(settings, { write }) : pino(settings, pino.destination({ fd: 2, sync: true }));
}

export const silentLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, child: () => silentLogger };
