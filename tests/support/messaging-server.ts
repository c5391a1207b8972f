import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { SessionId, UserId } from "@/lib/protocol";
import { DEFAULT_POLICY } from "@/lib/protocol";
import { createDatabase } from "@/server/db/client";
import { createConversationStore } from "@/server/db/conversation-store";
import { createMessageStore } from "@/server/db/message-store";
import { systemClock } from "@/server/domain/clock";
import { createConversations } from "@/server/domain/conversations";
import { createMessaging, type MessageStore } from "@/server/domain/messaging";
import { bindConversations } from "@/server/realtime/bind-conversations";
import { type AuthenticatedSession, createGateway, type Gateway } from "@/server/realtime/gateway";
import { createMetrics, type Logger, silentLogger } from "@/server/telemetry";

/** Stands in for the sign-in cookie: a session is its user's id here. `expired` is refused. */
export const USER_HEADER = "x-test-user";

export type MessagingServer = { url: string; gateway: Gateway; close(): Promise<void> };

type Options = {
  databaseUrl: string;
  poolSize?: number;
  checkOutgoing?: boolean;
  log?: Logger;
  rate?: { burst: number; perSecond: number };
  /** Wraps the store, to make it fail. */
  wrapMessages?: (store: MessageStore) => MessageStore;
};

function authenticate(request: IncomingMessage): Promise<AuthenticatedSession | null> {
  const user = request.headers[USER_HEADER];
  if (typeof user !== "string" || user === "expired") return Promise.resolve(null);
  const session = { userId: user as UserId, sessionId: user as SessionId, role: "user", publicComputer: false, address: "127.0.0.1" } as const;
  return Promise.resolve({ ...session, sessionExpiresAtMs: Date.now() + 86_400_000 });
}

/** Sockets, conversations and the database as the program has them; without pages, and with a header for a sign-in. */
export async function startMessagingServer(options: Options): Promise<MessagingServer> {
  const log = options.log ?? silentLogger;
  const metrics = createMetrics({ processMetrics: false });
  const database = createDatabase({ url: options.databaseUrl, poolSize: options.poolSize ?? 10 });
  const httpServer = createServer((_request, response) => response.writeHead(404).end());
  const gateway = createGateway({ httpServer, authenticate, originAllowed: () => true, log, metrics, checkOutgoing: options.checkOutgoing ?? true, ...(options.rate && { rate: options.rate }) });
  const store = createMessageStore(database);
  const messaging = createMessaging({ store: options.wrapMessages?.(store) ?? store, fanout: gateway.fanout, clock: systemClock, log, metrics });
  const policy = { effectiveFor: () => Promise.resolve(DEFAULT_POLICY) };
  bindConversations(gateway, createConversations({ messaging, store: createConversationStore(database), policy, fanout: gateway.fanout, clock: systemClock }));
  await new Promise<void>((resolve) => httpServer.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`,
    gateway,
    async close() {
      await gateway.close(5_000);
      await new Promise<void>((resolve) => httpServer.close(() => resolve()));
      await messaging.close();
      await database.close();
    },
  };
}
