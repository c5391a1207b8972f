import { describe, expect, it } from "vitest";
import { type ConversationId, DEFAULT_POLICY, type PolicySettings, type UserId } from "@/lib/protocol";
import { createConversations, type ConversationStore } from "@/server/domain/conversations";
import { createMessaging, type MessageStore } from "@/server/domain/messaging";
import { silentLogger } from "@/server/telemetry";
import { createInMemoryStore } from "../../support/in-memory-message-store";
import { aKey, aUserId, text } from "../../support/messages";
import { recordingFanout } from "../../support/recording-fanout";

type Hooks = { onCall?: (name: string) => void; policy?: Partial<PolicySettings> };

/** Calls `onCall` before each call of a port. */
function watched<T extends object>(port: T, onCall: ((name: string) => void) | undefined): T {
  return new Proxy(port, {
    get(target, name: string) {
      const method = target[name as keyof T] as unknown as (...values: unknown[]) => Promise<unknown>;
      return async (...values: unknown[]) => {
        onCall?.(name);
        return method(...values);
      };
    },
  });
}

async function setup(hooks: Hooks = {}) {
  const store = createInMemoryStore();
  const fanout = recordingFanout();
  let nowMs = Date.UTC(2031, 4, 4, 12);
  const clock = { now: () => new Date(nowMs) };
  const messages: MessageStore = watched(store.messages, hooks.onCall);
  const conversationStore: ConversationStore = watched(store.conversations, hooks.onCall);
  const messaging = createMessaging({ store: messages, fanout, clock, log: silentLogger, metrics: { messageBatch: { observe: () => undefined } as never } });
  const policy = { effectiveFor: async () => ({ ...DEFAULT_POLICY, ...hooks.policy }) };
  const conversations = createConversations({ messaging, store: conversationStore, policy, fanout, clock });
  const [anna, bob, carol, erin] = [aUserId(), aUserId(), aUserId(), aUserId()];
  for (const [id, name] of [[anna, "Anna Keller"], [bob, "Bob Okafor"], [carol, "Carol Lindqvist"], [erin, "Erin Walsh"]] as const) await store.addPerson(id, name);
  return { store, fanout, messaging, conversations, anna, bob, carol, erin, advance: (ms: number) => (nowMs += ms) };
}

const message = (conversationId: ConversationId, clientKey = aKey()) => ({ conversationId, clientKey, body: text("hello"), importance: "normal" as const });

describe("conversations", () => {
  it("[CONV-1] refuses a direct conversation with oneself, naming the field", async () => {
    const { conversations, anna, bob } = await setup();
    await expect(conversations.startDirect(anna, { userId: anna })).rejects.toMatchObject({ code: "invalid_input", answer: { fields: ["userId"] } });
    await expect(conversations.startDirect(anna, { userId: bob })).resolves.toMatchObject({ conversation: { kind: "direct", memberCount: 2 } });
  });

  it("[CONV-2] tells both that it appeared, before its first message", async () => {
    const { conversations, fanout, anna, bob } = await setup();
    const { conversation } = await conversations.startDirect(anna, { userId: bob });
    expect(fanout.told).toEqual([]);
    await conversations.sendMessage(anna, message(conversation.id));
    expect(fanout.toldTo(bob)).toEqual(["conversation:appeared", "conversation:changes"]);
    expect(fanout.toldTo(anna)).toEqual(["conversation:appeared", "conversation:changes"]);
  });

  it("[MSG-2] tells a retry again, with the first number", async () => {
    const { conversations, fanout, anna, bob } = await setup();
    const { conversation } = await conversations.startDirect(anna, { userId: bob });
    const input = message(conversation.id);
    const first = await conversations.sendMessage(anna, input);
    const before = fanout.told.length;
    expect(await conversations.sendMessage(anna, input)).toEqual(first);
    expect(fanout.told.slice(before)).toMatchObject([{ event: "conversation:changes", payload: { changes: [{ rev: first.rev }] } }]);
  });

  it("[MSG-9] tells the messages of one batch as one event, ascending", async () => {
    const { conversations, fanout, anna, bob } = await setup();
    const { conversation } = await conversations.startDirect(anna, { userId: bob });
    await conversations.sendMessage(anna, message(conversation.id));
    const before = fanout.told.length;
    await Promise.all([1, 2, 3].map(() => conversations.sendMessage(anna, message(conversation.id))));
    expect(fanout.told.slice(before)).toMatchObject([{ payload: { changes: [{ rev: 4 }, { rev: 5 }, { rev: 6 }] } }]);
  });

  it("[CONV-12] asks the policy before anything else", async () => {
    const calls: string[] = [];
    const { conversations, anna, bob, carol } = await setup({ onCall: (name) => calls.push(name), policy: { groupConversations: false, editMessages: false, deleteMessages: false } });
    const { conversation } = await conversations.startDirect(anna, { userId: bob });
    const sent = await conversations.sendMessage(anna, message(conversation.id));
    calls.length = 0;
    const ref = { conversationId: conversation.id, messageId: sent.id };
    await expect(conversations.startGroup(anna, { clientKey: aKey(), userIds: [bob, carol] })).rejects.toMatchObject({ code: "policy_forbids" });
    await expect(conversations.addMembers(anna, { conversationId: conversation.id, userIds: [carol], history: "from-now" })).rejects.toMatchObject({ code: "policy_forbids" });
    await expect(conversations.editMessage(anna, { ...ref, body: text("x") })).rejects.toMatchObject({ code: "policy_forbids" });
    await expect(conversations.deleteMessage(anna, ref)).rejects.toMatchObject({ code: "policy_forbids" });
    expect(calls).toEqual([]);
  });

  it("[CONV-11] swallows the same typing mark within 2 s", async () => {
    const { conversations, fanout, anna, bob, advance } = await setup();
    const { conversation } = await conversations.startDirect(anna, { userId: bob });
    await conversations.sendMessage(anna, message(conversation.id));
    const type = (typing: boolean) => conversations.typing(anna, { conversationId: conversation.id, typing });
    const marks = () => fanout.told.filter(({ event }) => event === "conversation:typing-by").length;
    await type(true);
    await type(true);
    expect(marks()).toBe(1);
    advance(2_000);
    await type(true);
    await type(false);
    expect(marks()).toBe(3);
  });

  it("[MSG-25] gathers acknowledgements and tells the least position once", async () => {
    const { conversations, messaging, fanout, anna, bob } = await setup();
    const { conversation } = await conversations.startDirect(anna, { userId: bob });
    for (let n = 0; n < 3; n += 1) await conversations.sendMessage(anna, message(conversation.id));
    for (const seq of [1, 3, 2]) await conversations.markDelivered(bob, { positions: [{ conversationId: conversation.id, seq }] });
    await messaging.close();
    expect(fanout.told.filter(({ event }) => event === "conversation:delivered-to")).toMatchObject([{ to: [anna, bob].sort(), payload: { deliveredSeq: 3 } }]);
  });

  it("[CONV-20] tells a withheld message to its author alone", async () => {
    const { conversations, store, fanout, anna, bob } = await setup();
    const { conversation } = await conversations.startDirect(anna, { userId: bob });
    await store.block(anna, bob);
    await conversations.sendMessage(bob, message(conversation.id));
    await conversations.typing(bob, { conversationId: conversation.id, typing: true });
    expect(fanout.toldTo(anna)).toEqual([]);
    expect(fanout.toldTo(bob)).toEqual(["conversation:appeared", "conversation:changes"]);
  });
});

