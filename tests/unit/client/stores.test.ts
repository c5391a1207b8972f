import { describe, expect, it } from "vitest";
import { createClient, nameOf } from "@/lib/client";
import { type Contact, ContactGroupId, ContactId, type ContactList, LEASE_MS, type Me, type PersonCard, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { fakePlatform, pass, settle } from "./fake-platform";
import { annasMe, bob, bobParty, carol, ModelConversation, ModelServer, text } from "./model-server";

const EMPTY_LIST: ContactList = { rev: 0, groups: [], contacts: [], numbers: [], organisationGroups: [], automaticGroups: [] };

async function setup(options: { publicComputer?: boolean; me?: Me; contacts?: Partial<ContactList> } = {}) {
  const platform = fakePlatform();
  const server = new ModelServer(platform.clock);
  const list: { current: ContactList } = { current: { ...EMPTY_LIST, ...options.contacts } };
  server.overrides.set("contacts:get", () => ({ value: list.current }));
  const client = createClient({ me: options.me ?? annasMe(options.publicComputer), platform, transport: server.transport });
  await settle();
  return { platform, server, client, list };
}

const card = (userId: UserId, displayName: string): PersonCard => ({ userId, displayName });
const contact = (userId: UserId, displayName: string, more: Partial<Contact> = {}): Contact => ({
  id: ContactId.parse(uuidV7()),
  userId,
  person: card(userId, displayName),
  groupIds: [],
  favourite: false,
  seesMeAs: "company",
  tagged: false,
  ...more,
});

describe("presence", () => {
  it("[PRES-1] watches whom somebody looks at, in one call, and lets go a little later", async () => {
    const { platform, server, client } = await setup();
    const stops = [client.presence.of(bob).subscribe(() => undefined), client.presence.of(carol).subscribe(() => undefined), client.presence.watch([bob])];
    await settle();
    expect(server.commands.filter(({ name }) => name === "presence:watch").map(({ input }) => input["userIds"])).toEqual([[bob, carol]]);
    expect(client.presence.of(bob).getSnapshot().state).toBe("available");
    server.tell("presence:changed", { userId: bob, state: "busy", availability: 6_500 });
    expect(client.presence.of(bob).getSnapshot().state).toBe("busy");

    stops.forEach((stop) => stop());
    const again = client.presence.of(bob).subscribe(() => undefined);
    await pass(platform.clock, 11_000, 1_000);
    expect(server.commands.filter(({ name }) => name === "presence:unwatch").map(({ input }) => input["userIds"])).toEqual([[carol]]);
    again();
  });

  it("[F18] shows everybody as unknown when nothing was heard of the server for a lease, and never stale colours", async () => {
    const { platform, server, client } = await setup();
    client.presence.of(bob).subscribe(() => undefined);
    server.tell("presence:self", { view: { userId: client.session.getSnapshot().userId, state: "available", availability: 3_500 }, manual: null, manualUntil: null, automatic: "available", note: null, location: null });
    await settle();
    server.accepts = "no-network";
    server.cut();
    await pass(platform.clock, LEASE_MS, 1_000);
    expect(client.presence.of(bob).getSnapshot().state).toBe("available");
    await pass(platform.clock, 1_000);
    expect(client.presence.of(bob).getSnapshot()).toEqual({ userId: bob, state: "unknown" });
    expect(client.presence.self.getSnapshot().view.state).toBe("unknown");

    server.overrides.set("presence:watch", () => ({ value: { views: [{ userId: bob, state: "away", availability: 15_500 }] } }));
    server.accepts = true;
    await pass(platform.clock, 21_000, 1_000);
    expect(client.presence.of(bob).getSnapshot().state).toBe("away");
  });

  it("[F18] also when the link hangs without a word", async () => {
    const { platform, server, client } = await setup();
    client.presence.of(bob).subscribe(() => undefined);
    await settle();
    for (let index = 0; index < 6; index += 1) {
      await pass(platform.clock, 10_000, 1_000);
      server.ping();
    }
    expect(client.presence.of(bob).getSnapshot().state).toBe("available");
    // A laptop sleeps: no timer runs, then the page comes to the front.
    server.deliver = () => undefined;
    platform.clock.jump(3_600_000);
    platform.fake.change("visibility");
    expect(client.presence.of(bob).getSnapshot().state).toBe("unknown");
  });

  it("[PRES-2] shows a chosen state at once and takes it back when refused", async () => {
    const { server, client } = await setup();
    server.overrides.set("presence:set", () => ({ code: "unavailable" }));
    const chosen = client.presence.setManual("dnd");
    expect(client.presence.self.getSnapshot()).toMatchObject({ manual: "dnd", view: { state: "dnd" } });
    await expect(chosen).rejects.toMatchObject({ code: "unavailable" });
    expect(client.presence.self.getSnapshot().manual).toBeNull();
  });
});

describe("contacts", () => {
  it("[CONT-1] fetches the list when its number rises above the one held, and only then", async () => {
    const { server, client, list } = await setup();
    expect(client.contacts.getSnapshot().status).toBe("ready");
    list.current = { ...list.current, rev: 2, groups: [], contacts: [contact(bob, "Bob Okafor")] };
    server.tell("contacts:changed", { rev: 2 });
    await settle();
    expect(client.contacts.getSnapshot().others.map(nameOf)).toEqual(["Bob Okafor"]);
    server.tell("contacts:changed", { rev: 2 });
    await settle();
    expect(server.count("contacts:get")).toBe(2);
  });

  it("[CONT-2] shows an edit at once; its own number is not fetched; a refusal is taken back", async () => {
    const { server, client } = await setup();
    const added = contact(bob, "Bob Okafor");
    server.overrides.set("contacts:add", () => {
      server.tell("contacts:changed", { rev: 1 });
      return { value: { rev: 1, contact: added } };
    });
    const adding = client.contacts.add(card(bob, "Bob Okafor"));
    expect(client.contacts.find(bob)?.person.displayName).toBe("Bob Okafor");
    await adding;
    expect(client.contacts.find(bob)).toEqual(added);
    expect(server.count("contacts:get")).toBe(1);

    server.overrides.set("contacts:remove", () => ({ code: "unavailable" }));
    const removing = client.contacts.remove(added.id);
    expect(client.contacts.find(bob)).toBeUndefined();
    await expect(removing).rejects.toMatchObject({ code: "unavailable" });
    expect(client.contacts.find(bob)).toEqual(added);
  });

  it("[F25] shows a tag at once, and takes a refused one back", async () => {
    const { server, client } = await setup({ contacts: { rev: 1, contacts: [contact(bob, "Bob Okafor")] } });
    server.overrides.set("contacts:tag", () => ({ value: { rev: 2 } }));
    const tagging = client.contacts.tag(bob, true);
    expect(client.contacts.find(bob)?.tagged).toBe(true);
    await tagging;
    expect(client.contacts.find(bob)?.tagged).toBe(true);
    expect(server.count("contacts:get")).toBe(1);
    server.overrides.set("contacts:tag", () => ({ code: "unavailable" }));
    await expect(client.contacts.tag(bob, false)).rejects.toMatchObject({ code: "unavailable" });
    expect(client.contacts.find(bob)?.tagged).toBe(true);
  });

  it("[CONT-2] fetches when somebody else changed the list in between", async () => {
    const { server, client, list } = await setup();
    list.current = { ...list.current, rev: 5, groups: [], contacts: [contact(carol, "Carol Lindqvist"), contact(bob, "Bob Okafor")] };
    server.overrides.set("contacts:add", () => ({ value: { rev: 5, contact: list.current.contacts[1] } }));
    await client.contacts.add(card(bob, "Bob Okafor"));
    await settle();
    expect(client.contacts.getSnapshot().all.map((one) => one.userId)).toEqual([bob, carol]);
  });

  it("[CONT-3] arranges by groups in their order, favourites and others, each by name", async () => {
    const [sales, friends] = [ContactGroupId.parse(uuidV7()), ContactGroupId.parse(uuidV7())];
    const { client } = await setup({
      contacts: {
        rev: 1,
        groups: [
          { id: sales, name: "Sales", position: 2 },
          { id: friends, name: "Friends", position: 1 },
        ],
        contacts: [contact(carol, "Carol", { groupIds: [sales, friends], favourite: true }), contact(bob, "Bob", { groupIds: [sales] })],
      },
    });
    const { groups, favourites, others } = client.contacts.getSnapshot();
    expect(groups.map(({ group, entries }) => [group.name, entries.map(nameOf)])).toEqual([
      ["Friends", ["Carol"]],
      ["Sales", ["Bob", "Carol"]],
    ]);
    expect([favourites.length, others.length]).toEqual([1, 0]);
  });
});

async function withConversation() {
  const context = await setup({ contacts: { rev: 1, groups: [], contacts: [contact(carol, "Carol", { seesMeAs: "team" })] } });
  const conversation = context.server.add(new ModelConversation(context.platform.clock));
  context.server.tell("conversation:appeared", { conversationId: conversation.id });
  await pass(context.platform.clock, 1_000);
  const say = (words: string, author = bobParty): void => context.server.tellChanges(conversation, [conversation.send(author, text(words)).change]);
  return { ...context, conversation, say };
}

describe("people and directory", () => {
  it("[PEOPLE-1] fetches a card once, again when it changed, and patches the contact list", async () => {
    const { server, client } = await setup({ contacts: { rev: 1, groups: [], contacts: [contact(bob, "Bob")] } });
    let name = "Bob Okafor";
    server.overrides.set("person:get", () => ({ value: { card: card(bob, name), seesMeAs: "team" } }));
    expect(client.people.of(bob).getSnapshot()).toMatchObject({ status: "ready", card: { displayName: "Bob" }, seesMeAs: null });
    client.people.of(bob).subscribe(() => undefined);
    client.people.of(bob).subscribe(() => undefined);
    await settle();
    expect(client.people.of(bob).getSnapshot()).toMatchObject({ card: { displayName: "Bob Okafor" }, seesMeAs: "team" });
    name = "Bob O.";
    server.tell("person:changed", { userId: bob });
    await settle();
    expect(client.contacts.find(bob)).toMatchObject({ person: { displayName: "Bob O." }, seesMeAs: "team" });
    expect(server.count("person:get")).toBe(2);
  });

  it("[PEOPLE-2] brings a new name and picture to the conversations the person is in", async () => {
    const { server, client, conversation } = await withConversation();
    const store = client.conversation(conversation.id);
    await settle();
    expect(client.conversations.getSnapshot().items).toHaveLength(1);
    server.overrides.set("person:get", () => ({ value: { card: { ...card(bob, "Bob O."), photoUrl: "/api/v1/photos/new" }, seesMeAs: "team" } }));
    server.tell("person:changed", { userId: bob });
    await settle();
    const [item] = client.conversations.getSnapshot().items;
    for (const members of [store.getSnapshot().members, item?.summary.members ?? []]) {
      expect(members.find(({ party }) => (party.id as string) === bob)?.party).toMatchObject({ displayName: "Bob O.", photoUrl: "/api/v1/photos/new" });
    }
  });

  it("[DIR-1] searches when the typist rests, and drops answers that come too late", async () => {
    const { platform, server, client } = await setup();
    const search = client.createDirectorySearch();
    const late = new Map<string, () => void>();
    server.deliver = (arrive, kind) => void (kind === "event" ? arrive() : late.set(String(server.commands.at(-1)?.input["query"]), arrive));
    server.overrides.set("directory:search", (input) => ({ value: { people: [card(bob, String(input["query"]))] } }));
    for (const query of ["b", "bo"]) search.setQuery(query);
    await pass(platform.clock, 60, 20);
    search.setQuery("bob");
    await pass(platform.clock, 60, 20);
    expect(server.count("directory:search")).toBe(2);
    late.get("bob")?.();
    await settle();
    late.get("bo")?.();
    await settle();
    expect(search.getSnapshot()).toMatchObject({ query: "bob", status: "ready", people: [{ displayName: "bob" }] });
    search.setQuery("");
    expect(search.getSnapshot()).toMatchObject({ status: "idle", people: [] });
  });

  it("[DIR-2] keeps, while it waits, only those found before who fit what is typed by now", async () => {
    const { platform, server, client } = await setup();
    const search = client.createDirectorySearch();
    const found = [card(bob, "Carol Lindqvist"), { ...card(bob, "Caro Moreau"), email: "c.moreau@example.com" }, { ...card(bob, "Carl Béla"), workPhone: "+12025550101" }];
    server.overrides.set("directory:search", () => ({ value: { people: found } }));
    const keptFor = async (query: string): Promise<string[]> => {
      search.setQuery("car");
      await pass(platform.clock, 60, 20);
      await settle();
      expect(search.getSnapshot()).toMatchObject({ status: "ready", people: found });
      search.setQuery(query);
      expect(search.getSnapshot()).toMatchObject({ query, status: "searching" });
      return search.getSnapshot().people.map(({ displayName }) => displayName);
    };
    expect(await keptFor("caro")).toEqual(["Carol Lindqvist", "Caro Moreau"]);
    expect(await keptFor("CARO mor")).toEqual(["Caro Moreau"]);
    expect(await keptFor("c.mor")).toEqual(["Caro Moreau"]);
    expect(await keptFor("bela")).toEqual(["Carl Béla"]);
    expect(await keptFor("0202 555")).toEqual(["Carl Béla"]);
    expect(await keptFor("car 202")).toEqual([]);
    expect(await keptFor("anna")).toEqual([]);
    expect(await keptFor("+")).toEqual([]);
  });
});

describe("idle", () => {
  it("[F10] tells the server after a minute without input, and at once on return", async () => {
    const { platform, server, client } = await setup();
    const told = () => server.commands.filter(({ name }) => name === "presence:activity").map(({ input }) => [input["active"], input["idleForMs"]]);
    await pass(platform.clock, 30_000, 1_000);
    for (let index = 0; index < 100; index += 1) platform.fake.input();
    await pass(platform.clock, 59_000, 1_000);
    expect(told()).toEqual([]);
    await pass(platform.clock, 1_000);
    expect(told()).toEqual([[false, 60_000]]);
    expect(client.idle.getSnapshot().idleSinceMs).toBe(platform.now() - 60_000);
    platform.fake.input("elsewhere");
    expect(told()).toHaveLength(1);
    platform.fake.input();
    expect(told()).toEqual([
      [false, 60_000],
      [true, 0],
    ]);
    expect(client.idle.getSnapshot().idleSinceMs).toBeNull();
  });
});

describe("my account", () => {
  it("[ADM-7] is asked for at once, or at a moment of its own when everybody was told", async () => {
    const { platform, server, client } = await setup();
    let asked = 0;
    platform.fetch = () => {
      asked += 1;
      return Promise.resolve(Response.json({ ...annasMe(), policy: { ...annasMe().policy, editPhoto: false } }));
    };
    server.tell("me:changed", { withinMs: 10_000 });
    server.tell("me:changed", { withinMs: 10_000 });
    await pass(platform.clock, 4_900, 100);
    expect(asked).toBe(0);
    await pass(platform.clock, 200, 100);
    expect(asked).toBe(1);
    expect(client.session.getSnapshot().policy.editPhoto).toBe(false);
    server.tell("me:changed", {});
    await settle();
    expect(asked).toBe(2);
  });
});

describe("idleness of the device", () => {
  const toldBy = (server: ModelServer) => server.commands.filter(({ name }) => name === "presence:activity").map(({ input }) => [input["active"], input["idleForMs"]]);
  const useDevice = (idleSource: "device" | "page") => ({ ...annasMe(), settings: { ...annasMe().settings, idleSource } });

  it("[F10] counts instead of the page's input where the person wants it, in both directions", async () => {
    const { platform, server } = await setup({ me: useDevice("device") });
    platform.fake.device(true);
    await pass(platform.clock, 600_000, 10_000);
    expect(toldBy(server)).toEqual([]);
    platform.fake.device(false);
    expect(toldBy(server)).toEqual([[false, 60_000]]);
    platform.fake.device(true);
    expect(toldBy(server)).toEqual([
      [false, 60_000],
      [true, 0],
    ]);
  });

  it("[F10] falls back to the page when the browser takes its word back", async () => {
    const { platform, server } = await setup({ me: useDevice("device") });
    platform.fake.device(true);
    await pass(platform.clock, 300_000, 10_000);
    platform.fake.device(null);
    await pass(platform.clock, 59_000, 1_000);
    expect(toldBy(server)).toEqual([]);
    await pass(platform.clock, 1_000);
    expect(toldBy(server)).toEqual([[false, 60_000]]);
  });

  it("[F10] is not asked for by default, nor on a public computer, and no more once the person changes their mind", async () => {
    expect((await setup()).platform.fake.deviceWatchers()).toBe(0);
    expect((await setup({ me: { ...useDevice("device"), session: annasMe(true).session } })).platform.fake.deviceWatchers()).toBe(0);
    const { platform, server, client } = await setup({ me: useDevice("device") });
    expect(platform.fake.deviceWatchers()).toBe(1);
    platform.fetch = () => Promise.resolve(Response.json({ ...annasMe().settings, idleSource: "page" }));
    await client.session.updateSettings({ idleSource: "page" });
    expect(platform.fake.deviceWatchers()).toBe(0);
    expect(toldBy(server)).toEqual([]);
  });
});

describe("presenting", () => {
  const toldBy = (server: ModelServer) => server.commands.filter(({ name }) => name === "presence:presenting").map(({ input }) => input["active"]);

  it("[F8] is told while a page fills the screen, and again after a new connection", async () => {
    const { platform, server } = await setup();
    server.overrides.set("presence:presenting", () => ({ value: {} }));
    expect(toldBy(server)).toEqual([]);
    platform.fake.fullScreen = true;
    platform.fake.change("fullscreen");
    platform.fake.change("visibility");
    expect(toldBy(server)).toEqual([true]);
    server.cut();
    await pass(platform.clock, 5_000, 500);
    expect(toldBy(server)).toEqual([true, true]);
    platform.fake.fullScreen = false;
    platform.fake.change("fullscreen");
    expect(toldBy(server)).toEqual([true, true, false]);
  });

  it("[F8] is not told by those who do not want it", async () => {
    const { platform, server } = await setup({ me: { ...annasMe(), settings: { ...annasMe().settings, presentInFullScreen: false } } });
    platform.fake.fullScreen = true;
    platform.fake.change("fullscreen");
    expect(toldBy(server)).toEqual([]);
  });
});

describe("public computer", () => {
  it("[F107] ends the session after 15 min without use, with a minute's warning that any tab's input takes back", async () => {
    const { platform, server, client } = await setup({ publicComputer: true });
    const requests: string[] = [];
    platform.fetch = (input) => {
      requests.push(input instanceof Request ? input.url : input.toString());
      return Promise.resolve(new Response("{}", { status: 200 }));
    };
    server.deliver = (arrive) => arrive();
    const alive = async (ms: number): Promise<void> => {
      for (let left = ms; left > 0; left -= 10_000) {
        await pass(platform.clock, Math.min(10_000, left), 5_000);
        server.ping();
      }
    };
    await alive(14 * 60_000);
    expect(client.idle.getSnapshot().signOutAtMs).toBe(platform.now() + 60_000);
    platform.fake.input("elsewhere");
    expect(client.idle.getSnapshot().signOutAtMs).toBeNull();
    await alive(14 * 60_000);
    expect(client.idle.getSnapshot().signOutAtMs).not.toBeNull();
    await alive(60_000);
    expect(server.count("endpoint:bye")).toBe(1);
    expect(requests).toEqual(["http://parley.test/api/v1/sign-out"]);
    expect(client.connection.getSnapshot()).toEqual({ name: "ended", reason: "signed-out" });
  });

  it("[F107] leaves nothing in any storage: not the endpoint, not a draft, not an unsent message", async () => {
    const { platform, server, client } = await setup({ publicComputer: true });
    const conversation = server.add(new ModelConversation(platform.clock));
    const store = client.conversation(conversation.id);
    await settle();
    store.write(text("secret"));
    await pass(platform.clock, 1_000);
    server.accepts = "no-network";
    server.cut();
    store.send(text("unsent secret"));
    store.write(text("another"));
    platform.fake.hide();
    client.dispose();
    expect(platform.localStorage.written).toEqual([]);
    expect(platform.sessionStorage.written).toEqual([]);
  });

  it("[F107] signing out on a private computer wipes what was kept", async () => {
    const { platform, server, client } = await setup();
    platform.fetch = () => Promise.resolve(new Response("{}", { status: 200 }));
    const conversation = server.add(new ModelConversation(platform.clock));
    server.overrides.set("message:send", () => ({ code: "policy_forbids" }));
    client.conversation(conversation.id).send(text("kept"));
    await settle();
    expect(platform.localStorage.entries.size).toBe(1);
    await client.signOut();
    platform.fake.hide();
    expect([...platform.localStorage.entries, ...platform.sessionStorage.entries]).toEqual([]);
    expect(client.connection.getSnapshot()).toEqual({ name: "ended", reason: "signed-out" });
    expect(platform.clock.timers).toBe(0);
  });
});

describe("toasts", () => {
  it("[TOAST-1] one for each conversation that is not seen, gone when read or after a while", async () => {
    const { platform, client, conversation, say } = await withConversation();
    say("one");
    say("two");
    expect(client.toasts.getSnapshot()).toMatchObject([{ conversationId: conversation.id, count: 2, author: { displayName: "Bob Okafor" }, message: { seq: 2 } }]);
    const store = client.conversation(conversation.id);
    await settle();
    const hide = store.show();
    store.setAtNewest(true);
    await settle();
    expect(client.toasts.getSnapshot()).toEqual([]);
    say("seen as it comes");
    expect(client.toasts.getSnapshot()).toEqual([]);
    hide();
    say("three");
    const release = client.toasts.hold(conversation.id);
    await pass(platform.clock, 20_000, 1_000);
    expect(client.toasts.getSnapshot()).toHaveLength(1);
    release();
    await pass(platform.clock, 10_000, 1_000);
    expect(client.toasts.getSnapshot()).toEqual([]);
  });

  it("[F25] one for each tagged person whose status changed, the newest change in place of the one before", async () => {
    const { platform, server, client } = await setup();
    const alert = (userId: UserId, state: "busy" | "away") => server.tell("tag:alert", { person: card(userId, "Bob Okafor"), view: { userId, state, availability: 6_500 } });
    alert(bob, "busy");
    alert(carol, "busy");
    alert(bob, "away");
    expect(client.toasts.getSnapshot()).toMatchObject([{ kind: "tag", person: { userId: carol } }, { kind: "tag", person: { userId: bob }, view: { state: "away" } }]);
    await pass(platform.clock, 10_000, 1_000);
    expect(client.toasts.getSnapshot()).toEqual([]);
  });

  it("[TOAST-1] also for the first message of a conversation that was not in the list", async () => {
    const { platform, server, client } = await setup();
    const conversation = server.add(new ModelConversation(platform.clock));
    server.tell("conversation:appeared", { conversationId: conversation.id });
    server.tellChanges(conversation, [conversation.send(bobParty, text("Do you have a minute?")).change]);
    expect(client.toasts.getSnapshot()).toEqual([]);
    await pass(platform.clock, 1_000);
    expect(client.toasts.getSnapshot()).toMatchObject([{ conversationId: conversation.id, count: 1, author: { displayName: "Bob Okafor" } }]);
  });

  it("[TOAST-2] none in Do Not Disturb, save from those who see me as their team", async () => {
    const { server, client, say } = await withConversation();
    server.tell("presence:self", { view: { userId: client.session.getSnapshot().userId, state: "dnd", availability: 9_500 }, manual: "dnd", manualUntil: null, automatic: "available", note: null, location: null });
    say("not now");
    expect(client.toasts.getSnapshot()).toEqual([]);
    say("urgent", carol as string as typeof bobParty);
    expect(client.toasts.getSnapshot()).toMatchObject([{ message: { authorId: carol }, isMini: false }]);
  });

  it("[TOAST-3] [F60] small and without words while presenting, from whomever; a choice not to be disturbed comes before that", async () => {
    const { server, client, say } = await withConversation();
    const view = { userId: client.session.getSnapshot().userId, state: "dnd", availability: 9_500, activity: "presenting" };
    server.tell("presence:self", { view, manual: null, manualUntil: null, automatic: "dnd", note: null, location: null });
    say("seen by nobody else");
    expect(client.toasts.getSnapshot()).toMatchObject([{ isMini: true }]);
    client.toasts.dismiss(client.toasts.getSnapshot()[0]!.id);
    server.tell("presence:self", { view, manual: "dnd", manualUntil: null, automatic: "dnd", note: null, location: null });
    say("not now");
    expect(client.toasts.getSnapshot()).toEqual([]);
  });
});
