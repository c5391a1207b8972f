import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  conversationAdd,
  conversationAppeared,
  conversationCatchUp,
  conversationChanges,
  conversationDelivered,
  conversationDeliveredTo,
  conversationDirect,
  conversationEarlier,
  conversationHeads,
  type ConversationId,
  conversationLeave,
  conversationList,
  conversationOpen,
  conversationRead,
  conversationRename,
  conversationTyping,
  conversationTypingBy,
  conversationVanished,
  draftSave,
  messageDelete,
  messageEdit,
  type MessageId,
  messageSend,
  type UserId,
} from "@/lib/protocol";
import { createConversationModel, loadFresh, snapshot } from "../support/conversation-model";
import { createMessagingWorld, type MessagingWorld } from "../support/messaging-world";
import { aConversationId, aKey, text } from "../support/messages";
import { nextEvent, type TestClient } from "../support/messaging-client";

describe("conversations over sockets", () => {
  let world: MessagingWorld;
  beforeAll(async () => {
    world = await createMessagingWorld({ rate: { burst: 100_000, perSecond: 100_000 } });
  });
  afterAll(() => world.dispose());

  const send = (client: TestClient, conversationId: ConversationId, plain = "hello", clientKey = aKey()) => client.call(messageSend, { conversationId, clientKey, body: text(plain) });
  const direct = async (client: TestClient, userId: UserId): Promise<ConversationId> => (await client.call(conversationDirect, { userId })).conversation.id;
  /** Answers come after what was told to this socket before: a round trip is a barrier. */
  const barrier = (client: TestClient) => client.call(conversationHeads, {});

  it("[MSG-1] 60 concurrent senders keep seq and rev gap-free, and everybody gets everything in order", async () => {
    const users = await world.people(60);
    const clients = await Promise.all(users.map((user) => world.connect(user)));
    const id = await world.group(clients[0]!, users.slice(1));
    const received = new Map<TestClient, Set<number>>();
    for (const client of clients) {
      const revs = new Set<number>();
      received.set(client, revs);
      client.socket.on(conversationChanges.name, ({ changes }) => changes.forEach((change) => revs.add(change.rev)));
    }
    const { summary } = (await clients[0]!.call(conversationOpen, { conversationId: id }));
    const each = 10;
    const stored = (await Promise.all(clients.map((client) => Promise.all(Array.from({ length: each }, (_, n) => send(client, id, `${n}`)))))).flat();
    const count = users.length * each;
    expect(stored.map((message) => message.seq).sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, n) => n + 1));
    expect(stored.map((message) => message.rev).sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, n) => summary.rev + n + 1));
    await Promise.all(clients.map(barrier));
    for (const revs of received.values()) expect(revs.size).toBe(count);
  });

  it("[MSG-2] two attempts of one message at once store it once, and both are answered and told", async () => {
    const [anna, bob] = [await world.person(), await world.person()];
    const [phone, laptop, bobs] = [await world.connect(anna), await world.connect(anna), await world.connect(bob)];
    const id = await direct(phone, bob);
    const told: number[] = [];
    bobs.socket.on(conversationChanges.name, ({ changes }) => told.push(...changes.map((change) => change.rev)));
    const key = aKey();
    const [one, other] = await Promise.all([send(phone, id, "once", key), send(laptop, id, "once", key)]);
    expect(one).toEqual(other);
    expect(one.seq).toBe(1);
    await barrier(bobs);
    expect(told.every((rev) => rev === one.rev)).toBe(true);
    expect(told.length).toBeGreaterThanOrEqual(1);
    await expect(send(phone, id, "another body", key)).rejects.toMatchObject({ code: "message_key_reused" });
  });

  describe("old state and events make the new state", () => {
    /** Acts, and compares what watchers made of the events with what they would load anew. */
    async function verifyEvents(watchers: readonly TestClient[], conversationId: ConversationId, act: () => Promise<unknown>): Promise<void> {
      const models = await Promise.all(
        watchers.map(async (watcher) => {
          const model = createConversationModel(conversationId, await loadFresh(watcher, conversationId));
          await model.attach(watcher);
          return { watcher, model, before: JSON.stringify(snapshot(model.known)) };
        }),
      );
      await act();
      for (const { watcher, model, before } of models) {
        await barrier(watcher);
        model.detach();
        const fresh = snapshot(await loadFresh(watcher, conversationId));
        expect(snapshot(model.known)).toEqual(fresh);
        // An action that changed nothing would verify nothing.
        expect(JSON.stringify(fresh)).not.toBe(before);
      }
    }

    async function scene() {
      const [annaId, bobId, carolId] = [await world.person("Anna Keller"), await world.person("Bob Okafor"), await world.person("Carol Lindqvist")];
      const [anna, annasPhone, bob] = [await world.connect(annaId), await world.connect(annaId), await world.connect(bobId)];
      const id = await world.group(anna, [bobId], "Plans");
      const message = await send(anna, id, "first");
      return { anna, annasPhone, bob, bobId, carolId, id, message };
    }

    it("[MSG-7] sending", async () => {
      const { anna, annasPhone, bob, id } = await scene();
      await verifyEvents([anna, annasPhone, bob], id, () => send(anna, id));
    });
    it("[MSG-7] sending clears the draft everywhere", async () => {
      const { anna, annasPhone, id } = await scene();
      await anna.call(draftSave, { conversationId: id, body: text("unsent") });
      await verifyEvents([anna, annasPhone], id, () => send(anna, id));
    });
    it("[MSG-10] editing and deleting", async () => {
      const { anna, bob, id, message } = await scene();
      await verifyEvents([anna, bob], id, () => anna.call(messageEdit, { conversationId: id, messageId: message.id, body: text("better") }));
      await verifyEvents([anna, bob], id, () => anna.call(messageDelete, { conversationId: id, messageId: message.id }));
    });
    it("[CONV-6] adding", async () => {
      const { anna, bob, carolId, id } = await scene();
      const carol = await world.connect(carolId);
      const appeared = nextEvent(carol, conversationAppeared.name);
      await verifyEvents([anna, bob], id, () => anna.call(conversationAdd, { conversationId: id, userIds: [carolId] }));
      expect(await appeared).toEqual({ conversationId: id });
    });
    it("[CONV-7] leaving", async () => {
      const { anna, annasPhone, bob, id } = await scene();
      const vanished = nextEvent(bob, conversationVanished.name);
      await verifyEvents([anna, annasPhone], id, () => bob.call(conversationLeave, { conversationId: id }));
      expect(await vanished).toEqual({ conversationId: id });
    });
    it("[CONV-8] renaming", async () => {
      const { anna, bob, id } = await scene();
      await verifyEvents([anna, bob], id, () => bob.call(conversationRename, { conversationId: id, subject: "Lunch" }));
    });
    it("[MSG-24] reading, on the reader's other endpoints", async () => {
      const { annasPhone, anna, bob, id } = await scene();
      await send(bob, id);
      await verifyEvents([annasPhone, anna], id, () => anna.call(conversationRead, { conversationId: id, seq: 2 }));
    });
    it("[CONV-3] saving a draft, on the author's other endpoints", async () => {
      const { anna, annasPhone, id } = await scene();
      await verifyEvents([annasPhone], id, () => anna.call(draftSave, { conversationId: id, body: text("unsent") }));
    });
    it("[MSG-25] receiving", async () => {
      const { anna, bob, id } = await scene();
      const told = nextEvent(anna, conversationDeliveredTo.name);
      await verifyEvents([anna], id, async () => {
        await bob.call(conversationDelivered, { positions: [{ conversationId: id, seq: 1 }] });
        await told;
      });
    });
  });

  it("[CONV-2] lets a direct conversation appear to both with its first message, not when it is opened", async () => {
    const [anna, bob] = [await world.connect(await world.person()), await world.connect(await world.person())];
    const heard: string[] = [];
    bob.socket.onAny((name: string) => heard.push(name));
    const id = await direct(anna, bob.userId);
    await barrier(bob);
    expect(heard).toEqual([]);
    expect((await bob.call(conversationList, {})).conversations).toEqual([]);
    await send(anna, id);
    await barrier(bob);
    expect(heard).toEqual([conversationAppeared.name, conversationChanges.name]);
    expect((await bob.call(conversationList, {})).conversations).toMatchObject([{ id, seq: 1, readSeq: 0 }]);
  });

  it("[CONV-11] tells typing to the others, not more often than it is shown, and stores nothing", async () => {
    const [anna, bob] = [await world.connect(await world.person()), await world.connect(await world.person())];
    const id = await direct(anna, bob.userId);
    await send(anna, id);
    const told: unknown[] = [];
    bob.socket.on(conversationTypingBy.name, (payload) => told.push(payload));
    for (const typing of [true, true, true, false]) await anna.call(conversationTyping, { conversationId: id, typing });
    await barrier(bob);
    expect(told).toEqual([{ conversationId: id, partyId: anna.userId, typing: true }, { conversationId: id, partyId: anna.userId, typing: false }]);
  });

  it("[CONV-20] sends a blocker nothing of the blocked author, whatever they ask, and the author cannot tell", async () => {
    const [anna, bob] = [await world.connect(await world.person()), await world.connect(await world.person())];
    const id = await direct(anna, bob.userId);
    await send(bob, id, "before");
    await world.block(anna.userId, bob.userId);
    await barrier(anna);
    const frames: string[] = [];
    (anna.socket.io.engine as unknown as { on(event: "data", listen: (data: string) => void): void }).on("data", (data) => frames.push(data));
    const sent = await send(bob, id, "withheld-secret");
    await bob.call(messageEdit, { conversationId: id, messageId: sent.id, body: text("withheld-secret, edited") });
    await bob.call(conversationTyping, { conversationId: id, typing: true });
    await anna.call(conversationList, {});
    await anna.call(conversationList, { ids: [id] });
    await anna.call(conversationOpen, { conversationId: id });
    await anna.call(conversationEarlier, { conversationId: id, beforeCreatedRev: 999 });
    await anna.call(conversationCatchUp, { conversationId: id, afterRev: 0 });
    await anna.call(conversationHeads, {});
    await anna.call(conversationDelivered, { positions: [{ conversationId: id, seq: 99 }] });
    const received = frames.join("\n");
    expect(received).not.toContain("withheld-secret");
    expect(received).not.toContain(conversationTypingBy.name);
    expect(received).not.toContain(conversationChanges.name);
    expect(sent.seq).toBe(2);
    expect((await bob.call(conversationHeads, {})).heads).toMatchObject([{ seq: 2, rev: 5 }]);
  });

  it("[MSG-23] answers foreign ids like absent ones, on every command", async () => {
    const [anna, bob, erin] = [await world.connect(await world.person()), await world.connect(await world.person()), await world.connect(await world.person())];
    const id = await world.group(anna, [bob.userId]);
    const message = await send(anna, id);
    const codesFor = async (conversationId: ConversationId, messageId: MessageId): Promise<unknown[]> => {
      const codeOf = (answer: Promise<unknown>) => answer.then((value) => value, (error: unknown) => (error as { code: string }).code);
      return [
        await codeOf(erin.call(conversationOpen, { conversationId })),
        await codeOf(erin.call(conversationEarlier, { conversationId, beforeCreatedRev: 5 })),
        await codeOf(erin.call(conversationCatchUp, { conversationId, afterRev: 0 })),
        await codeOf(erin.call(conversationList, { ids: [conversationId] })),
        await codeOf(erin.call(conversationAdd, { conversationId, userIds: [erin.userId] })),
        await codeOf(erin.call(conversationLeave, { conversationId })),
        await codeOf(erin.call(conversationRename, { conversationId, subject: "x" })),
        await codeOf(erin.call(conversationRead, { conversationId, seq: 1 })),
        await codeOf(erin.call(conversationDelivered, { positions: [{ conversationId, seq: 1 }] })),
        await codeOf(erin.call(conversationTyping, { conversationId, typing: true })),
        await codeOf(erin.call(draftSave, { conversationId, body: text("x") })),
        await codeOf(erin.call(messageSend, { conversationId, clientKey: aKey(), body: text("x") })),
        await codeOf(erin.call(messageEdit, { conversationId, messageId, body: text("x") })),
        await codeOf(erin.call(messageDelete, { conversationId, messageId })),
      ];
    };
    const foreign = await codesFor(id, message.id);
    expect(foreign).toEqual(await codesFor(aConversationId(), aConversationId() as string as MessageId));
    expect(new Set(foreign.filter((code) => typeof code === "string"))).toEqual(new Set(["conversation_not_found"]));
  });
});
