import { randomBytes } from "node:crypto";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { UserId } from "@/lib/protocol";
import { seedLarge } from "@/prisma/seed/large";
import { createDatabase } from "@/server/db/client";
import { seededRandom } from "../support/random";
import { type SpawnedServer, spawnTypeScriptServer } from "../support/spawn-process";
import { temporaryDirectory } from "../support/temporary-directory";
import { cpuMsOf, databaseCpuMs } from "./cpu";
import type { LoadUser } from "./load-client";
import { signInAll } from "./sign-in-all";
import { percentile, type Row, type Section } from "./table";
import { connectWatchingClient, type WatchingClient } from "./watching-client";

const USERS = 5_000;
const FEW_USERS = 500;
const CONTACTS = 50;
/** Changes of state of one person in an hour. */
const CHANGES_AN_HOUR = 6;
const IDLE_MS = 20_000;
const STEADY_MS = 60_000;
/** To compare what a notification costs among few and among many: the same changes in the same time. */
const COST_CHANGES = 400;
const COST_MS = 8_000;
/** What is under way at the end arrives within this, in ms. */
const DRAIN_MS = 2_000;
const SIGN_INS_AT_ONCE = 20;

export type OrganisationOptions = { databaseUrl: string; databaseDirectory: string; nodeArguments: readonly string[]; stormMs: number };

/** Processor time in ms, of the server and of PostgreSQL. */
type Cpu = { server: number; database: number };
type Span = { tookMs: number; cpu: Cpu; heard: number; latenciesMs: number[] };

/** Everybody, and how long what they caused took to arrive. */
class Crowd {
  readonly clients: WatchingClient[] = [];
  heard = 0;
  lastHeardAtMs = 0;
  private readonly busy = new Set<WatchingClient>();
  private readonly causedAtMs = new Map<UserId, number>();
  private latenciesMs: number[] = [];

  constructor(
    private readonly server: SpawnedServer,
    private readonly databaseDirectory: string,
    private readonly users: readonly LoadUser[],
    private readonly ids: readonly UserId[],
  ) {}

  /** Signs one person in. Their coming is a change that those who watch them hear of. @returns How long it took, in ms. */
  async signIn(index: number): Promise<number> {
    const startedAtMs = performance.now();
    const user = this.users[index]!;
    // The next ones in the directory, as `seedLarge` puts them into the lists.
    const watched = Array.from({ length: CONTACTS }, (_, step) => this.ids[(index + 1 + step) % this.ids.length]!);
    this.causedAtMs.set(user.userId, startedAtMs);
    const client = await connectWatchingClient(this.server.url, user, watched, (subject) => this.hear(subject));
    this.clients.push(client);
    return performance.now() - startedAtMs;
  }

  /** They become busy, or go back to the automatic state. */
  async change(client: WatchingClient): Promise<void> {
    const state = this.busy.delete(client) ? null : "busy";
    if (state) this.busy.add(client);
    this.causedAtMs.set(client.userId, performance.now());
    await client.setState(state);
  }

  private hear(subject: UserId): void {
    this.heard += 1;
    this.lastHeardAtMs = performance.now();
    const causedAtMs = this.causedAtMs.get(subject);
    if (causedAtMs !== undefined) this.latenciesMs.push(this.lastHeardAtMs - causedAtMs);
  }

  private cpu(): Cpu {
    return { server: cpuMsOf(this.server.child.pid ?? 0), database: databaseCpuMs(this.databaseDirectory) };
  }

  /** What the work cost and how quickly it was heard of. */
  async during(work: () => Promise<unknown>): Promise<Span> {
    const [before, heard, startedAtMs] = [this.cpu(), this.heard, performance.now()];
    this.latenciesMs = [];
    await work();
    const after = this.cpu();
    return {
      tookMs: performance.now() - startedAtMs,
      cpu: { server: after.server - before.server, database: after.database - before.database },
      heard: this.heard - heard,
      latenciesMs: this.latenciesMs,
    };
  }
}

/** Calls `run` for 0..count-1, evenly over `forMs`, whatever the answers do: what is late does not slow down what follows. */
async function evenly(count: number, forMs: number, run: (index: number) => Promise<unknown>): Promise<void> {
  const startedAtMs = performance.now();
  const answers: Promise<unknown>[] = [];
  for (let done = 0; done < count; ) {
    const due = Math.min(count, Math.ceil(((performance.now() - startedAtMs) / forMs) * count));
    for (; done < due; done += 1) answers.push(run(done));
    await delay(2);
  }
  await delay(Math.max(0, startedAtMs + forMs - performance.now()));
  await Promise.all(answers);
}

function randomChanges(crowd: Crowd, seed: number): () => Promise<void> {
  const random = seededRandom(seed);
  return () => crowd.change(random.pick(crowd.clients));
}

