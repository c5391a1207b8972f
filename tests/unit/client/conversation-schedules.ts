import { expect } from "vitest";
import { type Client, type ConversationStore, createClient } from "@/lib/client";
import { type Message, plainTextOf } from "@/lib/protocol";
import { type Random, seededRandom } from "../../support/random";
import { fakePlatform, pass, settle } from "./fake-platform";
import { annaParty, annasMe, bobParty, ModelConversation, ModelServer, text } from "./model-server";

function setup(random: Random) {
  const platform = fakePlatform({ random: () => random.next() });
  const server = new ModelServer(platform.clock);
  const conversation = server.add(new ModelConversation(platform.clock, "group"));
  for (let index = 0; index < random.below(120); index += 1) conversation.send(random.chance(0.5) ? bobParty : annaParty, text(`before ${index}`));
  return { platform, server, conversation, client: createClient({ me: annasMe(), platform, transport: server.transport }) };
}

/** Late, lost, doubled and overtaken frames; replies are late or, with the link, lost. */
function makeHostile(server: ModelServer, random: Random): void {
  server.deliver = (arrive, kind) => {
    const late = (): unknown => server.clock.setTimer(arrive, random.below(400));
    if (kind === "reply") return void late();
    if (random.chance(0.15)) return;
    late();
    if (random.chance(0.15)) late();
  };
}

function actAtRandom(context: { server: ModelServer; conversation: ModelConversation; store: ConversationStore; random: Random }, step: number): void {
  const { server, conversation, store, random } = context;
  const messages = conversation.rows.filter((row): row is Message => row.kind === "message" && row.body !== null);
  const dice = random.below(12);
  if (dice <= 3) server.tellChanges(conversation, [conversation.send(bobParty, text(`bob ${step}`)).change]);
  else if (dice <= 5) store.send(text(`anna ${step}`));
  else if (dice === 6 && messages.length > 0) {
    const done = conversation.change(random.pick(messages).id, random.chance(0.3) ? null : text(`edited ${step}`));
    if (done) server.tellChanges(conversation, [done.change]);
  } else if (dice === 7) server.tellChanges(conversation, conversation.rename(`subject ${step}`));
  else if (dice === 8) void store.loadEarlier();
  else if (dice === 9 && messages.length > 0) {
    const mine = messages.filter((message) => message.authorId === annaParty);
    // Refused or cut off: the rollback is what is judged at the end.
    if (mine.length > 0) store.edit(random.pick(mine).id, text(`mine ${step}`)).catch(() => undefined);
  } else if (dice === 10) server.cut();
  else server.pageLimit = 1 + random.below(20);
}

async function makeFriendly(client: Client, server: ModelServer, clock: ModelServer["clock"]): Promise<void> {
  server.deliver = (arrive) => arrive();
  server.accepts = true;
  client.connection.retryNow();
  // Long enough for the longest back-off, and for the next heads to find what was lost without a trace.
  await pass(clock, 90_000, 1_000);
}

const rowsOf = (store: ConversationStore): unknown[] => store.getSnapshot().entries.map((entry) => (entry.kind === "system" ? entry.line : entry.kind === "message" ? entry.message : entry));

/** Messages written while answers are lost and links are cut: in the end each is stored once, in the order written. */
export async function outboxSchedule(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const { platform, server, conversation, client } = setup(random);
  const store = client.conversation(conversation.id);
  const before = conversation.seq;
  makeHostile(server, random);
  server.overrides.set("message:send", () => (random.chance(0.15) ? { code: random.pick(["unavailable", "rate_limited", "internal"]) } : undefined));

  const written: string[] = [];
  for (let step = 0; step < 40; step += 1) {
    if (random.chance(0.5)) {
      written.push(`anna ${step}`);
      store.send(text(`anna ${step}`));
    }
    if (random.chance(0.3)) server.cut();
    await pass(platform.clock, random.below(600), 100);
  }
  server.overrides.clear();
  // One that the server refused too often waits for its author; the retry may not double it.
  for (const entry of store.getSnapshot().entries) if (entry.kind === "outgoing" && entry.state === "failed") store.retry(entry.key);
  await makeFriendly(client, server, platform.clock);

  const stored = conversation.rows.slice(before).map((row) => (row.kind === "message" && row.body ? plainTextOf(row.body) : ""));
  expect(stored.toSorted()).toEqual(written.toSorted());
  const passedOver = server.commands.filter((command) => command.name === "message:send").length > written.length;
  if (!passedOver) expect(stored).toEqual(written);
  expect(store.getSnapshot().entries.filter((entry) => entry.kind === "outgoing")).toEqual([]);
  client.dispose();
  expect(platform.clock.timers).toBe(0);
}

/** Everything at random, on both sides, over a network that loses, doubles and reorders: in the end the client holds what the server has. */
export async function syncSchedule(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const { platform, server, conversation, client } = setup(random);
  const store = client.conversation(conversation.id);
  // In half of the schedules the first page itself meets the hostile network.
  if (random.chance(0.5)) await settle();
  makeHostile(server, random);

  let sent = 0;
  for (let step = 0; step < 60; step += 1) {
    actAtRandom({ server, conversation, store, random }, step);
    if (random.chance(0.1)) server.accepts = random.chance(0.5) ? "no-network" : true;
    await pass(platform.clock, random.below(300), 100);
    sent = conversation.seq;
  }
  await makeFriendly(client, server, platform.clock);
  expect(sent).toBeGreaterThan(0);
  for (let page = 0; store.getSnapshot().earlier !== "none" && page < 500; page += 1) await store.loadEarlier();

  const snapshot = store.getSnapshot();
  expect(snapshot.status).toBe("live");
  expect(rowsOf(store)).toEqual(conversation.rows);
  expect(snapshot.subject).toBe(conversation.subject);
  const keys = conversation.rows.map((row) => (row.kind === "message" ? row.clientKey : row.id));
  expect(new Set(keys).size).toBe(keys.length);

  // Old state + events = fresh state: also in the list.
  const [item] = client.conversations.getSnapshot().items;
  const { members: _members, ...fresh } = conversation.summary();
  expect(item?.summary).toMatchObject(fresh);
  expect(item?.unread).toBe(conversation.seq - conversation.readSeq);
  client.dispose();
  expect(platform.clock.timers).toBe(0);
}
