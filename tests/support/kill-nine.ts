import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { conversationDirect, conversationStart, type ConversationId, type Message, messageSend, type UserId } from "@/lib/protocol";
import { createConversationModel, loadFresh } from "./conversation-model";
import { freshDatabase, type TestDatabase } from "./database";
import { addPeople } from "./message-store-on-postgres";
import { aUserId, text } from "./messages";
import { connectClient, type TestClient } from "./messaging-client";
import { seededRandom } from "./random";
import { spawnTypeScriptServer, type SpawnedServer } from "./spawn-process";

const PEOPLE = 6;
/** Messages each person has under way at a time. */
const WINDOW = 4;
const KILL_WITHIN_MS = 250;

type Model = ReturnType<typeof createConversationModel>;
type Person = { userId: UserId; client?: TestClient; models: Map<ConversationId, Model>; unacknowledged: Map<string, { conversationId: ConversationId; clientKey: string; body: ReturnType<typeof text> }> };

/**
 * Kills the server with SIGKILL at seeded moments under load, `runs` times. In the end each acknowledged message is
 * stored, each message is stored once, and everybody in the conversation has it.
 */
export async function killNine(options: { seed: number; runs: number }): Promise<{ acknowledged: number; killedInFlight: number }> {
  const random = seededRandom(options.seed);
  const database = await freshDatabase();
  const people: Person[] = Array.from({ length: PEOPLE }, () => ({ userId: aUserId(), models: new Map<ConversationId, Model>(), unacknowledged: new Map() }));
  await addPeople(database, people.map(({ userId }, index) => ({ id: userId, displayName: `Person ${index}` })));
  const acknowledged = new Map<string, Message>();
  let killedInFlight = 0;
  let server: SpawnedServer | undefined;

  try {
    let conversations: ConversationId[] = [];
    for (let run = 0; run <= options.runs; run += 1) {
      const last = run === options.runs;
      server = await spawnTypeScriptServer("tests/support/messaging-server-process.ts", { DATABASE_URL: database.url });
      const { url } = server;
      await Promise.all(people.map(async (person) => (person.client = await connectClient(url, person.userId))));
      if (run === 0) conversations = await start(people);
      await attachAll(people, conversations);

      let stopped = false;
      const sending = people.map((person) => sendUntilStopped(person, conversations, acknowledged, () => stopped || last, () => random.below(conversations.length)));
      if (!last) {
        await delay(20 + random.below(KILL_WITHIN_MS));
        stopped = true;
        await server.end("SIGKILL");
      }
      await Promise.all(sending);
      killedInFlight += people.reduce((sum, { unacknowledged }) => sum + unacknowledged.size, 0);
    }
    for (const person of people) for (const model of person.models.values()) await model.catchUp();
    await verify(database, people, conversations, acknowledged);
    return { acknowledged: acknowledged.size, killedInFlight };
  } finally {
    for (const { client } of people) client?.close();
    await server?.end("SIGKILL");
    await database.dispose();
  }
}

/** One group of all, and a direct conversation of each neighbouring pair. */
async function start(people: readonly Person[]): Promise<ConversationId[]> {
  const [first, ...others] = people;
  const group = await first!.client!.call(conversationStart, { clientKey: randomUUID(), userIds: others.map(({ userId }) => userId) });
  const pairs = await Promise.all(
    people.slice(1).map(async ({ client }, index) => (await client!.call(conversationDirect, { userId: people[index]!.userId })).conversation.id),
  );
  return [group.conversation.id, ...pairs];
}

async function attachAll(people: readonly Person[], conversations: readonly ConversationId[]): Promise<void> {
  await Promise.all(
    people.flatMap((person) =>
      conversations.map(async (id) => {
        let model = person.models.get(id);
        if (!model) {
          const known = await loadFresh(person.client!, id).catch(() => null);
          if (!known) return; // Not in it.
          model = createConversationModel(id, known);
          person.models.set(id, model);
        }
        await model.attach(person.client!);
      }),
    ),
  );
}

/** First what is still unanswered, by the keys it had; then new messages, until stopped or cut off. */
async function sendUntilStopped(person: Person, conversations: readonly ConversationId[], acknowledged: Map<string, Message>, stopped: () => boolean, pick: () => number): Promise<void> {
  const client = person.client!;
  const attempt = async (message: { conversationId: ConversationId; clientKey: string; body: ReturnType<typeof text> }): Promise<void> => {
    const answer = await client.call(messageSend, message);
    acknowledged.set(message.clientKey, answer);
    person.unacknowledged.delete(message.clientKey);
  };
  const work = async (): Promise<void> => {
    while (!stopped()) {
      const conversationId = conversations[pick()]!;
      if (!person.models.has(conversationId)) continue;
      const clientKey = randomUUID();
      const message = { conversationId, clientKey, body: text(`from ${person.userId}, ${clientKey}`) };
      person.unacknowledged.set(clientKey, message);
      await attempt(message);
    }
  };
  // A rejection is the kill: what is unanswered stays in the map for the next life of the server.
  const retries = await Promise.allSettled([...person.unacknowledged.values()].map(attempt));
  if (retries.every(({ status }) => status === "fulfilled")) await Promise.allSettled(Array.from({ length: WINDOW }, work));
  for (const model of person.models.values()) await model.settled();
}

async function verify({ pool }: Pick<TestDatabase, "pool">, people: readonly Person[], conversations: readonly ConversationId[], acknowledged: ReadonlyMap<string, Message>): Promise<void> {
  const { rows } = await pool.query<{ conversation_id: ConversationId; client_key: string; seq: number; rev: number }>("SELECT conversation_id, client_key, seq::int, rev::int FROM message WHERE kind = 'message' ORDER BY seq");
  const keys = rows.map((row) => row.client_key);
  expect(new Set(keys).size).toBe(keys.length);
  expect([...acknowledged.keys()].filter((key) => !keys.includes(key))).toEqual([]);
  expect(people.flatMap(({ unacknowledged }) => [...unacknowledged.keys()])).toEqual([]);
  for (const id of conversations) {
    const stored = rows.filter((row) => row.conversation_id === id);
    expect(stored.map((row) => row.seq)).toEqual(stored.map((_, index) => index + 1));
    for (const { models } of people) {
      const model = models.get(id);
      if (!model) continue;
      const held = [...model.known.items.values()].filter((item) => item.kind === "message").sort((a, b) => a.seq - b.seq);
      expect(held.map((item) => item.clientKey)).toEqual(stored.map((row) => row.client_key));
    }
  }
}

