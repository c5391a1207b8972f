import { EventEmitter } from "node:events";
import fs from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { seedDemo } from "@/prisma/seed/demo";
import { beganAsDemo, decideSeed, type Env, isLoopback, loadEnv, loadSecretKey, oidcOf, readTls, type Seed } from "@/server/config";
import { createAccessRepository } from "@/server/db/access-repository";
import { systemDeadlineClock } from "@/lib/shared/deadlines";
import { createAddressBookReader } from "@/server/connectors/carddav";
import { createCalendarReader, createExpander } from "@/server/connectors/calendar";
import { createGuardedFetch } from "@/server/connectors/guarded-fetch";
import { createVapid, createWebPush, VAPID_SEED_BYTES } from "@/server/connectors/push";
import { createAddressBookRepository } from "@/server/db/address-book-repository";
import { createAdministrationRepository } from "@/server/db/administration-repository";
import { createAuditRepository } from "@/server/db/audit-repository";
import { createCalendarRepository } from "@/server/db/calendar-repository";
import { createDatabase, type Database } from "@/server/db/client";
import { createConversationStore } from "@/server/db/conversation-store";
import { createMessageStore } from "@/server/db/message-store";
import { createContactsRepository } from "@/server/db/contacts-repository";
import { createDirectoryRepository } from "@/server/db/directory-repository";
import { freePort, startEmbedded } from "@/server/db/embedded";
import { createInvitationRepository } from "@/server/db/invitation-repository";
import { migrate } from "@/server/db/migrate";
import { createOrganisationRepository } from "@/server/db/organisation-repository";
import { createPresenceRepository } from "@/server/db/presence-repository";
import { createRecentConversations } from "@/server/db/recent-contacts-repository";
import { createPolicyRepository } from "@/server/db/policy-repository";
import { createSecretBox } from "@/server/db/secret-box";
import { createServerKeys } from "@/server/db/server-keys";
import { createPushRepository } from "@/server/db/push-repository";
import { createTagRepository } from "@/server/db/tag-repository";
import { createSessionRepository } from "@/server/db/session-repository";
import { createUserRepository } from "@/server/db/user-repository";
import { createAddressBooks } from "@/server/domain/address-book";
import { createAdministration } from "@/server/domain/administration";
import { createAudit } from "@/server/domain/audit";
import { createCalendars } from "@/server/domain/calendars";
import { createContacts } from "@/server/domain/contacts";
import { createConversations } from "@/server/domain/conversations";
import { createMessaging } from "@/server/domain/messaging";
import { systemClock } from "@/server/domain/clock";
import type { Fanout } from "@/server/domain/fanout";
import { createDirectory } from "@/server/domain/directory";
import { ACCOUNT_ATTEMPTS, ADDRESS_ATTEMPTS, byNetwork, createAttemptLimiter, createIdentity, createScryptPasswords, type IdleLimitsFollower, type PeopleAnnouncer, type SessionEnder } from "@/server/domain/identity";
import { createNotifications } from "@/server/domain/notifications";
import { createPolicies } from "@/server/domain/policy";
import { createAccess, createPresence, type CustomStatesAnnouncer, type LevelAnnouncer } from "@/server/domain/presence";
import { createRequestAuthenticator } from "@/server/http/authenticate";
import { addressSet } from "@/server/http/forwarded";
import { createHealth, type PartState } from "@/server/http/health";
import { createOriginCheck } from "@/server/http/origin";
import { createPackedFiles } from "@/server/http/packed-files";
import { installRuntime, removeRuntime } from "@/server/http/runtime";
import { createHttpEdge, type HttpHandler } from "@/server/http/server";
import { bindAccess } from "@/server/realtime/bind-access";
import { bindAddressBooks } from "@/server/realtime/bind-address-books";
import { bindCalendars, calendarPublisher } from "@/server/realtime/bind-calendars";
import { bindContacts } from "@/server/realtime/bind-contacts";
import { bindConversations } from "@/server/realtime/bind-conversations";
import { bindDirectory } from "@/server/realtime/bind-directory";
import { bindNotifications } from "@/server/realtime/bind-notifications";
import { bindPresence, presenceRooms } from "@/server/realtime/bind-presence";
import { createGateway, type Gateway } from "@/server/realtime/gateway";
import { createNetworkHash } from "@/server/realtime/network-hash";
import { createSessionWatch } from "@/server/realtime/session-watch";
import { createLogger, createMetrics, type Logger, type Metrics } from "@/server/telemetry";

