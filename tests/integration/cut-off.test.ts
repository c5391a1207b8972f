import { afterAll, beforeAll, expect, it } from "vitest";
import { conversationRead, messageDelete, messageEdit, type Message, messageSend } from "@/lib/protocol";
import { createConversationModel, loadFresh, snapshot } from "../support/conversation-model";
import { createMessagingWorld, type MessagingWorld } from "../support/messaging-world";
import { aKey, text } from "../support/messages";
import type { TestClient } from "../support/messaging-client";
import { type Random, seededRandom } from "../support/random";

const CUTS = 200;
const SEEDS = [1, 20_261_123];

let world: MessagingWorld;
beforeAll(async () => {
  world = await createMessagingWorld({ rate: { burst: 100_000, perSecond: 100_000 } });
});
afterAll(() => world.dispose());

/** Sends again with the same key until it is answered, through whatever socket there is then. */
async function sendWhateverHappens(current: () => Promise<TestClient>, input: { conversationId: Message["conversationId"]; clientKey: string; body: ReturnType<typeof text> }): Promise<Message> {
  for (let attempt = 0; attempt < 100_000; attempt += 1) {
    const answer = await (await current()).call(messageSend, input).catch(() => undefined);
    if (answer) return answer;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error("Never answered");
}

async function writeSomething(random: Random, writer: TestClient, conversationId: Message["conversationId"], own: Message[]): Promise<void> {
  const chosen = own.length > 0 ? random.pick(own) : undefined;
  const dice = random.next();
  if (!chosen || dice < 0.6) own.push(await writer.call(messageSend, { conversationId, clientKey: aKey(), body: text(`message ${own.length}`) }));
  else if (dice < 0.85) await writer.call(messageEdit, { conversationId, messageId: chosen.id, body: text(`edit ${random.below(1_000)}`) });
  else {
    own.splice(own.indexOf(chosen), 1);
    await writer.call(messageDelete, { conversationId, messageId: chosen.id });
  }
}

for (const seed of SEEDS) {
  it(`[MSG-26] a client cut off ${CUTS} times ends with every message, edit and deletion in order, unread as loaded anew (seed ${seed})`, async () => {
    const random = seededRandom(seed);
    const [annaId, bobId] = [await world.person(), await world.person()];
    const writer = await world.connect(annaId);
    const conversationId = await world.group(writer, [bobId]);

    let reader = await world.connect(bobId);
    const model = createConversationModel(conversationId, await loadFresh(reader, conversationId));
    await model.attach(reader);
    let connected: Promise<TestClient> = Promise.resolve(reader);

    const own: Message[] = [];
    const sentByReader: Promise<Message>[] = [];
    const keys = new Set<string>();
    for (let cut = 0; cut < CUTS; cut += 1) {
      const writing = (async () => {
        for (let n = random.below(4); n >= 0; n -= 1) await writeSomething(random, writer, conversationId, own);
      })();
      if (random.chance(0.3)) {
        const clientKey = aKey();
        keys.add(clientKey);
        sentByReader.push(sendWhateverHappens(() => connected, { conversationId, clientKey, body: text(`from the reader ${cut}`) }));
      }
      if (random.chance(0.2)) reader.call(conversationRead, { conversationId, seq: model.known.seq }).catch(() => "cut off: said again by a later one");
      // Anywhere between at once and after some of it has arrived.
      for (let turn = random.below(6); turn > 0; turn -= 1) await new Promise((resolve) => setImmediate(resolve));
      reader.socket.io.engine.close();
      model.detach();
      connected = world.connect(bobId);
      reader = await connected;
      await model.attach(reader);
      await writing;
    }
    await Promise.all(sentByReader);
    await reader.call(conversationRead, { conversationId, seq: 1 });
    await model.settled();

    // A fresh load holds the newest 200 items; the model must agree on these, and hold everything else.
    const fresh = snapshot(await loadFresh(reader, conversationId));
    const held = snapshot(model.known);
    expect(held.items.slice(-fresh.items.length)).toEqual(fresh.items);
    expect({ ...held, items: [] }).toEqual({ ...fresh, items: [] });
    const messages = held.items.filter((item) => item.kind === "message");
    expect(messages.map((message) => message.seq)).toEqual(Array.from({ length: fresh.seq }, (_, n) => n + 1));
    for (const key of keys) expect(messages.filter((message) => message.clientKey === key)).toHaveLength(1);
    expect(messages.some((message) => message.deletedAt) && messages.some((message) => message.editedAt)).toBe(true);
  }, 60_000);
}
