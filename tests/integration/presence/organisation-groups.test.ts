import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contactsGet, contactsGroupMembers, contactsListGroup, GROUP_PAGE_MAX, type GroupId, LISTED_GROUPS_MAX, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { createContactsRepository } from "@/server/db/contacts-repository";
import { freshDatabase, type TestDatabase } from "@/tests/support/database";
import { type Client, connectClient, insertGroup, insertUser, startWorld } from "./world";

const code = (asked: Promise<unknown>): Promise<unknown> => asked.then(() => "ok", (error: { code: string }) => error.code);

describe("groups of the organisation in a contact list", () => {
  let db: TestDatabase;
  let world: Awaited<ReturnType<typeof startWorld>>;
  const clients: Client[] = [];
  let anna: UserId;
  let bob: UserId;
  let next = 0;
  let delegates: readonly UserId[] = [];
  const someone = (givenName = "Person", options: { status?: string; fields?: Record<string, string> } = {}): Promise<UserId> =>
    insertUser(db.pool, { givenName, familyName: String((next += 1)).padStart(5, "0"), email: `member${next}@example.com`, ...options });
  const connect = async (userId: UserId): Promise<Client> => {
    const client = await connectClient(world.port, userId);
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    db = await freshDatabase();
    world = await startWorld({ pool: db.pool, automaticGroups: [{ kind: "delegates", listMembers: async () => delegates }, { kind: "team-call", listMembers: async () => [] }] });
  });
  beforeEach(async () => {
    [anna, bob] = [await someone("Anna"), await someone("Bob")];
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await db.pool.query(`DELETE FROM "group"`);
    delegates = [];
  });
  afterAll(async () => {
    await world.stop();
    await db.dispose();
  });

  it("[CON-9] [F30] [F32] shows published groups to everybody first, then those listed, in their order, on every endpoint", async () => {
    const gone = await someone("Gone", { status: "disabled" });
    const sales = await insertGroup(db.pool, { name: "Sales", email: "sales@example.com", members: [anna, bob, gone] });
    const legal = await insertGroup(db.pool, { name: "Legal", email: "legal@example.com" });
    const support = await insertGroup(db.pool, { name: "Support", published: true, members: [bob] });
    const all = await insertGroup(db.pool, { name: "All hands", published: true, email: "all@example.com", members: [anna, bob] });
    const [one, other, his] = [await connect(anna), await connect(anna), await connect(bob)];
    await one.ask(contactsListGroup, { groupId: sales, listed: true });
    await one.ask(contactsListGroup, { groupId: legal, listed: true });
    const { rev } = await one.ask(contactsListGroup, { groupId: sales, listed: true });
    await other.heard("contacts:changed", (told) => told["rev"] === rev);
    const list = await other.ask(contactsGet, {});
    expect(list.organisationGroups).toEqual([
      { groupId: all, name: "All hands", email: "all@example.com", memberCount: 2, origin: "published" },
      { groupId: support, name: "Support", memberCount: 1, origin: "published" },
      { groupId: sales, name: "Sales", email: "sales@example.com", memberCount: 2, origin: "listed" },
      { groupId: legal, name: "Legal", email: "legal@example.com", memberCount: 0, origin: "listed" },
    ]);
    expect((await his.ask(contactsGet, {})).organisationGroups.map(({ name }) => name)).toEqual(["All hands", "Support"]);
    await other.ask(contactsListGroup, { groupId: sales, listed: false });
    await other.ask(contactsListGroup, { groupId: sales, listed: false });
    expect((await one.ask(contactsGet, {})).organisationGroups.map(({ name }) => name)).toEqual(["All hands", "Support", "Legal"]);
  });

  it("[CON-10] answers for a group that only carries a policy as for one that never was", async () => {
    const quiet = await insertGroup(db.pool, { name: "Restricted", members: [anna] });
    const one = await connect(anna);
    for (const groupId of [quiet, uuidV7() as GroupId]) {
      expect(await code(one.ask(contactsListGroup, { groupId, listed: true }))).toBe("group_not_found");
      expect(await code(one.ask(contactsListGroup, { groupId, listed: false }))).toBe("group_not_found");
      expect(await code(one.ask(contactsGroupMembers, { groupId }))).toBe("group_not_found");
    }
    expect((await one.ask(contactsGet, {})).rev).toBe(0);
    expect((await createContactsRepository(db).searchGroups(anna, "restricted", 20))).toEqual([]);
  });

  it("[CON-4] keeps the limit of listed groups exactly, also when two endpoints add at once", async () => {
    const groups = await Promise.all(Array.from({ length: LISTED_GROUPS_MAX + 3 }, (_, n) => insertGroup(db.pool, { name: `Group ${n}`, email: `g${n}@example.com` })));
    const both = [await connect(anna), await connect(anna)];
    const outcomes = await Promise.all(groups.map((groupId, n) => code(both[n % 2]!.ask(contactsListGroup, { groupId, listed: true }))));
    expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(LISTED_GROUPS_MAX);
    expect(outcomes.filter((outcome) => outcome === "group_limit")).toHaveLength(3);
    expect((await both[0]!.ask(contactsGet, {})).organisationGroups).toHaveLength(LISTED_GROUPS_MAX);
  });

  it("[CON-11] [F32] gives members by name, in pages, each as the viewer may see them", async () => {
    const fields = { work_phone: "+12025550111", mobile_phone: "+12025550222", title: "Canary" };
    const [cara, aron, zoe, gone] = [await someone("Cara", { fields }), await someone("Aron", { fields }), await someone("Zoe", { fields }), await someone("Abel", { status: "disabled" })];
    await db.pool.query(`INSERT INTO access_level (owner_id, subject_id, level) VALUES ($1, $3, 'team'), ($2, $3, 'blocked')`, [cara, zoe, anna]);
    const groupId = await insertGroup(db.pool, { name: "Sales", email: "sales@example.com", members: [cara, aron, zoe, gone] });
    const one = await connect(anna);
    const { group, members, more } = await one.ask(contactsGroupMembers, { groupId });
    expect(group).toEqual({ groupId, name: "Sales", email: "sales@example.com", memberCount: 3, origin: "found" });
    expect(more).toBe(false);
    expect(members.map((card) => [card.userId, card.title, card.workPhone, card.mobilePhone])).toEqual([
      [aron, "Canary", "+12025550111", undefined],
      [cara, "Canary", "+12025550111", "+12025550222"],
      [zoe, undefined, undefined, undefined],
    ]);
    const page = await one.ask(contactsGroupMembers, { groupId, offset: 1, limit: 1 });
    expect([page.members.map(({ userId }) => userId), page.more]).toEqual([[cara], true]);

    const many = await Promise.all(Array.from({ length: GROUP_PAGE_MAX + 1 }, () => someone()));
    const large = await insertGroup(db.pool, { name: "Large", published: true, members: many });
    const first = await one.ask(contactsGroupMembers, { groupId: large });
    const rest = await one.ask(contactsGroupMembers, { groupId: large, offset: first.members.length });
    expect([first.members.length, first.more, rest.members.length, rest.more]).toEqual([GROUP_PAGE_MAX, true, 1, false]);
    expect([...first.members, ...rest.members].map(({ userId }) => userId)).toEqual(many.toSorted((a, b) => many.indexOf(a) - many.indexOf(b)));
  });

  it("[CON-12] shows the groups that settings make, with people as they may be seen, and none without members", async () => {
    const one = await connect(anna);
    expect((await one.ask(contactsGet, {})).automaticGroups).toEqual([]);
    const gone = await someone("Gone", { status: "disabled" });
    delegates = [bob, gone];
    expect((await one.ask(contactsGet, {})).automaticGroups).toMatchObject([{ kind: "delegates", people: [{ userId: bob }] }]);
    delegates = [gone];
    expect((await one.ask(contactsGet, {})).automaticGroups).toEqual([]);
  });

  it("[DIR-1] [F32] finds groups by the start of words of name and address", async () => {
    await insertGroup(db.pool, { name: "Größe Süd", email: "south-team@example.com" });
    await insertGroup(db.pool, { name: "Northern sales", published: true });
    const found = async (query: string): Promise<string[]> => (await createContactsRepository(db).searchGroups(anna, query, 20)).map(({ name }) => name);
    expect(await found("GROSSE")).toEqual(["Größe Süd"]);
    expect(await found("sal nor")).toEqual(["Northern sales"]);
    expect(await found("team sud")).toEqual(["Größe Süd"]);
    expect(await found("ales")).toEqual([]);
    expect(await found("%")).toEqual([]);
  });
});
