import { setTimeout as delay } from "node:timers/promises";
import type { ConversationId, UserId } from "@/lib/protocol";
import { createDatabase, type Database } from "@/server/db/client";
import { createConversationStore } from "@/server/db/conversation-store";
import { aConversationId, aKey, asParty, aUserId } from "../support/messages";
import { addPeople } from "../support/message-store-on-postgres";
import { spawnTypeScriptServer, type SpawnedServer } from "../support/spawn-process";
import { connectLoadClient, type LoadClient } from "./load-client";
import { percentile, type Row, type Section } from "./table";

const IDLE_SOCKETS = 1_000;
const CONNECTS_AT_ONCE = 50;
const PAIRS = 100;
const CROWD = 500;
const CROWD_SENDERS = 25;
const WARM_UP_MS = 1_500;

/** Which server, and how it is talked to. */
type Kind = { name: "parley" | "bare"; file: string };
const PARLEY: Kind = { name: "parley", file: "tests/support/messaging-server-process.ts" };
const BARE: Kind = { name: "bare", file: "tests/bench/bare-server.ts" };

type Throughput = { storedPerSecond: number; deliveredPerSecond: number; p50Ms: number; p99Ms: number };
type Idle = { connectsPerSecond: number; residentKb: number; heapKb: number };
type Measured = { idle: Idle; pairs: Throughput; crowd: Throughput };

/** One who sends into one conversation, as fast as answers come with `window` messages under way. */
type Sender = { client: LoadClient; conversationId: string };

type World = { users: UserId[]; pairs: { conversationId: ConversationId; members: [UserId, UserId] }[]; crowd: { conversationId: ConversationId; members: UserId[] } };

async function makeWorld(database: Database): Promise<World> {
  const users = Array.from({ length: IDLE_SOCKETS }, aUserId);
  await addPeople(database, users.map((id, index) => ({ id, displayName: `Person ${index}` })));
  await database.pool.query("CREATE TABLE bare_message (id uuid PRIMARY KEY, conversation_id uuid NOT NULL, author_id uuid NOT NULL, body jsonb NOT NULL, sent_at timestamptz NOT NULL)");
  const store = createConversationStore(database);
  const pairs: World["pairs"] = [];
  for (let index = 0; index < PAIRS; index += 1) {
    const members: [UserId, UserId] = [users[2 * index]!, users[2 * index + 1]!];
    const made = await store.findOrMakeDirect(aConversationId(), asParty(members[0]), asParty(members[1]), new Date());
    if ("code" in made) throw new Error(made.code);
    pairs.push({ conversationId: made.conversationId, members });
  }
  const members = users.slice(0, CROWD);
  const started = await store.startGroup({ id: aConversationId(), creatorId: asParty(members[0]!), clientKey: aKey(), memberIds: members.slice(1).map(asParty), subject: "Crowd", linkedFrom: null }, new Date());
  if ("code" in started) throw new Error(started.code);
  await database.pool.query("ANALYZE");
  return { users, pairs, crowd: { conversationId: started.conversationId, members } };
}

async function inGroups<T, R>(items: readonly T[], size: number, run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += size) results.push(...(await Promise.all(items.slice(from, from + size).map(run))));
  return results;
}

async function measureIdle(server: SpawnedServer, users: readonly UserId[]): Promise<Idle> {
  // The first sockets pay for code that is compiled once.
  const first = await inGroups(users.slice(0, 100), CONNECTS_AT_ONCE, (user) => connectLoadClient(server.url, user, { acknowledge: false }));
  for (const client of first) client.close();
  await delay(500);
  const before = await server.memory();
  const startedAtMs = performance.now();
  const clients = await inGroups(users, CONNECTS_AT_ONCE, (user) => connectLoadClient(server.url, user, { acknowledge: false }));
  const tookMs = performance.now() - startedAtMs;
  await delay(1_000);
  const after = await server.memory();
  for (const client of clients) client.close();
  await delay(1_000);
  const heapOf = (memory: NodeJS.MemoryUsage): number => memory.heapUsed + memory.external;
  return { connectsPerSecond: users.length / (tookMs / 1_000), residentKb: (after.rss - before.rss) / 1_024 / users.length, heapKb: (heapOf(after) - heapOf(before)) / 1_024 / users.length };
}

/** Full load for the rate, then half of it for the latency. */
async function measureThroughput(clients: readonly LoadClient[], senders: readonly Sender[], options: { window: number; runMs: number; watched: readonly LoadClient[] }): Promise<Throughput> {
  const arrivedNow = (): number => clients.reduce((sum, client) => sum + client.arrived(), 0);
  let stored = 0;
  let stopped = false;
  const working = senders.flatMap(({ client, conversationId }) =>
    Array.from({ length: options.window }, async () => {
      while (!stopped) {
        await client.send(conversationId);
        stored += 1;
      }
    }),
  );
  await delay(WARM_UP_MS);
  const [storedBefore, arrivedBefore, fromMs] = [stored, arrivedNow(), performance.now()];
  await delay(options.runMs);
  const seconds = (performance.now() - fromMs) / 1_000;
  const storedPerSecond = (stored - storedBefore) / seconds;
  const deliveredPerSecond = (arrivedNow() - arrivedBefore) / seconds;
  stopped = true;
  await Promise.all(working);
  await delay(1_000);

  const latenciesMs: number[] = [];
  for (const client of options.watched) client.measureInto(latenciesMs);
  await sendAtRate(senders, storedPerSecond / 2, options.runMs);
  await delay(500);
  for (const client of options.watched) client.measureInto(undefined);
  return { storedPerSecond, deliveredPerSecond, p50Ms: percentile(latenciesMs, 0.5), p99Ms: percentile(latenciesMs, 0.99) };
}

