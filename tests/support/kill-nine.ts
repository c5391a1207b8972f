import fs from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { expect } from "vitest";
import type { ConversationSnapshot, ConversationStore } from "@/lib/client";
import { request } from "@/lib/client/http";
import { type ConversationId, type Me, type Message, meRoute, messageSend, type TimelineItem } from "@/lib/protocol";
import { freePort } from "@/server/db/embedded";
import * as cast from "./cast";
import { freshDatabaseUrl } from "./database";
import { createHeadlessClient, type HeadlessClient } from "./headless-client";
import { text } from "./messages";
import { seededRandom } from "./random";
import { type SpawnedServer, spawnServer } from "./server";
import { signInOverHttp } from "./sign-in";
import { temporaryDirectory } from "./temporary-directory";

/** Messages each person has waiting in each conversation at first; every answer is followed by another one. */
const WAITING = 2;
/** A life ends after fewer acknowledgements than this, and at most so much later, in ms; some end before anybody is back. */
const ACKNOWLEDGED_BEFORE_KILL = 120;
const KILL_WITHIN_MS = 20;
/** After the last start everything must be in step within this, in ms. */
const SETTLE_LIMIT_MS = 30_000;
const PASSWORD = "parley";

/** `embedded`: PostgreSQL is the server's own and dies with it. `external`: it lives on, with what was under way. */
export type DatabaseKind = "embedded" | "external";

type Person = { me: Me; browser: HeadlessClient; stores: Map<ConversationId, ConversationStore> };

/** What was written, what of it is under way, and what the server has acknowledged; by client key. */
type Ledger = { written: Set<string>; underWay: Set<string>; acknowledged: Map<string, Message>; sending: boolean; onAcknowledged: (() => void) | undefined };

/**
 * Kills the built server with SIGKILL at seeded moments, `runs` times, while five people's clients write as fast as
 * they are answered; each time it starts again on the same data. In the end every message that was written is stored
 * once, each acknowledged one as it was acknowledged, and everybody in the conversation shows it in its place.
 */
export async function killNine(options: { seed: number; runs: number; database: DatabaseKind }): Promise<{ acknowledged: number; killedInFlight: number }> {
  const random = seededRandom(options.seed);
  const { directory: dataDir, remove } = temporaryDirectory("kill-nine");
  const external = options.database === "external" ? await freshDatabaseUrl() : undefined;
  const settings = { DATA_DIR: dataDir, PORT: String(await freePort()), SEED: "demo", LOG_LEVEL: "warn", ...(external && { DATABASE_URL: external.url }) };
  const ledger: Ledger = { written: new Set(), underWay: new Set(), acknowledged: new Map(), sending: true, onAcknowledged: undefined };
  let people: Person[] = [];
  let killedInFlight = 0;
  let server: SpawnedServer | undefined;

  try {
    server = await spawnServer(settings);
    people = await signIn(server.url, ledger);
    await openConversations(people);
    for (const { stores } of people) for (const store of stores.values()) for (let n = 0; n < WAITING; n += 1) write(store, ledger);

    for (let run = 0; run < options.runs; run += 1) {
      await acknowledgedAgain(ledger, random.below(ACKNOWLEDGED_BEFORE_KILL));
      await delay(random.below(KILL_WITHIN_MS));
      await server.kill();
      killedInFlight += ledger.underWay.size;
      ledger.underWay.clear();
      server = await spawnServer(settings);
    }
    ledger.sending = false;
    await verify(external?.url ?? embeddedUrl(dataDir), people, ledger);
    return { acknowledged: ledger.acknowledged.size, killedInFlight };
  } finally {
    for (const { browser } of people) browser.dispose();
    await server?.stop();
    await external?.drop();
    remove();
  }
}

/** The demo's five, by the form of the sign-in page. */
async function signIn(url: string, ledger: Ledger): Promise<Person[]> {
  const people: Person[] = [];
  for (const { email } of [cast.anna, cast.bob, cast.carol, cast.dave, cast.erin]) {
    const { cookie } = await signInOverHttp(url, { email, password: PASSWORD });
    if (cookie === undefined) throw new Error(`${email} was not let in`);
    const me = await request(meRoute, {}, { fetch, origin: url, cookie });
    const stores: Person["stores"] = new Map();
    people.push({ me, stores, browser: createHeadlessClient({ url, me, cookie, wiretap: tapFor(stores, ledger) }) });
  }
  await Promise.all(people.map(({ browser }) => browser.until(browser.client.connection, ({ name }) => name === "online")));
  return people;
}

/** Keeps the books, and lets every answer be followed by another message of that conversation. */
function tapFor(stores: Person["stores"], ledger: Ledger) {
  return {
    sent(name: string, input: unknown): void {
      if (name === messageSend.name) ledger.underWay.add((input as { clientKey: string }).clientKey);
    },
    answered(name: string, input: unknown, reply: unknown): void {
      if (name !== messageSend.name) return;
      const { clientKey, conversationId } = input as { clientKey: string; conversationId: ConversationId };
      ledger.underWay.delete(clientKey);
      const answer = reply as { ok: true; value: Message } | { ok: false };
      if (!answer.ok) return;
      ledger.acknowledged.set(clientKey, answer.value);
      ledger.onAcknowledged?.();
      const store = stores.get(conversationId);
      if (store && ledger.sending) write(store, ledger);
    },
  };
}

function write(store: ConversationStore, ledger: Ledger): void {
  ledger.written.add(store.send(text(`message ${ledger.written.size}`)));
}