describe("when the n-th call of a port fails", () => {
  type Scene = Awaited<ReturnType<typeof setup>>;

  /** One life of a group: every verb that writes. */
  async function everything({ conversations, anna, bob, carol, erin }: Scene, keys: readonly string[]): Promise<ConversationId> {
    const { conversation } = await conversations.startGroup(anna, { clientKey: keys[0]!, userIds: [bob, carol] });
    const id = conversation.id;
    const sent = await conversations.sendMessage(anna, message(id, keys[1]));
    await conversations.editMessage(anna, { conversationId: id, messageId: sent.id, body: text("better") });
    await conversations.addMembers(bob, { conversationId: id, userIds: [erin], history: "from-start" });
    await conversations.rename(bob, { conversationId: id, subject: "Lunch" });
    await conversations.saveDraft(carol, { conversationId: id, body: text("unsent") });
    await conversations.markRead(carol, { conversationId: id, seq: 1 });
    const last = await conversations.sendMessage(bob, message(id, keys[2]));
    await conversations.deleteMessage(bob, { conversationId: id, messageId: last.id });
    return id;
  }
  const seenBy = async ({ conversations }: Scene, userId: UserId, id: ConversationId) => {
    const { summary, items } = await conversations.open(userId, { conversationId: id, limit: 50 });
    return { ...summary, id: "", lastActivityAt: "", members: summary.members.length, lastMessage: summary.lastMessage?.seq, items: items.map((item) => `${item.createdRev}/${item.rev} ${item.kind}`) };
  };

  it("[MSG-8] the caller hears of it, nothing was told of what was not stored, and doing it again ends the same", async () => {
    const plain = await setup();
    const keys = [aKey(), aKey(), aKey()];
    const wanted = await seenBy(plain, plain.anna, await everything(plain, keys));

    let nth = 1;
    for (let failed = true; failed; nth += 1) {
      let calls = 0;
      const scene = await setup({
        onCall: () => {
          calls += 1;
          if (calls === nth) throw new Error("port failed");
        },
      });
      const toldBefore = () => scene.fanout.told.length;
      failed = await everything(scene, keys).then(() => false, (error: unknown) => (error as Error).message === "port failed");
      if (!failed) break;
      const told = toldBefore();
      await new Promise((resolve) => setImmediate(resolve));
      expect(toldBefore()).toBe(told);
      // Each verb may be repeated: keys, states in force and positions make it harmless.
      expect(await seenBy(scene, scene.anna, await everything(scene, keys))).toEqual(wanted);
    }
    expect(nth).toBeGreaterThan(9);
  });
});
