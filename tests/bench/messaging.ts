import { randomBytes } from "node:crypto";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { ConversationId } from "@/lib/protocol";
import { createDatabase, type Database } from "@/server/db/client";
import { createConversationStore } from "@/server/db/conversation-store";
import { aConversationId, aKey, asParty, aUserId } from "../support/messages";
import { addPeople } from "../support/message-store-on-postgres";
import { spawnTypeScriptServer, type SpawnedServer } from "../support/spawn-process";
import { temporaryDirectory } from "../support/temporary-directory";
import { connectLoadClient, type LoadUser } from "./load-client";
import { inGroups, signInAll } from "./sign-in-all";
import type { Row, Section } from "./table";
import { measureThroughput, medianOf, type Scene, type Throughput } from "./throughput";

const IDLE_SOCKETS = 1_000;
const CONNECTS_AT_ONCE = 50;
const PAIRS = 100;
const CROWD = 500;
const CROWD_SENDERS = 25;

/** Which server, and whether somebody there hears acknowledgements. */
type Kind = { file: string; acknowledges: boolean };
const PARLEY: Kind = { file: "tests/bench/parley-server.ts", acknowledges: true };
const BARE: Kind = { file: "tests/bench/bare-server.ts", acknowledges: false };

type Idle = { connectsPerSecond: number; residentKb: number; heapKb: number };
type Measured = { idle: Idle; pairs: Throughput; crowd: Throughput };

type World = { users: LoadUser[]; pairs: { conversationId: ConversationId; members: [LoadUser, LoadUser] }[]; crowd: { conversationId: ConversationId; members: LoadUser[] } };

/** Seals what servers keep in the database: the one that is measured reads there how cookies are signed. */
const SECRET_KEY = randomBytes(32).toString("hex");

async function makeWorld(database: Database): Promise<World> {
  const ids = Array.from({ length: IDLE_SOCKETS }, aUserId);
  await addPeople(database, ids.map((id, index) => ({ id, displayName: `Person ${index}` })));
  const users = await signInAll(database, ids, SECRET_KEY);
  await database.pool.query("CREATE TABLE bare_message (id uuid PRIMARY KEY, conversation_id uuid NOT NULL, author_id uuid NOT NULL, body jsonb NOT NULL, sent_at timestamptz NOT NULL)");
  const store = createConversationStore(database);
  const pairs: World["pairs"] = [];
  for (let index = 0; index < PAIRS; index += 1) {
    const members: [LoadUser, LoadUser] = [users[2 * index]!, users[2 * index + 1]!];
    const made = await store.findOrMakeDirect(aConversationId(), asParty(members[0].userId), asParty(members[1].userId), new Date());
    if ("code" in made) throw new Error(made.code);
    pairs.push({ conversationId: made.conversationId, members });
  }
  const members = users.slice(0, CROWD);
  const started = await store.startGroup({ id: aConversationId(), creatorId: asParty(members[0]!.userId), clientKey: aKey(), memberIds: members.slice(1).map(({ userId }) => asParty(userId)), subject: "Crowd", linkedFrom: null }, new Date());
  if ("code" in started) throw new Error(started.code);
  await database.pool.query("ANALYZE");
  return { users, pairs, crowd: { conversationId: started.conversationId, members } };
}