async function withCrowd<T>(options: OrganisationOptions, users: readonly LoadUser[], ids: readonly UserId[], secretKey: string, run: (crowd: Crowd) => Promise<T>): Promise<T> {
  const { directory, remove } = temporaryDirectory("bench");
  const environment = { DATABASE_URL: options.databaseUrl, NODE_ENV: "production", DATA_DIR: directory, SECRET_KEY: secretKey };
  const server = await spawnTypeScriptServer("tests/bench/parley-server.ts", environment, { nodeArguments: ["--expose-gc", ...options.nodeArguments], logFile: path.join(directory, "log") });
  const crowd = new Crowd(server, options.databaseDirectory, users, ids);
  try {
    return await run(crowd);
  } finally {
    for (const client of crowd.clients) client.close();
    await server.end("SIGTERM");
    remove();
  }
}

const costOf = async (crowd: Crowd): Promise<{ us: number; heard: number }> => {
  const idle = await crowd.during(() => delay(COST_MS));
  const change = randomChanges(crowd, 3);
  const busy = await crowd.during(async () => {
    await evenly(COST_CHANGES, COST_MS, change);
    await delay(DRAIN_MS);
  });
  const idleMs = ((idle.cpu.server + idle.cpu.database) * busy.tookMs) / idle.tookMs;
  return { us: ((busy.cpu.server + busy.cpu.database - idleMs) * 1_000) / busy.heard, heard: busy.heard };
};

/** A working day of a large organisation: everybody comes within minutes, and changes state six times an hour. */
export async function benchOrganisation(options: OrganisationOptions): Promise<Section> {
  const secretKey = randomBytes(32).toString("hex");
  const database = createDatabase({ url: options.databaseUrl, poolSize: 10 });
  const ids = await seedLarge(database, { users: USERS, contactsEach: CONTACTS });
  const users = await signInAll(database, ids, secretKey);
  await database.close();

  const few = await withCrowd(options, users.slice(0, FEW_USERS), ids.slice(0, FEW_USERS), secretKey, async (crowd) => {
    for (let from = 0; from < FEW_USERS; from += SIGN_INS_AT_ONCE) await Promise.all(Array.from({ length: SIGN_INS_AT_ONCE }, (_, step) => crowd.signIn(from + step)));
    await delay(DRAIN_MS);
    return costOf(crowd);
  });

  return withCrowd(options, users, ids, secretKey, async (crowd) => {
    const signInMs: number[] = [];
    const storm = await crowd.during(() => evenly(USERS, options.stormMs, async (index) => void signInMs.push(await crowd.signIn(index))));
    const stormEndedAtMs = performance.now();
    await delay(DRAIN_MS);
    const backlogMs = Math.max(0, crowd.lastHeardAtMs - stormEndedAtMs);
    const idle = await crowd.during(() => delay(IDLE_MS));
    const changes = Math.round((USERS * CHANGES_AN_HOUR * STEADY_MS) / 3_600_000);
    const steady = await crowd.during(() => evenly(changes, STEADY_MS, randomChanges(crowd, 1)));
    await delay(DRAIN_MS);
    const many = await costOf(crowd);
    return {
      title: `An organisation of ${USERS}, ${CONTACTS} contacts each; all sign in within ${Math.round(options.stormMs / 1_000)} s, then each changes state ${CHANGES_AN_HOUR} times an hour`,
      rows: [
        row("storm: processor time of server + database, share of a core", `${share(storm.cpu.server, storm)} + ${share(storm.cpu.database, storm)}`, "< 50 %"),
        row("storm: from the page's first packet to list and presence, p50 (p99)", times(signInMs)),
        row("storm: from sign-in to watcher, p50 (p99)", times(storm.latenciesMs), "p99 < 500 ms"),
        row("storm: notifications", String(storm.heard)),
        row("storm: what still arrived after its end", `${Math.round(backlogMs)} ms`),
        row("nobody does anything: share of a core", `${share(idle.cpu.server, idle)} + ${share(idle.cpu.database, idle)}`),
        row("steady: share of a core", `${share(steady.cpu.server, steady)} + ${share(steady.cpu.database, steady)}`, "< 50 %"),
        row("steady: notifications per second", (steady.heard / (steady.tookMs / 1_000)).toFixed(0)),
        row("steady: from cause to watcher, p50 (p99)", times(steady.latenciesMs), "p99 < 500 ms"),
        row(`a notification's processor time, ${FEW_USERS} users (${few.heard} notifications)`, `${few.us.toFixed(1)} us`),
        row(`a notification's processor time, ${USERS} users (${many.heard} notifications)`, `${many.us.toFixed(1)} us`),
        row("its growth", `${(many.us / few.us).toFixed(2)} x`),
      ],
    };
  });
}

const row = (what: string, parley: string, aim?: string): Row => ({ what, parley, ...(aim !== undefined && { aim }) });
const share = (cpuMs: number, span: Span): string => `${((cpuMs / span.tookMs) * 100).toFixed(1)} %`;
const times = (values: readonly number[]): string => `${percentile(values, 0.5).toFixed(1)} ms (${percentile(values, 0.99).toFixed(1)} ms)`;
