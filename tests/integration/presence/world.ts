import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Pool } from "pg";
import { io, type Socket } from "socket.io-client";
import { type AnyCommand, type Command, EndpointId, GroupId, PROTOCOL_VERSION, type SessionId, UserId } from "@/lib/protocol";
import type { z } from "zod";
import { systemDeadlineClock } from "@/lib/shared/deadlines";
import type { DeadlineClock } from "@/lib/shared/deadlines";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { createAccessRepository } from "@/server/db/access-repository";
import { createContactsRepository } from "@/server/db/contacts-repository";
import { createRecentConversations } from "@/server/db/recent-contacts-repository";
import { createDirectoryRepository } from "@/server/db/directory-repository";
import { createPresenceRepository } from "@/server/db/presence-repository";
import { createPushRepository } from "@/server/db/push-repository";
import { createSecretBox } from "@/server/db/secret-box";
import { createTagRepository } from "@/server/db/tag-repository";
import { type AutomaticGroupSource, createContacts } from "@/server/domain/contacts";
import { createDirectory } from "@/server/domain/directory";
import { systemClock } from "@/server/domain/clock";
import { createNotifications, type WebPush } from "@/server/domain/notifications";
import { createAccess, createPresence } from "@/server/domain/presence";
import { bindAccess } from "@/server/realtime/bind-access";
import { bindContacts } from "@/server/realtime/bind-contacts";
import { bindDirectory } from "@/server/realtime/bind-directory";
import { bindNotifications } from "@/server/realtime/bind-notifications";
import { bindPresence, presenceRooms } from "@/server/realtime/bind-presence";
import { createGateway } from "@/server/realtime/gateway";
import { createNetworkHash } from "@/server/realtime/network-hash";
import { createMetrics, silentLogger } from "@/server/telemetry";