async function measureIdle(server: SpawnedServer, users: readonly LoadUser[]): Promise<Idle> {
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

/** Starts a server for a while. */
async function withServer<T>(kind: Kind, options: Options, run: (server: SpawnedServer) => Promise<T>): Promise<T> {
  const { directory, remove } = temporaryDirectory("bench");
  const environment = { DATABASE_URL: options.databaseUrl, NODE_ENV: "production", DATA_DIR: directory, SECRET_KEY };
  const server = await spawnTypeScriptServer(kind.file, environment, { nodeArguments: ["--expose-gc", ...options.nodeArguments], logFile: path.join(directory, "log") });
  try {
    return await run(server);
  } finally {
    await server.end("SIGTERM");
    remove();
  }
}

/** The one who connects acknowledges what arrives where there is somebody to hear it. */
async function connectPairs(server: SpawnedServer, kind: Kind, world: World, options: Options): Promise<Scene> {
  const places = world.pairs.flatMap(({ conversationId, members }) => members.map((user) => ({ conversationId, user })));
  const clients = await inGroups(places, CONNECTS_AT_ONCE, ({ conversationId, user }) => connectLoadClient(server.url, user, { conversationId, acknowledge: kind.acknowledges }));
  const senders = clients.map((client, index) => ({ client, conversationId: places[index]!.conversationId }));
  return { server, databaseDirectory: options.databaseDirectory, clients, senders, watched: clients };
}

async function connectCrowd(server: SpawnedServer, kind: Kind, world: World, options: Options): Promise<Scene> {
  const { conversationId, members } = world.crowd;
  const clients = await inGroups(members, CONNECTS_AT_ONCE, (user) => connectLoadClient(server.url, user, { conversationId, acknowledge: kind.acknowledges }));
  const senders = clients.slice(0, CROWD_SENDERS).map((client) => ({ client, conversationId }));
  return { server, databaseDirectory: options.databaseDirectory, clients, senders, watched: clients.filter((_, index) => index % 25 === 0) };
}

/** Both servers in turn, several times over, so that they meet the same machine. */
async function compare(scenes: readonly Scene[], options: Options): Promise<Throughput[]> {
  const rounds: Throughput[][] = scenes.map(() => []);
  for (let round = 0; round < options.rounds; round += 1) {
    for (const [index, scene] of scenes.entries()) rounds[index]!.push(await measureThroughput(scene, { window: options.window, runMs: options.runMs }));
  }
  for (const { clients } of scenes) for (const client of clients) client.close();
  await delay(500);
  return rounds.map(medianOf);
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
    small(`${PAIRS} pairs: processor time of the server for a message, us`, ({ pairs }) => pairs.serverCpuUs),
    small(`${PAIRS} pairs: processor time of the database, us`, ({ pairs }) => pairs.databaseCpuUs),
    small(`${PAIRS} pairs: processor time of the clients, us`, ({ pairs }) => pairs.generatorCpuUs),
    small(`${PAIRS} pairs: p50 at half load, ms`, ({ pairs }) => pairs.p50Ms),
    small(`${PAIRS} pairs: p99 at half load, ms`, ({ pairs }) => pairs.p99Ms, "< 50"),
    rate(`${CROWD} members: messages committed per second`, ({ crowd }) => crowd.storedPerSecond, ">= 1 x"),
    rate(`${CROWD} members: messages delivered per second`, ({ crowd }) => crowd.deliveredPerSecond),
    small(`${CROWD} members: processor time of the server for a message, us`, ({ crowd }) => crowd.serverCpuUs),
    small(`${CROWD} members: processor time of the database, us`, ({ crowd }) => crowd.databaseCpuUs),
    small(`${CROWD} members: processor time of the clients, us`, ({ crowd }) => crowd.generatorCpuUs),
    small(`${CROWD} members: p50 at half load, ms`, ({ crowd }) => crowd.p50Ms),
    small(`${CROWD} members: p99 at half load, ms`, ({ crowd }) => crowd.p99Ms, "< 50"),
  ];
}

/** `window`: messages that a sender has under way at full load. */
type Options = { databaseUrl: string; window: number; databaseDirectory: string; runMs: number; rounds: number; nodeArguments: readonly string[] };

/** Messaging beside the bare minimum, in the same run, on the same database, with the same clients. */
export async function benchMessaging(options: Options): Promise<Section> {
  const database = createDatabase({ url: options.databaseUrl, poolSize: 4 });
  const world = await makeWorld(database);
  await database.close();
  const idleOf = (kind: Kind): Promise<Idle> => withServer(kind, options, (server) => measureIdle(server, world.users));
  const [bareIdle, parleyIdle] = [await idleOf(BARE), await idleOf(PARLEY)];
  return withServer(BARE, options, (bare) =>
    withServer(PARLEY, options, async (parley) => {
      const [barePairs, parleyPairs] = await compare([await connectPairs(bare, BARE, world, options), await connectPairs(parley, PARLEY, world, options)], options);
      const [bareCrowd, parleyCrowd] = await compare([await connectCrowd(bare, BARE, world, options), await connectCrowd(parley, PARLEY, world, options)], options);
      return {
        title: `Messaging (clients acknowledge what arrives, as browsers do; half load is half of each server's own rate; each sender has ${options.window} under way; middle of ${options.rounds})`,
        rows: rowsOf({ idle: parleyIdle, pairs: parleyPairs!, crowd: parleyCrowd! }, { idle: bareIdle, pairs: barePairs!, crowd: bareCrowd! }),
      };
    }),
  );
}