/** What is in flight gets this long to finish when the server stops, in ms. */
const GRACE_MS = 5_000;
/** After this the process ends, whatever still hangs, in ms. */
const STOP_LIMIT_MS = 10_000;
/** Both the terminal and a parent process may pass on one Ctrl-C: signals this close together, in ms, are one. */
const ONE_SIGNAL_MS = 400;
/** Connections of PostgreSQL beyond the pool: migrations, backups, a look by hand. */
const SPARE_CONNECTIONS = 20;
const SESSION_KEY_BYTES = 32;
/** For hashes of the networks that people are on. */
const NETWORK_KEY_BYTES = 32;

export type StartOptions = {
  /** False: sockets and health only, for tests that need no pages. */
  pages: boolean;
  log?: Logger;
  /** Called when a part that nothing works without has ended by itself. */
  onFatal?: (reason: string) => void;
};

export type Running = {
  /** Where browsers reach it. */
  url: string;
  port: number;
  /** Where the data are, for people to read. */
  dataLocation: string;
  seed: Seed;
  db: Database;
  databaseUrl: string;
  gateway: Gateway;
  log: Logger;
  metrics: Metrics;
  /** Refuses new work, finishes what is in flight, closes everything. May be called twice. */
  stop: () => Promise<void>;
};

/**
 * Builds everything and starts it. The only place that knows all parts.
 *
 * @throws Error with a line for the operator; whatever was started is stopped again.
 */
