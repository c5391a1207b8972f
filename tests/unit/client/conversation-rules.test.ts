import { describe, expect, it } from "vitest";
import { type ConversationStore, createClient, type TimelineEntry } from "@/lib/client";
import { type Message, PAGE_MAX, plainTextOf } from "@/lib/protocol";
import { fakePlatform, pass, settle } from "./fake-platform";
import { annaParty, annasMe, bobParty, ModelConversation, ModelServer, text } from "./model-server";

async function setup(options: { before?: number; platform?: ReturnType<typeof fakePlatform> } = {}) {
  const platform = options.platform ?? fakePlatform();
  const server = new ModelServer(platform.clock);
  const conversation = server.add(new ModelConversation(platform.clock));
  for (let index = 1; index <= (options.before ?? 3); index += 1) conversation.send(bobParty, text(`before ${index}`));
  const client = createClient({ me: annasMe(), platform, transport: server.transport });
  const store = client.conversation(conversation.id);
  await settle();
  const bobSays = (words: string) => {
    const { change } = conversation.send(bobParty, text(words));
    return { change, tell: () => server.tellChanges(conversation, [change]) };
  };
  return { platform, server, conversation, client, store, bobSays };
}

const wordsOf = (entry: TimelineEntry): string => {
  const body = entry.kind === "message" ? entry.message.body : entry.kind === "outgoing" ? entry.body : null;
  return body ? plainTextOf(body) : "";
};
const words = (store: ConversationStore): string[] => store.getSnapshot().entries.map(wordsOf);
const states = (store: ConversationStore): string[] => store.getSnapshot().entries.map((entry) => (entry.kind === "system" ? "system" : entry.state));

