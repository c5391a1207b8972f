import { setTimeout as delay } from "node:timers/promises";
import type { SpawnedServer } from "../support/spawn-process";
import { cpuMsOf, databaseCpuMs } from "./cpu";
import type { LoadClient } from "./load-client";
import { percentile } from "./table";

const WARM_UP_MS = 1_500;
/** What is under way at the end of a load arrives within this, in ms. */
const DRAIN_MS = 1_000;

/** One who sends into one conversation. */
export type Sender = { client: LoadClient; conversationId: string };

/** A server with people connected to it. `watched`: whose latency counts, from sending to arrival, the sender's own copy too. */
export type Scene = { server: SpawnedServer; databaseDirectory: string; clients: readonly LoadClient[]; senders: readonly Sender[]; watched: readonly LoadClient[] };

/** `…CpuUs`: processor time for a message, in microseconds; unlike rates, it hardly depends on who else uses the machine. */
export type Throughput = { storedPerSecond: number; deliveredPerSecond: number; serverCpuUs: number; databaseCpuUs: number; generatorCpuUs: number; p50Ms: number; p99Ms: number };

/** Full load for the rate, each sender with `window` messages under way; then half of that rate, constant, for the latency. */
export async function measureThroughput(scene: Scene, options: { window: number; runMs: number }): Promise<Throughput> {
  const full = await sendAtFullLoad(scene, options);
  await delay(DRAIN_MS);
  const latenciesMs: number[] = [];
  for (const client of scene.watched) client.measureInto(latenciesMs);
  await sendAtRate(scene.senders, full.storedPerSecond / 2, options.runMs);
  await delay(DRAIN_MS);
  for (const client of scene.watched) client.measureInto(undefined);
  return { ...full, p50Ms: percentile(latenciesMs, 0.5), p99Ms: percentile(latenciesMs, 0.99) };
}

async function sendAtFullLoad(scene: Scene, options: { window: number; runMs: number }): Promise<Omit<Throughput, "p50Ms" | "p99Ms">> {
  let stored = 0;
  let stopped = false;
  const now = () => ({
    atMs: performance.now(),
    stored,
    arrived: scene.clients.reduce((sum, client) => sum + client.arrived(), 0),
    serverMs: cpuMsOf(scene.server.child.pid ?? 0),
    databaseMs: databaseCpuMs(scene.databaseDirectory),
    generatorMs: cpuMsOf(process.pid),
  });
  const working = scene.senders.flatMap(({ client, conversationId }) =>
    Array.from({ length: options.window }, async () => {
      while (!stopped) {
        await client.send(conversationId);
        stored += 1;
      }
    }),
  );
  await delay(WARM_UP_MS);
  const before = now();
  await delay(options.runMs);
  const after = now();
  stopped = true;
  await Promise.all(working);

  const seconds = (after.atMs - before.atMs) / 1_000;
  const messages = after.stored - before.stored;
  return {
    storedPerSecond: messages / seconds,
    deliveredPerSecond: (after.arrived - before.arrived) / seconds,
    serverCpuUs: ((after.serverMs - before.serverMs) * 1_000) / messages,
    databaseCpuUs: ((after.databaseMs - before.databaseMs) * 1_000) / messages,
    generatorCpuUs: ((after.generatorMs - before.generatorMs) * 1_000) / messages,
  };
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

/** Of several rounds the middle value of each measure: a burst of somebody else's work does not count. */
export function medianOf(rounds: readonly Throughput[]): Throughput {
  const middle = (pick: (round: Throughput) => number): number => percentile(rounds.map(pick), 0.5);
  return {
    storedPerSecond: middle((round) => round.storedPerSecond),
    deliveredPerSecond: middle((round) => round.deliveredPerSecond),
    serverCpuUs: middle((round) => round.serverCpuUs),
    databaseCpuUs: middle((round) => round.databaseCpuUs),
    generatorCpuUs: middle((round) => round.generatorCpuUs),
    p50Ms: middle((round) => round.p50Ms),
    p99Ms: middle((round) => round.p99Ms),
  };
}