/** One group of all, and the direct conversation of each pair; open on everybody's screen. */
async function openConversations(people: readonly Person[]): Promise<void> {
  const [first, ...others] = people;
  const open = ({ browser, stores }: Person, id: ConversationId): void => {
    const store = browser.client.conversation(id);
    store.show();
    stores.set(id, store);
  };
  const group = await first!.browser.client.conversations.start({ userIds: others.map(({ me }) => me.userId) });
  for (const person of people) open(person, group);
  for (const [index, person] of people.entries()) {
    for (const other of people.slice(index + 1)) {
      const direct = await person.browser.client.conversations.openDirect(other.me.userId);
      open(person, direct);
      open(other, direct);
    }
  }
  const isLive = ({ status }: ConversationSnapshot): boolean => status === "live";
  await Promise.all(people.flatMap(({ browser, stores }) => [...stores.values()].map((store) => browser.until(store, isLive))));
}

/** Resolves after this many more acknowledgements. */
async function acknowledgedAgain(ledger: Ledger, count: number): Promise<void> {
  const wanted = ledger.acknowledged.size + count;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (ledger.acknowledged.size >= wanted) resolve();
    };
    ledger.onAcknowledged = look;
    look();
  });
}

type Row = { id: string; client_key: string; seq: number; created_rev: number };

async function verify(databaseUrl: string, people: readonly Person[], ledger: Ledger): Promise<void> {
  const screens = people.flatMap(({ browser, stores }) => [...stores].map(([id, store]) => ({ browser, id, store })));
  const inStep = ({ status, entries }: ConversationSnapshot): boolean => status === "live" && !entries.some(({ kind }) => kind === "outgoing");
  // What the database says is looked at first: it tells more than a screen that waits in vain.
  const unsettled = await unmet(screens, inStep);

  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const stored = new Map<string, Row>();
    const rowsOf = new Map<ConversationId, Row[]>();
    for (const id of new Set(screens.map((screen) => screen.id))) {
      const { rows } = await client.query<Row>("SELECT id, client_key, seq::int, created_rev::int FROM message WHERE conversation_id = $1 AND kind = 'message' ORDER BY seq", [id]);
      rowsOf.set(id, rows);
      expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1));
      const { rows: [revs] } = await client.query<{ head: number; taken: number; distinct: number }>(REVS, [id]);
      expect(revs).toEqual({ head: revs?.head, taken: revs?.head, distinct: revs?.head });
      for (const row of rows) {
        expect(stored.has(row.client_key), `stored twice: ${row.client_key}`).toBe(false);
        stored.set(row.client_key, row);
      }
    }
    const changed = [...ledger.acknowledged].filter(([key, message]) => {
      const row = stored.get(key);
      return row?.id !== message.id || row.seq !== message.seq || row.created_rev !== message.createdRev;
    });
    expect(changed, "acknowledged, and lost or stored otherwise").toEqual([]);
    expect([...ledger.written].filter((key) => !stored.has(key)), "written and never stored").toEqual([]);
    expect(unsettled, "screens that are not in step").toEqual([]);
    expect(await unmet(screens, ({ entries }, id) => itemsOf(entries).at(-1)?.id === rowsOf.get(id)!.at(-1)?.id), "screens without the newest message").toEqual([]);
    for (const { id, store } of screens) {
      while (store.getSnapshot().earlier !== "none") await store.loadEarlier();
      const shown = itemsOf(store.getSnapshot().entries).filter(({ kind }) => kind === "message");
      expect(shown.map((item) => item.id)).toEqual(rowsOf.get(id)!.map((row) => row.id));
    }
  } finally {
    await client.end();
  }
}

type Screen = { browser: HeadlessClient; id: ConversationId; store: ConversationStore };

/** The conversations of those screens on which it does not come true in time. */
async function unmet(screens: readonly Screen[], accept: (snapshot: ConversationSnapshot, id: ConversationId) => boolean): Promise<ConversationId[]> {
  const met = new Set<Screen>();
  const all = screens.map(async (screen) => {
    await screen.browser.until(screen.store, (snapshot) => accept(snapshot, screen.id));
    met.add(screen);
  });
  await Promise.race([Promise.all(all), delay(SETTLE_LIMIT_MS, undefined, { ref: false })]);
  return screens.filter((screen) => !met.has(screen)).map(({ id }) => id);
}

/** Nothing is edited here, so each rev is a member's or an item's. */
const REVS = `
  SELECT c.rev::int AS head, count(step.rev)::int AS taken, count(DISTINCT step.rev)::int AS distinct
  FROM conversation c, LATERAL (
    SELECT created_rev AS rev FROM message WHERE conversation_id = c.id UNION ALL SELECT rev FROM membership WHERE conversation_id = c.id
  ) step WHERE c.id = $1 AND step.rev BETWEEN 1 AND c.rev GROUP BY c.rev`;

const itemsOf = (entries: ConversationSnapshot["entries"]): TimelineItem[] =>
  entries.flatMap((entry): TimelineItem[] => (entry.kind === "system" ? [entry.line] : entry.kind === "message" ? [entry.message] : []));

/** How to reach the PostgreSQL that a server runs in its data directory. */
function embeddedUrl(dataDir: string): string {
  const password = fs.readFileSync(path.join(dataDir, "postgres.password"), "utf8").trim();
  const port = fs.readFileSync(path.join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[3];
  return `postgresql://parley:${encodeURIComponent(password)}@127.0.0.1:${port}/parley`;
}