describe("catching up", () => {
  it("[SYNC-2] waits a moment for an overtaken change, and shows nothing out of turn", async () => {
    const { platform, server, store, bobSays } = await setup({ before: 0 });
    const one = bobSays("one");
    const two = bobSays("two");
    two.tell();
    await settle();
    expect(words(store)).toEqual([]);
    one.tell();
    await settle();
    expect(words(store)).toEqual(["one", "two"]);
    await pass(platform.clock, 1_000);
    expect(server.count("conversation:catch-up")).toBe(0);
  });

  it("[SYNC-2] fetches what stays missing, in pages, up to everything heard of", async () => {
    const { platform, server, store, bobSays } = await setup({ before: 0 });
    server.pageLimit = 2;
    for (const number of [1, 2, 3, 4]) bobSays(`lost ${number}`);
    bobSays("heard").tell();
    await pass(platform.clock, 200);
    expect(words(store)).toEqual(["lost 1", "lost 2", "lost 3", "lost 4", "heard"]);
    expect(store.getSnapshot().status).toBe("live");
  });

  it("[SYNC-2] is found behind by the heads when nothing follows a lost change", async () => {
    const { platform, server, store, client, bobSays } = await setup({ before: 0 });
    bobSays("lost without a trace");
    await pass(platform.clock, 59_000, 1_000);
    expect(words(store)).toEqual([]);
    server.ping();
    await pass(platform.clock, 2_000, 100);
    expect(words(store)).toEqual(["lost without a trace"]);
    expect(client.conversations.getSnapshot().items[0]?.unread).toBe(1);
  });

  it("[SYNC-2] does not ask without end for a change that the server does not give", async () => {
    const { platform, server, conversation } = await setup();
    const impossible = { kind: "subject" as const, rev: conversation.rev + 10, subject: "?" };
    server.tellChanges(conversation, [impossible]);
    await pass(platform.clock, 20_000, 100);
    expect(server.count("conversation:catch-up")).toBeLessThan(12);
  });

  it("[SYNC-3] keeps what is told while the first page is on its way", async () => {
    const platform = fakePlatform();
    const server = new ModelServer(platform.clock);
    const conversation = server.add(new ModelConversation(platform.clock));
    const late: (() => void)[] = [];
    server.deliver = (arrive, kind) => void (kind === "event" ? arrive() : late.push(arrive));
    const client = createClient({ me: annasMe(), platform, transport: server.transport });
    const store = client.conversation(conversation.id);
    await settle();
    server.tellChanges(conversation, [conversation.send(bobParty, text("meanwhile")).change]);
    server.tellChanges(conversation, [conversation.send(bobParty, text("and more")).change]);
    server.deliver = (arrive) => arrive();
    late.forEach((arrive) => arrive());
    await settle();
    expect(words(store)).toEqual(["meanwhile", "and more"]);
    expect(server.count("conversation:catch-up")).toBe(0);
  });

  it("[SYNC-4] keeps an edit that overtook the earlier page in which its row lies", async () => {
    const { server, conversation, store } = await setup({ before: 60 });
    expect(store.getSnapshot().earlier).toBe("available");
    const late: (() => void)[] = [];
    server.deliver = (arrive, kind) => void (kind === "event" ? arrive() : late.push(arrive));
    const loading = store.loadEarlier();
    const edited = conversation.change(conversation.rows[2]!.id, text("edited meanwhile"))!;
    server.tellChanges(conversation, [edited.change]);
    late.forEach((arrive) => arrive());
    await loading;
    expect(words(store)[2]).toBe("edited meanwhile");
    expect(store.getSnapshot().entries).toHaveLength(60);
  });

  it("[SYNC-4] an edit before the window only moves the number", async () => {
    const { platform, server, conversation, store, bobSays } = await setup({ before: 60 });
    server.tellChanges(conversation, [conversation.change(conversation.rows[2]!.id, text("edited"))!.change]);
    bobSays("next").tell();
    await pass(platform.clock, 500);
    expect(store.getSnapshot().entries).toHaveLength(51);
    expect(words(store).at(-1)).toBe("next");
    expect(server.count("conversation:catch-up")).toBe(0);
  });

  it("[SYNC-5] opens anew instead of catching up through thousands of changes", async () => {
    const { platform, server, conversation, store } = await setup();
    server.cut();
    for (let index = 0; index < 2_100; index += 1) conversation.send(bobParty, text(`away ${index}`));
    await pass(platform.clock, 2_000);
    expect(words(store).at(-1)).toBe("away 2099");
    expect(store.getSnapshot()).toMatchObject({ status: "live", earlier: "available" });
    expect(server.count("conversation:catch-up")).toBeLessThan(2_100 / PAGE_MAX);
  });

  it("[SYNC-6] a conversation left elsewhere goes from the list; what was read stays readable", async () => {
    const { platform, server, conversation, client, store } = await setup();
    server.conversations.delete(conversation.id);
    await pass(platform.clock, 61_000, 1_000);
    expect(client.conversations.getSnapshot().items).toEqual([]);
    expect(store.getSnapshot().status).toBe("gone");
    expect(words(store)).toHaveLength(3);
  });

  it("[SYNC-6] a conversation that appears is fetched, also when the word of it was lost", async () => {
    const { platform, server, client } = await setup();
    const told = server.add(new ModelConversation(platform.clock, "group"));
    told.send(bobParty, text("welcome"));
    server.tell("conversation:appeared", { conversationId: told.id });
    await pass(platform.clock, 500);
    expect(client.conversations.getSnapshot().items).toHaveLength(2);
    const untold = server.add(new ModelConversation(platform.clock, "group"));
    untold.send(bobParty, text("anybody?"));
    await pass(platform.clock, 62_000, 1_000);
    expect(client.conversations.getSnapshot().items.map((item) => item.summary.id)).toContain(untold.id);
  });
});