/** An open loop: what is late does not slow down what follows. */
async function sendAtRate(senders: readonly Sender[], perSecond: number, forMs: number): Promise<void> {
  const startedAtMs = performance.now();
  const answers: Promise<void>[] = [];
  for (let sent = 0; performance.now() - startedAtMs < forMs; ) {
    const due = Math.floor(((performance.now() - startedAtMs) / 1_000) * perSecond);
    for (; sent < due; sent += 1) {
      const { client, conversationId } = senders[sent % senders.length]!;
      answers.push(client.send(conversationId));
    }
    await delay(1);
  }
  await Promise.all(answers);
}

async function measure(kind: Kind, databaseUrl: string, world: World, options: { runMs: number; acknowledge: boolean }): Promise<Measured> {
  const server = await spawnTypeScriptServer(kind.file, { DATABASE_URL: databaseUrl, NODE_ENV: "production" }, ["--expose-gc"]);
  const acknowledge = kind.name === "parley" && options.acknowledge;
  try {
    const idle = await measureIdle(server, world.users);

    const pairClients = await inGroups(world.pairs.flatMap(({ conversationId, members }) => members.map((userId) => ({ conversationId, userId }))), CONNECTS_AT_ONCE, ({ conversationId, userId }) =>
      connectLoadClient(server.url, userId, { conversationId, acknowledge }),
    );
    const pairSenders = pairClients.map((client, index) => ({ client, conversationId: world.pairs[index >> 1]!.conversationId }));
    const pairs = await measureThroughput(pairClients, pairSenders, { window: 2, runMs: options.runMs, watched: pairClients });
    for (const client of pairClients) client.close();
    await delay(500);

    const { conversationId, members } = world.crowd;
    const crowdClients = await inGroups(members, CONNECTS_AT_ONCE, (userId) => connectLoadClient(server.url, userId, { conversationId, acknowledge }));
    const crowdSenders = crowdClients.slice(0, CROWD_SENDERS).map((client) => ({ client, conversationId }));
    const crowd = await measureThroughput(crowdClients, crowdSenders, { window: 2, runMs: options.runMs, watched: crowdClients.filter((_, index) => index % 25 === 0) });
    for (const client of crowdClients) client.close();
    return { idle, pairs, crowd };
  } finally {
    await server.end("SIGTERM");
  }
}

const whole = (value: number): string => Math.round(value).toLocaleString("en-US").replaceAll(",", " ");
const oneDigit = (value: number): string => value.toFixed(1);
const times = (parley: number, bare: number): string => `${(parley / bare).toFixed(2)} x`;

function rowsOf(parley: Measured, bare: Measured): Row[] {
  const rate = (what: string, pick: (measured: Measured) => number, aim?: string): Row => ({
    what, parley: whole(pick(parley)), bare: whole(pick(bare)), ratio: times(pick(parley), pick(bare)), ...(aim !== undefined && { aim }),
  });
  const small = (what: string, pick: (measured: Measured) => number, aim?: string): Row => ({
    what, parley: oneDigit(pick(parley)), bare: oneDigit(pick(bare)), ratio: times(pick(parley), pick(bare)), ...(aim !== undefined && { aim }),
  });
  return [
    rate("sockets signed in per second", ({ idle }) => idle.connectsPerSecond),
    small("memory of an idle socket, heap and buffers, KB", ({ idle }) => idle.heapKb, "< 32"),
    small("memory of an idle socket, resident, KB", ({ idle }) => idle.residentKb),
    rate(`${PAIRS} pairs: messages committed per second`, ({ pairs }) => pairs.storedPerSecond, ">= 2 x"),
    rate(`${PAIRS} pairs: messages delivered per second`, ({ pairs }) => pairs.deliveredPerSecond),
    small(`${PAIRS} pairs: p50 at half load, ms`, ({ pairs }) => pairs.p50Ms),
    small(`${PAIRS} pairs: p99 at half load, ms`, ({ pairs }) => pairs.p99Ms, "< 50"),
    rate(`${CROWD} members: messages committed per second`, ({ crowd }) => crowd.storedPerSecond, ">= 1 x"),
    rate(`${CROWD} members: messages delivered per second`, ({ crowd }) => crowd.deliveredPerSecond),
    small(`${CROWD} members: p50 at half load, ms`, ({ crowd }) => crowd.p50Ms),
    small(`${CROWD} members: p99 at half load, ms`, ({ crowd }) => crowd.p99Ms, "< 50"),
  ];
}

/** Messaging beside the bare minimum, in the same run, on the same database, with the same clients. */
export async function benchMessaging(databaseUrl: string, options: { runMs: number; only?: "parley" | "bare" }): Promise<Section> {
  const database = createDatabase({ url: databaseUrl, poolSize: 4 });
  const world = await makeWorld(database);
  await database.close();
  const acknowledge = true;
  const bare = options.only === "parley" ? undefined : await measure(BARE, databaseUrl, world, { ...options, acknowledge });
  const parley = options.only === "bare" ? undefined : await measure(PARLEY, databaseUrl, world, { ...options, acknowledge });
  const nothing: Throughput = { storedPerSecond: Number.NaN, deliveredPerSecond: Number.NaN, p50Ms: Number.NaN, p99Ms: Number.NaN };
  const unknown: Measured = { idle: { connectsPerSecond: Number.NaN, residentKb: Number.NaN, heapKb: Number.NaN }, pairs: nothing, crowd: nothing };
  return { title: "Messaging (clients acknowledge what arrives, as browsers do; half load is half of each server's own rate)", rows: rowsOf(parley ?? unknown, bare ?? unknown) };
}

