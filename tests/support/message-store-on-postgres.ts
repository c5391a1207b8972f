import type { UserId } from "@/lib/protocol";
import { createConversationStore } from "@/server/db/conversation-store";
import { createMessageStore } from "@/server/db/message-store";
import type { Database } from "@/server/db/client";
import type { StoreUnderTest } from "../contract/message-store.contract";

/** People as rows, with nothing that messages do not need. */
export async function addPeople({ pool }: Pick<Database, "pool">, people: readonly { id: UserId; displayName: string }[]): Promise<void> {
  const [ids, names] = [people.map(({ id }) => id), people.map(({ displayName }) => displayName)];
  await pool.query("INSERT INTO party (id, kind, display_name) SELECT id, 'user', name FROM unnest($1::uuid[], $2::text[]) AS p(id, name)", [ids, names]);
  await pool.query(
    `INSERT INTO "user" (id, email, sip_uri, given_name, family_name, display_name, status)
     SELECT id, id || '@example.com', 'sip:' || id || '@example.com', name, '', name, 'active' FROM unnest($1::uuid[], $2::text[]) AS p(id, name)`,
    [ids, names],
  );
}

export function storeOnPostgres(database: Database): StoreUnderTest {
  return {
    messages: createMessageStore(database),
    conversations: createConversationStore(database),
    addPerson: (id, displayName) => addPeople(database, [{ id, displayName }]),
    async block(owner, subject) {
      await database.pool.query("INSERT INTO access_level (owner_id, subject_id, level) VALUES ($1, $2, 'blocked')", [owner, subject]);
    },
    async unblock(owner, subject) {
      await database.pool.query("DELETE FROM access_level WHERE owner_id = $1 AND subject_id = $2", [owner, subject]);
    },
  };
}