describe("positions", () => {
  it("[SYNC-7] reads what is in view of somebody who looks, and nothing else", async () => {
    const { platform, server, conversation, client, store, bobSays } = await setup();
    expect(conversation.readSeq).toBe(0);
    expect(client.conversations.getSnapshot().unreadTotal).toBe(3);
    const hide = store.show();
    store.setAtNewest(true);
    await settle();
    expect(conversation.readSeq).toBe(3);
    expect(store.getSnapshot()).toMatchObject({ unread: 0, unreadFromSeq: 1 });

    platform.fake.focused = false;
    bobSays("nobody looks").tell();
    await settle();
    expect(conversation.readSeq).toBe(3);
    expect(store.getSnapshot()).toMatchObject({ unread: 1, unreadFromSeq: 4 });
    platform.fake.focused = true;
    platform.fake.change("focus");
    await settle();
    expect(conversation.readSeq).toBe(4);

    store.setAtNewest(false);
    bobSays("scrolled away").tell();
    await settle();
    expect(conversation.readSeq).toBe(4);
    store.setAtNewest(true);
    await settle();
    expect(conversation.readSeq).toBe(5);
    hide();
    expect(store.getSnapshot().unreadFromSeq).toBeNull();
    bobSays("closed").tell();
    await settle();
    expect(conversation.readSeq).toBe(5);
    expect(server.count("conversation:read")).toBe(3);
  });

  it("[SYNC-7] never reads beyond a change that is still missing", async () => {
    const { conversation, store, bobSays } = await setup();
    store.show();
    store.setAtNewest(true);
    bobSays("lost");
    bobSays("heard").tell();
    await settle();
    expect(conversation.readSeq).toBe(3);
  });

  it("[SYNC-7] tells a reading again that was lost with its link", async () => {
    const { platform, server, conversation, store } = await setup();
    server.overrides.set("conversation:read", () => ({ code: "unavailable" }));
    store.show();
    store.setAtNewest(true);
    await settle();
    expect(conversation.readSeq).toBe(0);
    expect(store.getSnapshot().unread).toBe(0);
    server.overrides.clear();
    server.cut();
    await pass(platform.clock, 2_000);
    expect(conversation.readSeq).toBe(3);
  });

  it("[SYNC-8] acknowledges receipt of all conversations together, at most once in 250 ms", async () => {
    const { platform, server, conversation } = await setup({ before: 0 });
    const other = server.add(new ModelConversation(platform.clock, "group"));
    server.tell("conversation:appeared", { conversationId: other.id });
    await pass(platform.clock, 1_000);
    for (let index = 0; index < 5; index += 1) for (const one of [conversation, other]) server.tellChanges(one, [one.send(bobParty, text("hello")).change]);
    await pass(platform.clock, 300);
    const acks = server.commands.filter((command) => command.name === "conversation:delivered");
    expect(acks).toHaveLength(1);
    expect(acks[0]?.input["positions"]).toEqual([
      { conversationId: conversation.id, seq: 5 },
      { conversationId: other.id, seq: 5 },
    ]);
  });

  it("[OUT-5] shows sent, then delivered, by the position of all", async () => {
    const { server, conversation, store } = await setup({ before: 0 });
    store.send(text("hello"));
    await settle();
    expect(states(store)).toEqual(["sent"]);
    server.tell("conversation:delivered-to", { conversationId: conversation.id, deliveredSeq: 1 });
    expect(states(store)).toEqual(["delivered"]);
  });
});

