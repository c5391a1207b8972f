import { isIP } from "node:net";
import path from "node:path";
import { z } from "zod";

const cidr = z.string().refine(isCidr, { error: "must be an address or a range such as 10.0.0.0/8" });
const cidrList = z
  .string()
  .transform((text) => text.split(",").map((part) => part.trim()).filter((part) => part !== ""))
  .pipe(z.array(cidr));

/** Lower-cased host names and addresses that only this machine can reach. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

const Settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3_000).meta({ description: "TCP port of pages, REST and sockets. 0 takes any free one." }),
  HOST: z.string().min(1).default("127.0.0.1").meta({ description: "Address to listen on. 0.0.0.0 or :: is every address: set PUBLIC_URL then." }),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be an http or https address" })
    .refine((url) => URL.parse(url)?.pathname === "/" && !url.includes("?") && !url.includes("#"), { error: "must have no path" })
    .transform((url) => new URL(url).origin)
    .optional()
    .meta({ description: "Where browsers reach Parley, such as https://chat.example.com. Needed behind a proxy." }),
  TLS_CERT: z.string().optional().meta({ description: "PEM file with the certificate and its chain. With TLS_KEY: serve HTTPS directly." }),
  TLS_KEY: z.string().optional().meta({ description: "PEM file with the private key of TLS_CERT." }),
  TRUSTED_PROXIES: cidrList.default([]).meta({ description: "Addresses or ranges of proxies whose X-Forwarded-* headers are believed, comma-separated." }),
  METRICS_FROM: cidrList.default(["127.0.0.0/8", "::1/128"]).meta({ description: "Addresses or ranges that may read /metrics, comma-separated." }),
  OUTBOUND_PRIVATE: cidrList.default([]).meta({ description: "Addresses or ranges of the operator's own network that calendars, address books and the like may lie in, comma-separated. Nothing else that is not public is reached." }),
  DATA_DIR: z
    .string()
    .min(1)
    .default("./data")
    .transform((directory) => path.resolve(directory))
    .meta({ description: "Where the embedded database and the keys live. Back it up." }),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must be a postgresql:// address" })
    .optional()
    .meta({ description: "A PostgreSQL (16 or later) of your own, instead of the embedded one." }),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(16).meta({ description: "Most connections to the database at once." }),
  SECRET_KEY: z.string().min(32, { error: "must be at least 32 characters" }).optional().meta({ description: "Seals secrets in the database (AES-256-GCM). Default: a key made in DATA_DIR. Alike on all servers of a pool." }),
  SEED: z.enum(["demo", "none"]).optional().meta({ description: "What a new database holds: demo (five people and an administrator) or none. Default: demo while HOST is loopback and the data are new, else none." }),
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: "must be an http or https address" }).optional().meta({ description: "Single sign-on: issuer of an OpenID Connect provider." }),
  OIDC_CLIENT_ID: z.string().min(1).optional().meta({ description: "Single sign-on: client id." }),
  OIDC_CLIENT_SECRET: z.string().min(1).optional().meta({ description: "Single sign-on: client secret." }),
  OIDC_NAME: z.string().min(1).max(60).default("Single sign-on").meta({ description: "Single sign-on: label of the button." }),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).optional().meta({ description: "JSON lines on standard error. Default: info, or warn when that is a terminal." }),
  NODE_ENV: z.enum(["production", "development", "test"]).default("production").meta({ description: "Set by the scripts." }),
});

/** Every setting the server reads. Read once, at start; nothing else touches `process.env`. */
export const Env = Settings.superRefine((env, context) => {
  const allOrNone = (names: readonly (keyof typeof env)[]): void => {
    const missing = names.filter((name) => env[name] === undefined);
    if (missing.length === names.length) return;
    for (const name of missing) context.addIssue({ code: "custom", path: [name], message: `must be set together with ${names.filter((other) => other !== name).join(" and ")}` });
  };
  allOrNone(["TLS_CERT", "TLS_KEY"]);
  allOrNone(["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"]);
  if (env.TLS_CERT !== undefined && env.PUBLIC_URL?.startsWith("http:") === true) {
    context.addIssue({ code: "custom", path: ["PUBLIC_URL"], message: "must be https when TLS_CERT is set" });
  }
});
export type Env = Readonly<z.infer<typeof Env>>;

/** Name, default and meaning of each setting, in the order of `.env.example`. */
export const SETTINGS: readonly { name: string; fallback: string; description: string }[] = Object.entries(Settings.shape)
  .filter(([name]) => name !== "NODE_ENV")
  .map(([name, schema]) => ({ name, fallback: printedDefault(name, schema), description: schema.meta()?.description ?? "" }));

/**
 * Reads the settings. A variable that is set to nothing counts as not set.
 *
 * @throws Error naming every bad setting at once, without its value: it may be a secret.
 */
export function loadEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([name, value]) => name in Settings.shape && value !== undefined && value !== ""));
  const parsed = Env.safeParse(given);
  if (parsed.success) return Object.freeze(parsed.data);
  // Cross-checks run only on well-formed settings; ask for them too, so that all is said at once.
  const wrong = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  const rest = Env.safeParse(Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name))));
  const cross = rest.success ? [] : rest.error.issues.filter((issue) => !wrong.has(String(issue.path[0])));
  const lines = [...parsed.error.issues, ...cross].map((issue) => `  ${String(issue.path[0])}: ${issue.message}`);
  throw new Error(`Wrong settings (see .env.example):\n${[...new Set(lines)].join("\n")}`);
}

/** Whether only this machine can reach the server. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host.toLowerCase());
}

/** An address (RFC 4291, RFC 791) or a range in CIDR notation (RFC 4632 §3.1). */
function isCidr(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function printedDefault(name: string, schema: z.ZodType): string {
  if (name === "DATA_DIR") return "./data"; // The parsed one is absolute.
  const parsed = schema.safeParse(undefined);
  if (!parsed.success || parsed.data === undefined) return "";
  return Array.isArray(parsed.data) ? parsed.data.join(",") : `${parsed.data as string | number}`;
}
