import { afterAll, beforeAll, expect, it } from "vitest";
import type { ConversationSnapshot, TimelineEntry } from "@/lib/client";
import { conversationOpen, conversationStart, type Message, messageDelete, messageEdit, messageSend, PAGE_MAX, type TimelineItem } from "@/lib/protocol";
import { connectClient } from "../support/client";
import { createHeadlessClient, type HeadlessClient, meOf } from "../support/headless-client";
import { aKey, text } from "../support/messages";
import { addCast, addSession } from "../support/people";
import { seededRandom } from "../support/random";
import { startTestServer, type TestServer } from "../support/server";

const CUTS = 200;

let server: TestServer;
let bob: HeadlessClient | undefined;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  bob?.dispose();
  await server.dispose();
});

const rowsOf = (entries: readonly TimelineEntry[]): TimelineItem[] => entries.flatMap((entry): TimelineItem[] => (entry.kind === "system" ? [entry.line] : entry.kind === "message" ? [entry.message] : []));
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

it(`[SYNC-1] the browsers' client, cut off ${CUTS} times, ends as the server has it, its own messages stored once`, async () => {
  const random = seededRandom(20_261_123);
  const people = await addCast(server.db);
  const annas = await connectClient({ url: server.url, cookie: (await addSession(server, people.anna.userId)).cookie, handshake: { device: "desktop" } });
  const bobs = await addSession(server, people.bob.userId);
  bob = createHeadlessClient({ url: server.url, me: meOf(people.bob, bobs), cookie: bobs.cookie });
  const { conversation } = await annas.call(conversationStart, { clientKey: aKey(), userIds: [people.bob.userId] });
  const conversationId = conversation.id;
  const store = bob.client.conversation(conversationId);
  const hide = store.show();
  store.setAtNewest(true);

  const own: Message[] = [];
  const written: string[] = [];
  for (let cut = 0; cut < CUTS; cut += 1) {
    const dice = random.next();
    const chosen = own.length > 0 ? random.pick(own) : undefined;
    if (!chosen || dice < 0.6) own.push(await annas.call(messageSend, { conversationId, clientKey: aKey(), body: text(`anna ${cut}`) }));
    else if (dice < 0.85) await annas.call(messageEdit, { conversationId, messageId: chosen.id, body: text(`edited ${cut}`) });
    else {
      own.splice(own.indexOf(chosen), 1);
      await annas.call(messageDelete, { conversationId, messageId: chosen.id });
    }
    if (random.chance(0.4)) written.push(store.send(text(`bob ${cut}`)));
    if (random.chance(0.8)) await bob.until(bob.client.connection, (state) => state.name === "online");
    for (let turn = random.below(6); turn > 0; turn -= 1) await new Promise((resolve) => setImmediate(resolve));
    bob.cut();
  }

  const settled = (snapshot: ConversationSnapshot): boolean => snapshot.status === "live" && snapshot.unread === 0 && !snapshot.entries.some((entry) => entry.kind === "outgoing");
  await bob.until(store, settled);
  const fresh = await annas.call(conversationOpen, { conversationId, limit: PAGE_MAX });
  await bob.until(store, (snapshot) => settled(snapshot) && same(rowsOf(snapshot.entries).slice(-fresh.items.length), fresh.items));

  while (store.getSnapshot().earlier === "available") await store.loadEarlier();
  const messages = rowsOf(store.getSnapshot().entries).filter((row) => row.kind === "message");
  expect(messages.map((message) => message.seq)).toEqual(Array.from({ length: fresh.summary.seq }, (_, n) => n + 1));
  for (const key of written) expect(messages.filter((message) => message.clientKey === key)).toHaveLength(1);
  const [item] = bob.client.conversations.getSnapshot().items;
  expect(item).toMatchObject({ unread: 0, summary: { rev: fresh.summary.rev, seq: fresh.summary.seq } });
  hide();
  annas.close();
}, 60_000);
