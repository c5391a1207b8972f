import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io, type Socket } from "socket.io-client";
import { directorySearch, presenceChanged, presenceWatch, UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { createDatabase, type Database } from "@/server/db/client";
import { createDirectoryRepository } from "@/server/db/directory-repository";
import { createDirectory } from "@/server/domain/directory";
import { connectClient, startWorld } from "@/tests/integration/presence/world";
import { seededRandom } from "@/tests/support/random";
import { percentile, type Row, type Section } from "./table";

const USERS = 5_000;
const CHANGES = 40;
const SEARCHES = 1_000;
/** One person may be in this many lists at once. */
const AUDIENCES = [50, 1_000] as const;

const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ms`;

/** One change of presence to its watchers, and type-ahead at 5,000 users. Server and watchers share this process, for both sides alike. */
export async function benchPresence(databaseUrl: string): Promise<Section> {
  const db = createDatabase({ url: databaseUrl, poolSize: 10 });
  try {
    const users = await makeUsers(db);
    const rows: Row[] = [];
    for (const watchers of AUDIENCES) rows.push(await benchFanout(db, users, watchers));
    rows.push(await benchTypeAhead(db, users));
    return { title: `Presence and directory, ${USERS} users`, rows };
  } finally {
    await db.close();
  }
}

async function makeUsers(db: Database): Promise<UserId[]> {
  const random = seededRandom(7);
  const syllables = ["an", "bo", "ca", "da", "er", "fe", "gu", "ha", "il", "jo", "ka", "lu", "mö", "ni", "ol", "pé", "ra", "su", "ti", "wal"];
  const name = (): string => Array.from({ length: 2 + random.below(2) }, () => random.pick(syllables)).join("");
  const ids = Array.from({ length: USERS }, () => uuidV7());
  const given = ids.map(name);
  const family = ids.map(name);
  await db.pool.query(`INSERT INTO party (id, kind, display_name) SELECT id, 'user', 'x' FROM unnest($1::uuid[]) id`, [ids]);
  await db.pool.query(
    `INSERT INTO "user" (id, email, sip_uri, given_name, family_name, display_name, title, company, work_phone, mobile_phone, status)
     SELECT id, 'u' || n || '@example.com', 'sip:u' || n || '@example.com', g, f, g || ' ' || f, 'Engineer', 'Example', '+1202555' || lpad(n::text, 4, '0'), '+1303555' || lpad(n::text, 4, '0'), 'active'
     FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS u(id, g, f, n)`,
    [ids, given, family],
  );
  const owners = ids.slice(0, 100);
  await db.pool.query(`INSERT INTO contact (id, owner_id, target_user_id) SELECT gen_random_uuid(), o, t FROM unnest($1::uuid[]) o, unnest($2::uuid[]) t`, [owners, ids.slice(1_000, 1_050)]);
  await db.pool.query("ANALYZE");
  return ids.map((id) => UserId.parse(id));
}

/** Times from cause to the last of `count` listeners, after one round to warm up. */
async function measure(sockets: readonly Socket[], cause: (round: number) => void): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round <= CHANGES; round += 1) {
    const all = Promise.all(sockets.map((socket) => new Promise<void>((resolve) => void socket.once(presenceChanged.name, () => resolve()))));
    const startedAt = performance.now();
    cause(round);
    await all;
    if (round > 0) times.push(performance.now() - startedAt);
  }
  return times;
}

async function benchFanout(db: Database, users: readonly UserId[], watchers: number): Promise<Row> {
  const owner = users[0]!;
  const world = await startWorld({ pool: db.pool });
  const owners = await connectClient(world.port, owner);
  const clients = [];
  for (let index = 0; index < watchers; index += 1) {
    const client = await connectClient(world.port, users[1 + index]!);
    await client.ask(presenceWatch, { userIds: [owner] });
    clients.push(client);
  }
  const parley = await measure(
    clients.map(({ socket }) => socket),
    (round) => world.presence.reportActivity(owner, owners.endpointId, round % 2 === 0 ? { active: false, idleForMs: 600_000 } : { active: true, idleForMs: 0 }),
  );
  for (const client of [owners, ...clients]) client.close();
  await world.stop();

  const bare = await measureBare(watchers, owner);
  const [p50, bareP50] = [percentile(parley, 0.5), percentile(bare, 0.5)];
  return {
    what: `one change to ${watchers} watchers, cause to last, p50 (p99)`,
    parley: `${ms(p50)} (${ms(percentile(parley, 0.99))})`,
    bare: `${ms(bareP50)} (${ms(percentile(bare, 0.99))})`,
    ratio: (p50 / bareP50).toFixed(2),
    aim: "p99 < 500 ms",
  };
}

/** The honest minimum: bare socket.io, one emit of the same payload to one room. */
async function measureBare(watchers: number, owner: UserId): Promise<number[]> {
  const httpServer = createServer();
  const server = new Server(httpServer, { path: "/rt", transports: ["websocket"], serveClient: false, perMessageDeflate: false, httpCompression: false });
  server.on("connection", (socket) => void socket.join("watchers"));
  await new Promise<void>((resolve) => httpServer.listen(0, "127.0.0.1", resolve));
  const { port } = httpServer.address() as AddressInfo;
  const sockets: Socket[] = [];
  for (let index = 0; index < watchers; index += 1) {
    const socket = io(`http://127.0.0.1:${port}`, { path: "/rt", transports: ["websocket"], forceNew: true });
    await new Promise<void>((resolve) => void socket.once("connect", resolve));
    sockets.push(socket);
  }
  const times = await measure(sockets, () => server.to("watchers").emit(presenceChanged.name, { userId: owner, state: "inactive", availability: 5_000, device: "desktop", idleSince: new Date().toISOString() }));
  for (const socket of sockets) socket.disconnect();
  await server.close();
  return times;
}

async function benchTypeAhead(db: Database, users: readonly UserId[]): Promise<Row> {
  const directory = createDirectory({ store: createDirectoryRepository(db) });
  const random = seededRandom(11);
  const queries = ["a", "an", "bo ca", "mo", "wal", "2025550", "ilka", "u49", "+1 202 555", "pe", "zz", "jo h"];
  const times: number[] = [];
  for (let index = 0; index < SEARCHES; index += 1) {
    const startedAt = performance.now();
    await directory.search(random.pick(users.slice(0, 200)), directorySearch.input.parse({ query: random.pick(queries) }));
    times.push(performance.now() - startedAt);
  }
  return { what: `type-ahead at ${USERS} users, p50 (p99)`, parley: `${ms(percentile(times, 0.5))} (${ms(percentile(times, 0.99))})`, aim: "p99 < 50 ms" };
}
