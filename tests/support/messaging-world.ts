import type { UserId } from "@/lib/protocol";
import { conversationStart, type ConversationId } from "@/lib/protocol";
import { freshDatabase, type TestDatabase } from "./database";
import { addPeople, storeOnPostgres } from "./message-store-on-postgres";
import { aKey, aUserId } from "./messages";
import { connectClient, type TestClient } from "./messaging-client";
import { type MessagingServer, startMessagingServer } from "./messaging-server";

export type MessagingWorld = {
  database: TestDatabase;
  server: MessagingServer;
  person(displayName?: string): Promise<UserId>;
  people(count: number): Promise<UserId[]>;
  connect(userId: UserId): Promise<TestClient>;
  block(owner: UserId, subject: UserId): Promise<void>;
  /** A group of the client's person and these. */
  group(by: TestClient, others: readonly UserId[], subject?: string): Promise<ConversationId>;
  dispose(): Promise<void>;
};

/** A server of its own on a database of its own, and people to put into it. */
export async function createMessagingWorld(options: Omit<Parameters<typeof startMessagingServer>[0], "databaseUrl"> = {}): Promise<MessagingWorld> {
  const database = await freshDatabase();
  const server = await startMessagingServer({ ...options, databaseUrl: database.url });
  const clients: TestClient[] = [];
  const people = async (count: number): Promise<UserId[]> => {
    const ids = Array.from({ length: count }, aUserId);
    await addPeople(database, ids.map((id, index) => ({ id, displayName: `Person ${index}` })));
    return ids;
  };
  return {
    database,
    server,
    people,
    async person(displayName = "Somebody") {
      const id = aUserId();
      await addPeople(database, [{ id, displayName }]);
      return id;
    },
    async connect(userId) {
      const client = await connectClient(server.url, userId);
      clients.push(client);
      return client;
    },
    block: (owner, subject) => storeOnPostgres(database).block(owner, subject),
    async group(by, others, subject) {
      const { conversation } = await by.call(conversationStart, { clientKey: aKey(), userIds: [...others], ...(subject !== undefined && { subject }) });
      return conversation.id;
    },
    async dispose() {
      for (const client of clients) client.close();
      await server.close();
      await database.dispose();
    },
  };
}