export async function start(env: Env, options: StartOptions): Promise<Running> {
  const closers: (() => Promise<void> | void)[] = [];
  const stopAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return await build(env, options, closers, stopAll);
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function build(env: Env, options: StartOptions, closers: (() => Promise<void> | void)[], stopAll: () => Promise<void>): Promise<Running> {
  const dev = env.NODE_ENV === "development";
  const log = options.log ?? createLogger({ level: env.LOG_LEVEL ?? (process.stderr.isTTY ? "warn" : "info") });
  const metrics = createMetrics({ processMetrics: options.pages });
  let stopping = false;

  // Database.
  fs.mkdirSync(env.DATA_DIR, { recursive: true });
  const { databaseUrl, dataLocation } = await openDatabase(env, options, closers, log);
  const { applied, fresh } = await migrate(databaseUrl);
  if (applied.length > 0) log.info({ event: "database.migrated", applied }, "database migrated");
  const seed = decideSeed(env, fresh);
  const db = createDatabase({ url: databaseUrl, poolSize: env.DATABASE_POOL_SIZE, log });
  closers.push(() => db.close());
  const box = createSecretBox(loadSecretKey(env));
  const keys = createServerKeys(db, box);
  const sessionSecret = (await keys.getOrCreate("session", SESSION_KEY_BYTES)).toString("base64");

  // Edges: HTTP and sockets on one port.
  const tls = readTls(env);
  const port = env.PORT === 0 ? await freePort() : env.PORT;
  const publicUrl = env.PUBLIC_URL ?? `${tls ? "https" : "http"}://${urlHost(env.HOST)}:${port}`;
  const trusted = addressSet(env.TRUSTED_PROXIES);
  let pages: Pages | undefined;
  const partStates = (): Record<string, PartState> => {
    const state: PartState = stopping ? "stopping" : "ready";
    return { migrations: state, ...(options.pages ? { pages: state } : {}) };
  };
  const health = createHealth({ metrics, pingDatabase: async () => void (await db.pool.query("SELECT 1")), parts: partStates, metricsFrom: addressSet(env.METRICS_FROM) });
  const edge = createHttpEdge({
    tls,
    trusted,
    dev,
    https: publicUrl.startsWith("https:"),
    log,
    isGatewayPath: (path) => path === "/rt" || path.startsWith("/rt/"),
    upgrade: dev
      ? (request, socket, head) => {
          // Next listens from its first page on; until then the browser is to try again.
          if (!pages?.upgrades.emit("upgrade", request, socket, head)) socket.destroy();
        }
      : undefined,
    handle(request, response, client) {
      if (health(request, response, client)) return;
      if (pages) return pages.handle(request, response, client);
      response.writeHead(404).end();
    },
  });

  // Identity and administration.
  const policy = createPolicies({ store: createPolicyRepository(db), clock: systemClock });
  const oidc = oidcOf(env);
  const secureCookies = publicUrl.startsWith("https:");
  // Identity tells through the gateway and presence, which ask identity who comes: they meet here.
  const ender: SessionEnder = { sessionEnded: (sessionId, reason) => gateway.endSession(sessionId, reason) };
  const fanout: Fanout = {
    toUsers: (...telling) => gateway.fanout.toUsers(...telling),
    toSession: (...telling) => gateway.fanout.toSession(...telling),
    toEveryone: (...telling) => gateway.fanout.toEveryone(...telling),
  };
  const people: PeopleAnnouncer & IdleLimitsFollower = { personChanged: (userId) => presence.personChanged(userId), settingsChanged: (userId) => presence.settingsChanged(userId) };
  const levels: LevelAnnouncer = { announce: (...telling) => access.announce(...telling) };
  const passwords = createScryptPasswords({ concurrency: 2, queueMax: 100 });
  const identity = createIdentity({
    users: createUserRepository(db),
    sessions: createSessionRepository(db),
    invitations: createInvitationRepository(db),
    organisation: createOrganisationRepository(db),
    policies: policy,
    passwords,
    attemptsByAccount: createAttemptLimiter(ACCOUNT_ATTEMPTS),
    attemptsByAddress: byNetwork(createAttemptLimiter(ADDRESS_ATTEMPTS)),
    ender,
    people,
    idleLimits: people,
    fanout,
    clock: systemClock,
    singleSignOn: oidc?.name ?? null,
    demo: seed === "demo",
  });
  const customStates: CustomStatesAnnouncer = { customStatesChanged: (states) => presence.customStatesChanged(states) };
  const administration = createAdministration({ store: createAdministrationRepository(db), policies: policy, ender, people, levels, customStates, fanout, clock: systemClock, publicUrl });
  const audit = createAudit({ store: createAuditRepository(db) });
  if (seed === "demo" && (await seedDemo({ db, passwords, log, metrics }))) log.info({ event: "database.seeded", seed }, "demo organisation made");
  // next-auth takes its own address from the environment, and from nowhere else.
  process.env.NEXTAUTH_URL = publicUrl;
  const gateway = createGateway({
    httpServer: edge.server,
    authenticate: createRequestAuthenticator({ identity, sessionSecret, secureCookies }),
    originAllowed: createOriginCheck(env.PUBLIC_URL),
    log,
    metrics,
    checkOutgoing: env.NODE_ENV !== "production",
  });
  const sessionWatch = createSessionWatch({ gateway, identity, log });
  closers.push(() => sessionWatch.dispose());

  // Directory, presence, contacts.
  const access = createAccess({ store: createAccessRepository(db), fanout: gateway.fanout });
  const presence = createPresence({ store: createPresenceRepository(db), access, rooms: presenceRooms(gateway), fanout: gateway.fanout });
  closers.push(() => presence.close());
  const directory = createDirectory({ store: createDirectoryRepository(db) });
  const contacts = createContacts({ store: createContactsRepository(db), levels: access, fanout: gateway.fanout, recentSources: [createRecentConversations(db)], automaticGroups: [] });

  // Calendars. Bound on both sides of presence: see there.
  const guardedFetch = createGuardedFetch({ openings: env.OUTBOUND_PRIVATE });
  const expander = createExpander();
  const calendars = createCalendars({ store: createCalendarRepository(db, box), reader: createCalendarReader(guardedFetch), expander, publisher: calendarPublisher(presence), fanout: gateway.fanout, log });
  // The other way round at the end: what is being worked out ends first.
  closers.push(() => calendars.stop(), () => expander.close());
  const boundCalendars = bindCalendars({ gateway, calendars, presence, log });

  bindPresence({ gateway, presence, directory, hashNetwork: createNetworkHash(await keys.getOrCreate("networks", NETWORK_KEY_BYTES)), log });
  boundCalendars.afterPresence();
  bindAccess({ gateway, access });
  bindDirectory({ gateway, directory });
  bindContacts({ gateway, contacts });
  const addressBooks = createAddressBooks({
    store: createAddressBookRepository(db, box),
    reader: createAddressBookReader(guardedFetch),
    fanout: gateway.fanout,
    log,
  });
  closers.push(() => addressBooks.stop());
  bindAddressBooks({ gateway, addressBooks, contacts });
  addressBooks.start();
  // A level stands in the owner's own list, too.
  access.onChange((changes) => {
    contacts.levelsChanged(changes).catch((error: unknown) => log.error({ event: "contacts.levels-not-told", err: error }, "change of levels not told to its owners"));
  });

  // Notifications.
  const nowMs = (): number => Date.now();
  const vapid = createVapid({ seed: await keys.getOrCreate("web-push", VAPID_SEED_BYTES), subject: pushSubject(publicUrl), nowMs });
  const notifications = createNotifications({
    tags: createTagRepository(db),
    subscriptions: createPushRepository({ pool: db.pool, box }),
    webPush: createWebPush({ fetch: guardedFetch, vapid, nowMs }),
    presence,
    access,
    policies: policy,
    fanout: gateway.fanout,
    isConnected: (userId) => gateway.isUserConnected(userId),
    clock: systemClock,
    deadlineClock: systemDeadlineClock,
    log,
    metrics,
  });
  closers.push(() => notifications.close());
  await notifications.start();
  bindNotifications({ gateway, notifications, log });

  // Conversations.
  const messaging = createMessaging({ store: createMessageStore(db), fanout: gateway.fanout, clock: systemClock, log, metrics });
  closers.push(() => messaging.close());
  const conversations = createConversations({ messaging, store: createConversationStore(db), policy, fanout: gateway.fanout, clock: systemClock });
  bindConversations(gateway, conversations);

  // Route handlers and pages.
  const parts = { identity, administration, audit, policy, conversations, directory, presence, contacts, calendars, addressBooks, notifications, log, metrics, publicUrl, secureCookies, checkOutgoing: env.NODE_ENV !== "production", auth: { sessionSecret, oidc } };
  installRuntime(parts);
  closers.push(removeRuntime);
  if (options.pages) {
    pages = await openPages({ dev, host: env.HOST, port });
    closers.push(pages.close);
  }

  edge.guard();
  closers.push(async () => {
    stopping = true;
    await Promise.all([gateway.close(GRACE_MS), edge.close(GRACE_MS)]);
  });
  await edge.listen(port, env.HOST);
  calendars.start();
  log.info({ event: "server.ready", url: publicUrl }, "server ready");

  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= stopAll().then(() => log.info({ event: "server.stopped" }, "server stopped")));
  return { url: publicUrl, port, dataLocation, seed, db, databaseUrl, gateway, log, metrics, stop };
}