/** Counts what goes to the database. */
export function countedPool(pool: Pool): { pool: Pool; count: () => number } {
  let queries = 0;
  const counted = new Proxy(pool, {
    get(target, name) {
      if (name === "query") {
        return (...args: unknown[]) => {
          queries += 1;
          return (target.query as (...args: unknown[]) => unknown).apply(target, args);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  return { pool: counted, count: () => queries };
}

/** Presence, directory and contacts behind a real gateway on a free port. Who asks is told by a header. */
export async function startWorld(options: { pool: Pool; port?: number; settleMs?: number; clock?: DeadlineClock; ping?: { intervalMs: number; timeoutMs: number }; automaticGroups?: readonly AutomaticGroupSource[]; webPush?: WebPush }) {
  const { pool } = options;
  const metrics = createMetrics({ processMetrics: false });
  const httpServer = createServer();
  await new Promise<void>((resolve) => httpServer.listen(options.port ?? 0, "127.0.0.1", resolve));
  const gateway = createGateway({
    httpServer,
    authenticate: async (request) => {
      const userId = UserId.parse(request.headers["x-user"]);
      return { userId, sessionId: String(request.headers["x-session"]) as SessionId, role: "user", publicComputer: false, address: "127.0.0.1" };
    },
    originAllowed: () => true,
    log: silentLogger,
    metrics,
    checkOutgoing: true,
    ...(options.ping ? { ping: options.ping } : {}),
  });
  const access = createAccess({ store: createAccessRepository({ pool }), fanout: gateway.fanout });
  const presence = createPresence({ store: createPresenceRepository({ pool }), access, rooms: presenceRooms(gateway), fanout: gateway.fanout, settleMs: options.settleMs ?? 0, ...(options.clock ? { clock: options.clock } : {}) });
  const directory = createDirectory({ store: createDirectoryRepository({ pool }) });
  const contacts = createContacts({ store: createContactsRepository({ pool }), levels: access, fanout: gateway.fanout, recentSources: [createRecentConversations({ pool })], automaticGroups: options.automaticGroups ?? [] });
  bindPresence({ gateway, presence, directory, hashNetwork: createNetworkHash(randomBytes(32)), log: silentLogger });
  bindAccess({ gateway, access });
  bindDirectory({ gateway, directory });
  bindContacts({ gateway, contacts });
  const notifications = createNotifications({
    tags: createTagRepository({ pool }),
    subscriptions: createPushRepository({ pool, box: createSecretBox(Buffer.alloc(32, 1)) }),
    webPush: options.webPush ?? { publicKey: "", send: async () => ({ kind: "gone" }) },
    presence,
    access,
    policies: { effectiveFor: async () => ({ privateComputers: true }) },
    fanout: gateway.fanout,
    isConnected: (userId) => gateway.isUserConnected(userId),
    clock: systemClock,
    deadlineClock: systemDeadlineClock,
    log: silentLogger,
    metrics,
  });
  await notifications.start();
  bindNotifications({ gateway, notifications, log: silentLogger });
  access.onChange((changes) => void contacts.levelsChanged(changes));

  return {
    port: (httpServer.address() as AddressInfo).port,
    gateway,
    presence,
    access,
    notifications,
    async stop(): Promise<void> {
      await gateway.close(1_000);
      presence.close();
      httpServer.closeAllConnections();
      await new Promise<void>((resolve) => httpServer.close(() => resolve()));
    },
  };
}

export type Client = Awaited<ReturnType<typeof connectClient>>;

/** One endpoint over a real socket. Keeps every payload that came over the wire, as text, before anything decodes it. */
export async function connectClient(port: number, userId: UserId, options: { reconnect?: boolean; sessionId?: string } = {}) {
  const endpointId = EndpointId.parse(uuidV7());
  const socket: Socket = io(`http://127.0.0.1:${port}`, {
    path: "/rt",
    transports: ["websocket"],
    forceNew: true,
    reconnection: options.reconnect === true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 50,
    extraHeaders: { "x-user": userId, "x-session": options.sessionId ?? uuidV7() },
    auth: { protocolVersion: PROTOCOL_VERSION, endpointId, device: "desktop", idleForMs: 0 },
  });
  const frames: string[] = [];
  const events: { name: string; payload: Record<string, unknown> }[] = [];
  const waiting = new Set<() => void>();
  socket.io.on("open", () => {
    socket.io.engine.on("packet", (packet: { type: string; data?: unknown }) => {
      if (packet.type === "message") frames.push(String(packet.data));
    });
  });
  socket.onAny((name: string, payload: Record<string, unknown>) => {
    events.push({ name, payload });
    for (const look of [...waiting]) look();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });

  return {
    socket,
    userId,
    endpointId,
    frames,
    events,
    async ask<C extends Command>(command: C & AnyCommand, input: z.input<C["input"]>): Promise<z.output<C["output"]>> {
      const reply = (await socket.timeout(5_000).emitWithAck(command.name, input)) as { ok: boolean; value?: unknown; error?: { code: string } };
      if (!reply.ok) throw Object.assign(new Error(`${command.name}: ${reply.error?.code}`), { code: reply.error?.code });
      return reply.value as z.output<C["output"]>;
    },
    /** The first event, past or to come, that fits. */
    heard(name: string, fits: (payload: Record<string, unknown>) => boolean = () => true): Promise<Record<string, unknown>> {
      return new Promise((resolve) => {
        const look = (): void => {
          const found = events.find((event) => event.name === name && fits(event.payload));
          if (!found) return;
          waiting.delete(look);
          resolve(found.payload);
        };
        waiting.add(look);
        look();
      });
    },
    close: () => void socket.disconnect(),
  };
}

export type NewUser = { givenName: string; familyName: string; email: string; fields?: Record<string, string>; status?: string };

export async function insertUser(pool: Pool, { givenName, familyName, email, fields = {}, status = "active" }: NewUser): Promise<UserId> {
  const id = UserId.parse(uuidV7());
  const name = `${givenName} ${familyName}`;
  await pool.query(`INSERT INTO party (id, kind, display_name) VALUES ($1, 'user', $2)`, [id, name]);
  const columns = Object.keys(fields);
  await pool.query(
    `INSERT INTO "user" (id, email, sip_uri, given_name, family_name, display_name, status ${columns.map((column) => `, ${column}`).join("")})
     VALUES ($1, $2, $3, $4, $5, $6, $7 ${columns.map((_, index) => `, $${index + 8}`).join("")})`,
    [id, email, `sip:${email}`, givenName, familyName, name, status, ...Object.values(fields)],
  );
  return id;
}

/** A group of the organisation, with members. */
export async function insertGroup(pool: Pool, group: { name: string; email?: string; published?: boolean; members?: readonly UserId[] }): Promise<GroupId> {
  const id = GroupId.parse(uuidV7());
  await pool.query(`INSERT INTO "group" (id, name, email, published) VALUES ($1, $2, $3, $4)`, [id, group.name, group.email ?? null, group.published ?? false]);
  await pool.query(`INSERT INTO group_member (group_id, user_id) SELECT $1, unnest($2::uuid[])`, [id, group.members ?? []]);
  return id;
}
