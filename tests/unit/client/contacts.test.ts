import { describe, expect, it } from "vitest";
import { createClient, nameOf } from "@/lib/client";
import { type Contact, ContactGroupId, ContactId, type ContactList, GROUP_PAGE_MAX, GroupId, type NumberContact, type OrganisationGroup, type PersonCard, UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { fakePlatform, pass, settle } from "./fake-platform";
import { annasMe, bob, bobParty, carol, ModelConversation, ModelServer, text } from "./model-server";

const card = (userId: UserId, displayName: string): PersonCard => ({ userId, displayName });
const contact = (userId: UserId, displayName: string, more: Partial<Contact> = {}): Contact => ({ id: ContactId.parse(uuidV7()), userId, person: card(userId, displayName), groupIds: [], favourite: false, seesMeAs: "company", tagged: false, ...more });
const [north, south] = [ContactGroupId.parse(uuidV7()), ContactGroupId.parse(uuidV7())];
const sales: OrganisationGroup = { groupId: GroupId.parse(uuidV7()), name: "Sales", email: "sales@example.com", memberCount: 2, origin: "found" };
const courier: NumberContact = { id: ContactId.parse(uuidV7()), name: "Courier", number: "+12025550148", groupIds: [], favourite: false };

async function setup(contacts: Partial<ContactList> = {}) {
  const platform = fakePlatform();
  const server = new ModelServer(platform.clock);
  const list: { current: ContactList } = {
    current: { rev: 1, groups: [{ id: north, name: "North", position: 1 }, { id: south, name: "South", position: 2 }], contacts: [], numbers: [], organisationGroups: [], automaticGroups: [], ...contacts },
  };
  server.overrides.set("contacts:get", () => ({ value: list.current }));
  const client = createClient({ me: annasMe(), platform, transport: server.transport });
  await settle();
  return { platform, server, client, list };
}

describe("edits of the list", () => {
  it("[CONT-2] [F30] moves several at once, shown before the server has it and taken back when refused", async () => {
    const [one, two] = [contact(bob, "Bob", { groupIds: [north] }), contact(carol, "Carol")];
    const { server, client } = await setup({ contacts: [one, two], numbers: [{ ...courier, groupIds: [north] }] });
    const groups = () => client.contacts.getSnapshot().groups.map(({ entries }) => entries.map(nameOf));
    server.overrides.set("contacts:move", () => ({ value: { rev: 2 } }));
    const moving = client.contacts.move([one.id, two.id, courier.id], { from: north, to: south });
    expect(groups()).toEqual([[], ["Bob", "Carol", "Courier"]]);
    await moving;
    expect(groups()).toEqual([[], ["Bob", "Carol", "Courier"]]);
    expect(server.commands.at(-1)).toEqual({ name: "contacts:move", input: { contactIds: [one.id, two.id, courier.id], from: north, to: south } });

    server.overrides.set("contacts:move", () => ({ code: "group_not_found" }));
    const refused = client.contacts.move([one.id], { from: south, to: null });
    expect(groups()).toEqual([[], ["Carol", "Courier"]]);
    await expect(refused).rejects.toMatchObject({ code: "group_not_found" });
    expect(groups()).toEqual([[], ["Bob", "Carol", "Courier"]]);
  });

  it("[F34] keeps a number like a person; the same number again only gets the new name", async () => {
    const { server, client } = await setup();
    server.overrides.set("contacts:add-number", ({ name }) => ({ value: { rev: 2, contact: { ...courier, name } } }));
    const adding = client.contacts.addNumber({ name: "Courier", number: courier.number });
    expect(client.contacts.getSnapshot().others.map(nameOf)).toEqual(["Courier"]);
    await adding;
    server.overrides.set("contacts:add-number", ({ name }) => ({ value: { rev: 3, contact: { ...courier, name } } }));
    const again = client.contacts.addNumber({ name: "Night courier", number: courier.number });
    expect(client.contacts.getSnapshot().entries.map(nameOf)).toEqual(["Night courier"]);
    await again;
    expect(client.contacts.getSnapshot().entries).toEqual([{ ...courier, name: "Night courier" }]);
    expect(server.count("contacts:get")).toBe(1);
  });

  it("[F25] [F30] tags a person, and lists a group of the organisation; a published one cannot be taken out", async () => {
    const published: OrganisationGroup = { ...sales, groupId: GroupId.parse(uuidV7()), name: "Everybody", origin: "published" };
    const { server, client } = await setup({ contacts: [contact(bob, "Bob")], organisationGroups: [published] });
    const names = () => client.contacts.getSnapshot().organisationGroups.map((group) => [group.name, group.origin]);
    for (const [rev, name] of [[2, "contacts:tag"], [3, "contacts:list-group"]] as const) server.overrides.set(name, () => ({ value: { rev } }));
    const tagging = client.contacts.tag(bob, true);
    expect(client.contacts.find(bob)?.tagged).toBe(true);
    await tagging;
    await client.contacts.listGroup(sales, true);
    expect(names()).toEqual([["Everybody", "published"], ["Sales", "listed"]]);
    server.overrides.set("contacts:list-group", () => ({ value: { rev: 4 } }));
    await client.contacts.listGroup(sales, false);
    server.overrides.set("contacts:list-group", () => ({ value: { rev: 5 } }));
    await client.contacts.listGroup(published, false);
    expect(names()).toEqual([["Everybody", "published"]]);
  });
});

describe("groups of the organisation", () => {
  it("[F32] fetches members at the first look, page by page, and again when the group changes", async () => {
    const { platform, server, client } = await setup({ organisationGroups: [{ ...sales, origin: "listed" }] });
    const members = Array.from({ length: GROUP_PAGE_MAX + 50 }, (_, index) => card(UserId.parse(uuidV7()), `Person ${index}`));
    server.overrides.set("contacts:group-members", ({ offset }) => {
      const from = (offset as number | undefined) ?? 0;
      return { value: { group: { ...sales, name: "Sales North", memberCount: 3, origin: "listed" }, members: members.slice(from, from + GROUP_PAGE_MAX), more: from + GROUP_PAGE_MAX < members.length } };
    });
    const store = client.groupMembers.of(sales.groupId);
    expect(server.count("contacts:group-members")).toBe(0);
    const end = store.subscribe(() => undefined);
    await settle();
    expect(store.getSnapshot().value).toMatchObject({ members: { length: GROUP_PAGE_MAX }, more: true });
    expect(client.contacts.getSnapshot().organisationGroups).toMatchObject([{ name: "Sales North", memberCount: 3 }]);
    client.groupMembers.loadMore(sales.groupId);
    await settle();
    expect(store.getSnapshot().value).toMatchObject({ members: { length: members.length }, more: false });

    members.splice(0, 1);
    server.tell("contacts:group-changed", { groupId: sales.groupId });
    await settle();
    expect(store.getSnapshot().value?.members).toEqual(members);

    end();
    const asked = server.count("contacts:group-members");
    server.tell("contacts:group-changed", { groupId: sales.groupId });
    await pass(platform.clock, 20_000, 1_000);
    expect(server.count("contacts:group-members")).toBe(asked);
    store.subscribe(() => undefined);
    await settle();
    expect(server.count("contacts:group-members")).toBeGreaterThan(asked);
    expect(await client.groupMembers.everybody(sales.groupId)).toMatchObject({ length: GROUP_PAGE_MAX });
  });

  it("asks for the list once, and not at the same moment as everybody else, when groups change", async () => {
    const { platform, server } = await setup();
    for (let index = 0; index < 5; index += 1) server.tell("contacts:group-changed", { groupId: sales.groupId });
    await settle();
    expect(server.count("contacts:get")).toBe(1);
    await pass(platform.clock, 8_000, 500);
    expect(server.count("contacts:get")).toBe(2);
  });
});

describe("what is fetched while somebody looks", () => {
  it("[F27] recent people, and again when something was said", async () => {
    const { platform, server, client } = await setup();
    server.overrides.set("contacts:recent", () => ({ value: { people: [{ person: card(bob, "Bob"), at: "2026-11-23T10:00:00.000Z" }] } }));
    const conversation = server.add(new ModelConversation(platform.clock));
    server.tell("conversation:appeared", { conversationId: conversation.id });
    await pass(platform.clock, 3_000, 500);
    expect(server.count("contacts:recent")).toBe(0);
    client.recent.subscribe(() => undefined);
    await settle();
    expect(client.recent.getSnapshot().value).toHaveLength(1);
    await pass(platform.clock, 1_000);
    server.tellChanges(conversation, [conversation.send(bobParty, text("Hello")).change]);
    await pass(platform.clock, 2_000, 500);
    expect(server.count("contacts:recent")).toBe(2);
  });

  it("asks again by itself after a failure, and with a new link", async () => {
    const { platform, server, client } = await setup();
    server.overrides.set("contacts:recent", () => ({ code: "unavailable" }));
    const end = client.recent.subscribe(() => undefined);
    await settle();
    expect(client.recent.getSnapshot()).toEqual({ status: "failed", value: null });
    server.overrides.set("contacts:recent", () => ({ value: { people: [] } }));
    await pass(platform.clock, 10_000, 1_000);
    expect(client.recent.getSnapshot()).toEqual({ status: "ready", value: [] });
    server.cut();
    await pass(platform.clock, 21_000, 1_000);
    expect(server.count("contacts:recent")).toBe(3);
    end();
    server.cut();
    await pass(platform.clock, 21_000, 1_000);
    expect(server.count("contacts:recent")).toBe(3);
  });

  it("[F48] a person's time, every minute, and at once when less of it may be seen", async () => {
    const { platform, server, client } = await setup();
    server.overrides.set("schedule:get", ({ userId }) => ({ value: { userId, known: true, blocks: [] } }));
    const end = client.schedules.of(bob).subscribe(() => undefined);
    await settle();
    expect(client.schedules.of(bob).getSnapshot().value).toEqual({ userId: bob, known: true, blocks: [] });
    for (let index = 0; index < 12; index += 1) {
      await pass(platform.clock, 10_000, 1_000);
      server.ping();
    }
    expect(server.count("schedule:get")).toBe(3);
    server.overrides.set("schedule:get", ({ userId }) => ({ value: { userId, known: false, blocks: [] } }));
    server.tell("person:changed", { userId: bob });
    await settle();
    expect(client.schedules.of(bob).getSnapshot().value?.known).toBe(false);
    end();
    await pass(platform.clock, 120_000, 10_000);
    expect(server.count("schedule:get")).toBe(4);
  });

  it("[F23] custom states, told to everybody when they change", async () => {
    const { server, client } = await setup();
    const inCourt = { id: uuidV7(), base: "busy", labels: { en: "In court" } };
    server.overrides.set("presence:states", () => ({ value: { states: [] } }));
    client.presence.states.subscribe(() => undefined);
    await settle();
    expect(client.presence.states.getSnapshot()).toEqual([]);
    server.tell("presence:states-changed", { states: [inCourt] });
    expect(client.presence.states.getSnapshot()).toEqual([inCourt]);
  });

  it("[F46] what I have said about groups", async () => {
    const { server, client } = await setup();
    const group = { kind: "contact-group", contactGroupId: north } as const;
    const groups: unknown[] = [];
    server.overrides.set("access:get", () => ({ value: { people: [], groups, defaults: [] } }));
    server.overrides.set("access:set-group", ({ level }) => {
      groups.push({ group, name: "North", level });
      return { value: {} };
    });
    client.access.subscribe(() => undefined);
    await settle();
    await client.access.setGroup(group, "team");
    await settle();
    expect(client.access.getSnapshot().value?.groups).toEqual([{ group, name: "North", level: "team" }]);
  });
});

describe("[PRES-2] my own note and place", () => {
  it("[F22] [F24] show at once and are taken back when refused", async () => {
    const { server, client } = await setup();
    server.overrides.set("presence:note", () => ({ code: "unavailable" }));
    const saying = client.presence.setNote({ text: "Council call until three", audience: "company" });
    expect(client.presence.self.getSnapshot()).toMatchObject({ view: { note: "Council call until three" }, note: { audience: "company" } });
    await expect(saying).rejects.toMatchObject({ code: "unavailable" });
    expect(client.presence.self.getSnapshot().note).toBeNull();
    expect(client.presence.self.getSnapshot().view).not.toHaveProperty("note");

    server.overrides.set("presence:location", () => ({ code: "unavailable" }));
    const placing = client.presence.setLocation({ place: "Berlin", audience: "team", remember: true });
    expect(client.presence.self.getSnapshot()).toMatchObject({ view: { location: "Berlin" }, location: { from: "network" } });
    await expect(placing).rejects.toMatchObject({ code: "unavailable" });
    expect(client.presence.self.getSnapshot().location).toBeNull();
  });
});

describe("[F28] one box", () => {
  it("finds people, own address entries and groups; only where more was asked for", async () => {
    const { platform, server, client } = await setup();
    const entry = { id: uuidV7(), bookId: uuidV7(), displayName: "Bob's Bikes", emails: ["hello@bikes.example"], phones: [] };
    server.overrides.set("directory:search", () => ({ value: { people: [card(bob, "Bob")] } }));
    server.overrides.set("contacts:search-more", () => ({ value: { entries: [entry], groups: [sales] } }));
    const [plain, whole] = [client.createDirectorySearch(), client.createDirectorySearch({ more: true })];
    for (const search of [plain, whole]) search.setQuery("bo");
    await pass(platform.clock, 100, 20);
    expect(server.count("contacts:search-more")).toBe(1);
    expect(plain.getSnapshot()).toMatchObject({ people: [{ displayName: "Bob" }], entries: [], groups: [] });
    expect(whole.getSnapshot()).toMatchObject({ status: "ready", people: [{ displayName: "Bob" }], entries: [{ displayName: "Bob's Bikes" }], groups: [{ name: "Sales" }] });
    server.overrides.set("contacts:search-more", () => ({ code: "unavailable" }));
    whole.setQuery("bob");
    await pass(platform.clock, 100, 20);
    expect(whole.getSnapshot()).toMatchObject({ status: "ready", people: [{ displayName: "Bob" }], entries: [], groups: [] });
  });
});