async function openDatabase(env: Env, options: StartOptions, closers: (() => Promise<void> | void)[], log: Logger): Promise<{ databaseUrl: string; dataLocation: string }> {
  if (env.DATABASE_URL !== undefined) return { databaseUrl: env.DATABASE_URL, dataLocation: `${env.DATA_DIR} (keys), database at ${new URL(env.DATABASE_URL).host}` };
  const postgres = await startEmbedded({ dataDir: env.DATA_DIR, maxConnections: env.DATABASE_POOL_SIZE + SPARE_CONNECTIONS, log });
  closers.push(postgres.stop);
  void postgres.crashed.then((lastWords) => {
    log.error({ event: "postgres.ended", lastWords }, "PostgreSQL ended by itself");
    options.onFatal?.("PostgreSQL ended by itself.");
  });
  const inside = postgres.directory.startsWith(env.DATA_DIR);
  return { databaseUrl: postgres.url, dataLocation: inside ? env.DATA_DIR : `${env.DATA_DIR}, database in ${postgres.directory}` };
}

type Pages = { handle: HttpHandler; upgrades: EventEmitter; close: () => Promise<void> };

async function openPages({ dev, host, port }: { dev: boolean; host: string; port: number }): Promise<Pages> {
  const { default: next } = await import("next");
  // Next listens for upgrades by itself, all of them. It is given a stand-in, so that the sockets' path is never its.
  const upgrades = new EventEmitter();
  const app = next({ dev, hostname: host, port, dir: process.cwd(), httpServer: upgrades as Server, quiet: true });
  await app.prepare();
  const handler = app.getRequestHandler();
  // Beside the bundle, by the same build. Hot reload makes its own files.
  const servePacked = dev ? () => false : createPackedFiles(fileURLToPath(new URL("packed", import.meta.url)));
  const handle = (request: IncomingMessage, response: ServerResponse): Promise<void> | void => (servePacked(request, response) ? undefined : handler(request, response));
  return { handle, upgrades, close: () => app.close() };
}

