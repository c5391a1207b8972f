import type { AddressBooks } from "@/server/domain/address-book";
import type { Administration } from "@/server/domain/administration";
import type { Audit } from "@/server/domain/audit";
import type { Calendars } from "@/server/domain/calendars";
import type { Contacts } from "@/server/domain/contacts";
import type { Conversations } from "@/server/domain/conversations";
import type { Directory } from "@/server/domain/directory";
import type { Identity } from "@/server/domain/identity";
import type { Notifications } from "@/server/domain/notifications";
import type { Policies } from "@/server/domain/policy";
import type { Presence } from "@/server/domain/presence";
import type { Logger, Metrics } from "@/server/telemetry";
import type { AuthSettings } from "./auth-settings";

/** The running system, as route handlers see it. Built once, in `server/main.ts`. */
export type Runtime = {
  log: Logger;
  metrics: Metrics;
  /** Where browsers reach this server: scheme, host and port, no path. */
  publicUrl: string;
  /** Browsers come by https: cookies are `Secure` and carry the `__Secure-` prefix. */
  secureCookies: boolean;
  /** Check every answer against the strict contract: outside production. */
  checkOutgoing: boolean;
  auth: AuthSettings;
  identity: Identity;
  administration: Administration;
  audit: Audit;
  policy: Policies;
  directory: Directory;
  presence: Presence;
  contacts: Contacts;
  calendars: Calendars;
  addressBooks: AddressBooks;
  conversations: Conversations;
  notifications: Notifications;
};

const KEY = Symbol.for("parley.runtime");
const slot = globalThis as { [KEY]?: Runtime };

/**
 * The page bundler makes its own copy of every module that a route handler imports, so a module-level
 * singleton exists twice in this process. The running system therefore lives on `globalThis`, put there once.
 */
export function installRuntime(runtime: Runtime): void {
  if (slot[KEY]) throw new Error("Runtime installed twice");
  slot[KEY] = runtime;
}

/** Takes the runtime out again, for a process that starts the system several times. */
export function removeRuntime(): void {
  delete slot[KEY];
}

/** @throws Error when the pages run without the server, under `next dev` or `next start` alone. */
export function runtime(): Runtime {
  const installed = slot[KEY];
  if (!installed) throw new Error("Parley is not running: start it with `npm run dev` or `npm start`, not with `next`.");
  return installed;
}