describe("sending", () => {
  it("[OUT-1] shows a message at once, under one key until it is stored", async () => {
    const { server, store } = await setup({ before: 0 });
    const late: (() => void)[] = [];
    server.deliver = (arrive) => void late.push(arrive);
    const key = store.send(text("hello"));
    expect(store.getSnapshot().entries).toMatchObject([{ kind: "outgoing", key, state: "sending" }]);
    late.forEach((arrive) => arrive());
    await settle();
    expect(store.getSnapshot().entries).toMatchObject([{ kind: "message", key, state: "sent" }]);
  });

  it("[OUT-1] has one message of a conversation on its way at a time", async () => {
    const { server, conversation, store } = await setup({ before: 0 });
    const late: (() => void)[] = [];
    server.deliver = (arrive) => void late.push(arrive);
    store.send(text("one"));
    store.send(text("two"));
    await settle();
    expect(server.count("message:send")).toBe(1);
    expect(states(store)).toEqual(["sending", "waiting"]);
    server.deliver = (arrive) => arrive();
    late.forEach((arrive) => arrive());
    await settle();
    expect(conversation.seq).toBe(2);
  });

  it("[OUT-1] an answer lost with its link leaves the message waiting, never failed, and stores it once", async () => {
    const { platform, server, conversation, store } = await setup({ before: 0 });
    server.deliver = () => undefined;
    for (let tries = 0; tries < 8; tries += 1) {
      if (tries === 0) store.send(text("once"));
      server.cut();
      await settle();
      expect(states(store)).toEqual(["waiting"]);
      await pass(platform.clock, 1_000);
    }
    server.deliver = (arrive) => arrive();
    server.cut();
    await pass(platform.clock, 2_000);
    expect(states(store)).toEqual(["sent"]);
    expect(conversation.rows).toHaveLength(1);
    expect(server.count("message:send")).toBeGreaterThan(5);
  });

  it("[OUT-2] waits without a link and goes out by itself, in order", async () => {
    const { platform, server, conversation, store } = await setup({ before: 0 });
    server.accepts = "no-network";
    server.cut();
    for (const one of ["one", "two", "three"]) store.send(text(one));
    await pass(platform.clock, 5_000);
    expect(states(store)).toEqual(["waiting", "waiting", "waiting"]);
    server.accepts = true;
    await pass(platform.clock, 25_000, 500);
    expect(conversation.rows.map((row) => (row as Message).body).map((body) => body && plainTextOf(body))).toEqual(["one", "two", "three"]);
    expect(states(store)).toEqual(["sent", "sent", "sent"]);
  });

  it("[OUT-3] survives a reload of the page", async () => {
    const first = await setup({ before: 0 });
    first.server.accepts = "no-network";
    first.server.cut();
    const key = first.store.send(text("written in a tunnel"));
    first.client.dispose();

    const platform = fakePlatform({ localStorage: first.platform.localStorage, clock: first.platform.clock });
    const server = new ModelServer(platform.clock);
    server.add(first.conversation);
    createClient({ me: { ...annasMe() }, platform, transport: server.transport });
    await settle();
    expect(first.conversation.rows).toMatchObject([{ clientKey: key, seq: 1 }]);
    expect([...platform.localStorage.entries.keys()]).toEqual([]);
  });

  it("[OUT-4] a refusal is shown with its code; later messages go on; a retry repeats the key; discarding forgets", async () => {
    const { server, conversation, store } = await setup({ before: 0 });
    server.overrides.set("message:send", () => ({ code: "policy_forbids" }));
    const refused = store.send(text("one"));
    await settle();
    expect(store.getSnapshot().entries).toMatchObject([{ kind: "outgoing", state: "failed", code: "policy_forbids" }]);
    const other = store.send(text("two"));
    await settle();
    server.overrides.clear();
    store.discard(other);
    store.retry(refused);
    await settle();
    expect(conversation.rows).toMatchObject([{ clientKey: refused }]);
    expect(store.getSnapshot().entries).toHaveLength(1);
  });

  it("[OUT-6] an edit shows at once and is taken back when refused", async () => {
    const { server, conversation, store } = await setup({ before: 0 });
    store.send(text("helo"));
    await settle();
    const { id } = conversation.rows[0]!;
    server.overrides.set("message:edit", () => ({ code: "policy_forbids" }));
    const refused = store.edit(id, text("hello"));
    expect(words(store)).toEqual(["hello"]);
    await expect(refused).rejects.toMatchObject({ code: "policy_forbids" });
    expect(words(store)).toEqual(["helo"]);
    server.overrides.clear();
    await store.edit(id, text("hello"));
    expect(store.getSnapshot().entries).toMatchObject([{ changing: false, message: { rev: 2 } }]);
    await store.remove(id);
    expect(store.getSnapshot().entries).toMatchObject([{ message: { body: null, rev: 3 } }]);
  });
});