/** Whom a push service may turn to, RFC 8292 §2.1: an https address, or one for mail where browsers come without. */
function pushSubject(publicUrl: string): string {
  return publicUrl.startsWith("https:") ? publicUrl : `mailto:postmaster@${new URL(publicUrl).hostname}`;
}

function urlHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

/** The one block that a person sees. */
function readyBlock(env: Env, running: Running): string {
  const lines = ["", `  Parley is ready: ${running.url}`];
  if (running.seed === "demo") {
    lines.push("  Demo accounts:   anna, bob, carol, dave, erin @example.com and admin@example.com, password parley");
  } else if (beganAsDemo(env) && !isLoopback(env.HOST)) {
    lines.push("  WARNING: these data began as the demo organisation, whose password everybody knows. Disable its accounts.");
  }
  lines.push(`  Data:            ${running.dataLocation}`, "  Stop:            Ctrl-C", "");
  return lines.join("\n");
}

/** Runs the server until a signal ends it. */
export async function main(): Promise<void> {
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const fail = (error: unknown): never => {
    process.stderr.write(`\nParley cannot start. ${error instanceof Error ? error.message : String(error)}\n\n`);
    process.exit(1);
  };

  let running: Running | undefined;
  let firstSignalAtMs: number | undefined;
  const end = (exitCode: number): void => {
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    // Not started yet: what is half open goes with the process.
    const stopped = running ? running.stop() : Promise.resolve();
    stopped.then(
      () => process.exit(exitCode),
      (error: unknown) => fail(error),
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      const now = performance.now();
      if (firstSignalAtMs === undefined) {
        firstSignalAtMs = now;
        say("Stopping …");
        end(0);
      } else if (now - firstSignalAtMs > ONE_SIGNAL_MS) process.exit(130);
    });
  }

  try {
    if (fs.existsSync(".env")) process.loadEnvFile(".env");
    const env = loadEnv(process.env);
    running = await start(env, { pages: true, onFatal: () => end(1) });
    say(readyBlock(env, running));
  } catch (error) {
    fail(error);
  }
}

const isEntry = process.argv[1] !== undefined && fs.existsSync(process.argv[1]) && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isEntry) await main();