describe("typing and drafts", () => {
  it("[SYNC-9] a typing mark ends by itself, by its author's word, and by their message", async () => {
    const { platform, server, conversation, store, bobSays } = await setup();
    const bobTypes = (typing: boolean) => server.tell("conversation:typing-by", { conversationId: conversation.id, partyId: bobParty, typing });
    bobTypes(true);
    expect(store.getSnapshot().typing).toEqual([bobParty]);
    await pass(platform.clock, 6_100);
    expect(store.getSnapshot().typing).toEqual([]);
    bobTypes(true);
    bobTypes(false);
    expect(store.getSnapshot().typing).toEqual([]);
    bobTypes(true);
    bobSays("done").tell();
    expect(store.getSnapshot().typing).toEqual([]);
    server.tell("conversation:typing-by", { conversationId: conversation.id, partyId: annaParty, typing: true });
    expect(store.getSnapshot().typing).toEqual([]);
  });

  it("[DRAFT-1] is saved when the typist rests, and at once when the page goes", async () => {
    const { platform, server, conversation, store } = await setup();
    for (const one of ["h", "he", "hel"]) {
      store.write(text(one));
      await pass(platform.clock, 100);
    }
    expect(server.count("draft:save")).toBe(0);
    await pass(platform.clock, 400);
    expect(conversation.draft).toEqual(text("hel"));
    expect(server.count("draft:save")).toBe(1);
    store.write(text("hell"));
    platform.fake.hide();
    expect(conversation.draft).toEqual(text("hell"));
  });

  it("[DRAFT-2] what the server does not have yet survives a reload and is saved then, an emptied one too", async () => {
    const first = await setup();
    first.store.write(text("kept before"));
    await pass(first.platform.clock, 500);
    first.server.accepts = "no-network";
    first.server.cut();
    const other = first.server.add(new ModelConversation(first.platform.clock));
    first.client.conversation(other.id).write(text("in a tunnel"));
    first.store.write(null);
    first.client.dispose();

    const platform = fakePlatform({ localStorage: first.platform.localStorage, clock: first.platform.clock });
    const server = new ModelServer(platform.clock);
    server.add(first.conversation);
    server.add(other);
    const client = createClient({ me: annasMe(), platform, transport: server.transport });
    expect(client.conversation(other.id).getSnapshot().draft.text).toBe("in a tunnel");
    await pass(platform.clock, 1_000);
    expect(other.draft).toEqual(text("in a tunnel"));
    expect(first.conversation.draft).toBeNull();
    expect(client.conversation(first.conversation.id).getSnapshot().draft.text).toBe("");
  });

  it("[DRAFT-3] another endpoint's draft fills the composer unless somebody writes in it", async () => {
    const { platform, server, conversation, store } = await setup();
    const elsewhere = (words: string) => server.tell("draft:changed", { conversationId: conversation.id, body: text(words) });
    elsewhere("from my phone");
    expect(store.getSnapshot().draft).toMatchObject({ text: "from my phone", outsideChanges: 1 });
    store.setComposing(true);
    elsewhere("and more");
    expect(store.getSnapshot().draft.text).toBe("from my phone");
    store.setComposing(false);
    expect(store.getSnapshot().draft).toMatchObject({ text: "and more", outsideChanges: 2 });
    store.write(text("mine"));
    elsewhere("too late");
    await pass(platform.clock, 1_000);
    expect(conversation.draft).toEqual(text("mine"));
    // My own saving comes back as an event, too.
    expect(store.getSnapshot().draft).toMatchObject({ text: "mine", outsideChanges: 2 });
  });

  it("[DRAFT-4] sending forgets the draft", async () => {
    const { platform, conversation, store } = await setup();
    store.write(text("hello"));
    await pass(platform.clock, 500);
    store.send(text("hello"));
    await pass(platform.clock, 500);
    expect(conversation.draft).toBeNull();
    expect(platform.localStorage.entries.size).toBe(0);
  });
});

describe("memory", () => {
  it("[SYNC-10] keeps the last twenty opened, and those in use", async () => {
    const { platform, server, client, store } = await setup();
    const stop = store.subscribe(() => undefined);
    const others = Array.from({ length: 25 }, () => server.add(new ModelConversation(platform.clock)).id);
    const opened = others.map((id) => client.conversation(id));
    expect(client.conversation(store.conversationId)).toBe(store);
    expect(client.conversation(others[24]!)).toBe(opened[24]);
    expect(client.conversation(others[0]!)).not.toBe(opened[0]);
    stop();
  });
});
