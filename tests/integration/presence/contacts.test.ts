import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  accessSet,
  CONTACT_GROUPS_MAX,
  type ContactGroupId,
  contactGroupCreate,
  contactGroupOrder,
  contactGroupRemove,
  contactGroupRename,
  CONTACTS_MAX,
  contactsAdd,
  contactsAddNumber,
  contactsGet,
  contactsListGroup,
  contactsMove,
  contactsPlace,
  contactsRemove,
  contactsTag,
  TAGS_MAX,
  type UserId,
} from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { createContactsRepository } from "@/server/db/contacts-repository";
import { freshDatabase, type TestDatabase } from "@/tests/support/database";
import { seededRandom } from "@/tests/support/random";
import { type Client, connectClient, insertGroup, insertUser, startWorld } from "./world";

describe("contact lists", () => {
  let db: TestDatabase;
  let world: Awaited<ReturnType<typeof startWorld>>;
  let people: UserId[];
  const clients: Client[] = [];
  let anna: UserId;
  const connect = async (userId: UserId): Promise<Client> => {
    const client = await connectClient(world.port, userId);
    clients.push(client);
    return client;
  };
  let next = 0;
  const someone = (status = "active"): Promise<UserId> => insertUser(db.pool, { givenName: "Person", familyName: String((next += 1)), email: `person${next}@example.com`, status });

  beforeAll(async () => {
    db = await freshDatabase();
    world = await startWorld({ pool: db.pool });
    people = await Promise.all(Array.from({ length: 12 }, () => someone()));
  });
  beforeEach(async () => {
    anna = await someone();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(async () => {
    await world.stop();
    await db.dispose();
  });

  it("[CON-1] adds once, places, and removes; every change has the next number and is told to all endpoints", async () => {
    const [one, other] = [await connect(anna), await connect(anna)];
    const { group } = await one.ask(contactGroupCreate, { name: "Work" });
    const added = await one.ask(contactsAdd, { userId: people[0]!, groupId: group.id });
    const again = await other.ask(contactsAdd, { userId: people[0]!, favourite: true });
    expect(again.contact).toEqual({ ...added.contact, favourite: true });
    await other.heard("contacts:changed", ({ rev }) => rev === added.rev);
    await one.heard("contacts:changed", ({ rev }) => rev === again.rev);
    expect([added.rev, again.rev]).toEqual([2, 3]);
    await one.ask(contactsPlace, { contactId: added.contact.id, groupIds: [], favourite: false });
    expect(await other.ask(contactsGet, {})).toMatchObject({ rev: 4, groups: [group], contacts: [{ id: added.contact.id, groupIds: [], favourite: false, seesMeAs: "company" }] });
    expect(await one.ask(contactsRemove, { contactId: added.contact.id })).toEqual({ rev: 5 });
    expect((await one.ask(contactsGet, {})).contacts).toEqual([]);
  });

  it("[NOT-1] [F25] tags a person of the list, on all endpoints; the tag goes with the contact, and nobody else can be tagged", async () => {
    const [one, other] = [await connect(anna), await connect(anna)];
    const refusal = (asked: Promise<unknown>): Promise<unknown> => asked.then(() => "ok", (error: { code: string }) => error.code);
    expect(await refusal(one.ask(contactsTag, { userId: people[0]!, tagged: true }))).toBe("contact_not_found");
    expect(await refusal(one.ask(contactsTag, { userId: uuidV7() as UserId, tagged: true }))).toBe("contact_not_found");
    const { contact } = await one.ask(contactsAdd, { userId: people[0]! });
    expect(contact.tagged).toBe(false);
    const { rev } = await one.ask(contactsTag, { userId: people[0]!, tagged: true });
    expect(rev).toBe(2);
    await other.heard("contacts:changed", (told) => told["rev"] === rev);
    expect((await other.ask(contactsGet, {})).contacts).toMatchObject([{ id: contact.id, tagged: true }]);
    await other.ask(contactsRemove, { contactId: contact.id });
    expect((await one.ask(contactsAdd, { userId: people[0]! })).contact.tagged).toBe(false);
    await one.ask(contactsTag, { userId: people[0]!, tagged: true });
    await one.ask(contactsTag, { userId: people[0]!, tagged: false });
    expect((await one.ask(contactsGet, {})).contacts).toMatchObject([{ tagged: false }]);
  });

  it("[NOT-2] refuses one tag too many, exactly, however many endpoints tag at once", async () => {
    const many = await Promise.all(Array.from({ length: TAGS_MAX + 5 }, () => someone()));
    await db.pool.query(`INSERT INTO contact (id, owner_id, target_user_id) SELECT gen_random_uuid(), $1, unnest($2::uuid[])`, [anna, many]);
    const endpoints = [await connect(anna), await connect(anna)];
    const outcomes = await Promise.all(many.map((userId, index) => endpoints[index % 2]!.ask(contactsTag, { userId, tagged: true }).then(() => "ok", (error: { code: string }) => error.code)));
    expect(outcomes.filter((code) => code === "ok")).toHaveLength(TAGS_MAX);
    expect(outcomes.filter((code) => code === "tag_limit")).toHaveLength(5);
  });

  it("[CON-2] orders groups; those left out keep their order after those named", async () => {
    const one = await connect(anna);
    const groups: ContactGroupId[] = [];
    for (const name of ["A", "B", "C", "D"]) groups.push((await one.ask(contactGroupCreate, { name })).group.id);
    await one.ask(contactGroupOrder, { groupIds: [groups[2]!, groups[0]!] });
    expect((await one.ask(contactsGet, {})).groups.map(({ name, position }) => `${name}${position}`)).toEqual(["C0", "A1", "B2", "D3"]);
    await one.ask(contactGroupRename, { groupId: groups[1]!, name: "Bee" });
    await one.ask(contactGroupRemove, { groupId: groups[2]! });
    expect((await one.ask(contactsGet, {})).groups.map(({ name }) => name)).toEqual(["A", "Bee", "D"]);
  });

  it("[CON-3] answers for another's contacts and groups as for those that never were, and counts nothing", async () => {
    const [hers, his] = [await connect(anna), await connect(await someone())];
    const { contact } = await his.ask(contactsAdd, { userId: people[0]! });
    const { group } = await his.ask(contactGroupCreate, { name: "His" });
    const mine = await hers.ask(contactsAdd, { userId: people[1]! });
    const absent = uuidV7();
    const code = (asked: Promise<unknown>): Promise<unknown> => asked.then(() => "ok", (error: { code: string }) => error.code);
    for (const contactId of [contact.id, absent as typeof contact.id]) {
      expect(await code(hers.ask(contactsRemove, { contactId }))).toBe("contact_not_found");
      expect(await code(hers.ask(contactsPlace, { contactId, favourite: true }))).toBe("contact_not_found");
    }
    for (const contactId of [contact.id, absent as typeof contact.id]) {
      expect(await code(hers.ask(contactsMove, { contactIds: [mine.contact.id, contactId], from: null, to: null }))).toBe("contact_not_found");
    }
    for (const groupId of [group.id, absent as typeof group.id]) {
      expect(await code(hers.ask(contactsAddNumber, { name: "Taxi", number: "+12025550199", groupId }))).toBe("group_not_found");
      expect(await code(hers.ask(contactsMove, { contactIds: [mine.contact.id], from: groupId, to: null }))).toBe("group_not_found");
      expect(await code(hers.ask(contactsMove, { contactIds: [mine.contact.id], from: null, to: groupId }))).toBe("group_not_found");
      expect(await code(hers.ask(contactsPlace, { contactId: mine.contact.id, groupIds: [groupId], favourite: true }))).toBe("group_not_found");
      expect(await code(hers.ask(contactsAdd, { userId: people[2]!, groupId }))).toBe("group_not_found");
      expect(await code(hers.ask(contactGroupRename, { groupId, name: "Mine" }))).toBe("group_not_found");
      expect(await code(hers.ask(contactGroupRemove, { groupId }))).toBe("group_not_found");
      expect(await code(hers.ask(contactGroupOrder, { groupIds: [groupId] }))).toBe("group_not_found");
    }
    for (const userId of [await someone("disabled"), absent as UserId]) expect(await code(hers.ask(contactsAdd, { userId }))).toBe("person_not_found");
    expect(await hers.ask(contactsGet, {})).toMatchObject({ rev: mine.rev, groups: [], numbers: [], contacts: [{ userId: people[1], favourite: false }] });
    expect((await his.ask(contactsGet, {})).groups).toEqual([group]);
  });

  it("[CON-4] keeps the limits exactly, also when two endpoints add at once", async () => {
    const store = createContactsRepository(db);
    await db.pool.query(`INSERT INTO contact_group (id, owner_id, name, position) SELECT gen_random_uuid(), $1, 'g', n FROM generate_series(1, $2::int) n`, [anna, CONTACT_GROUPS_MAX - 1]);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => store.createGroup(anna, { id: uuidV7() as ContactGroupId, name: "last" })));
    expect(outcomes.filter((outcome) => "group" in outcome)).toHaveLength(1);
    expect(outcomes.filter((outcome) => "refused" in outcome && outcome.refused === "group_limit")).toHaveLength(4);

    await db.pool.query(`INSERT INTO party (id, kind, display_name) SELECT ('02900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'user', 'x' FROM generate_series(1, $1::int) n`, [CONTACTS_MAX - 1]);
    await db.pool.query(
      `WITH made AS (
         INSERT INTO "user" (id, email, sip_uri, given_name, family_name, display_name)
         SELECT id, id || '@x.example', 'sip:' || id, 'x', 'x', 'x' FROM party WHERE id::text LIKE '02900000%' RETURNING id)
       INSERT INTO contact (id, owner_id, target_user_id) SELECT gen_random_uuid(), $1, id FROM made`,
      [anna],
    );
    const one = await connect(anna);
    const added = await Promise.allSettled([
      ...people.slice(0, 2).map((userId) => one.ask(contactsAdd, { userId })),
      ...[1, 2].map((digit) => one.ask(contactsAddNumber, { name: "Last", number: `+1202555010${digit}` })),
    ]);
    expect(added.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(added.filter((outcome) => outcome.status === "rejected" && (outcome.reason as { code: string }).code === "contact_limit")).toHaveLength(3);
    const full = await one.ask(contactsGet, {});
    expect(full.contacts.length + full.numbers.length).toBe(CONTACTS_MAX);
  });

  it("[CON-5] [F26] ends equal on two endpoints that edit at once, and equal to a fresh load", async () => {
    const both = [await connect(anna), await connect(anna)];
    const random = seededRandom(20_310_504);
    const shown = await Promise.all(["Sales", "Support", "Legal"].map((name) => insertGroup(db.pool, { name, email: `${name}@example.com` })));
    let done = 0;
    const acts = new Set<number>();
    const edit = async (client: Client): Promise<void> => {
      for (let step = 0; step < 60; step += 1) {
        const list = await client.ask(contactsGet, {});
        const contact = list.contacts[random.below(list.contacts.length || 1)];
        const group = list.groups[random.below(list.groups.length || 1)];
        const number = list.numbers[random.below(list.numbers.length || 1)];
        const act = random.below(10);
        const change: Promise<unknown> =
          act === 0 || !contact ? client.ask(contactsAdd, { userId: random.pick(people), ...(group && random.chance(0.5) ? { groupId: group.id } : {}) })
          : act === 1 ? client.ask(contactsRemove, { contactId: contact.id })
          : act === 2 || !group ? client.ask(contactGroupCreate, { name: `Group ${step}` })
          : act === 3 ? client.ask(contactGroupRemove, { groupId: group.id })
          : act === 4 ? client.ask(contactsAddNumber, { number: `+1202555020${random.below(4)}`, name: `Number ${step}`, ...(random.chance(0.5) ? { groupId: group.id } : {}) })
          : act === 5 && number ? client.ask(contactsRemove, { contactId: number.id })
          : act === 6 ? client.ask(contactsMove, { contactIds: random.shuffle([...list.contacts, ...list.numbers]).slice(0, 3).map(({ id }) => id), from: random.chance(0.5) ? group.id : null, to: random.chance(0.7) ? random.pick(list.groups).id : null })
          : act === 7 ? client.ask(contactsListGroup, { groupId: random.pick(shown), listed: random.chance(0.6) })
          : act === 8 ? client.ask(contactGroupOrder, { groupIds: random.shuffle(list.groups).slice(0, 2).map(({ id }) => id) })
          : client.ask(contactsPlace, { contactId: contact.id, groupIds: random.shuffle(list.groups).slice(0, 2).map(({ id }) => id), favourite: random.chance(0.5) });
        // The other endpoint may have taken away what this one still saw.
        await change.then(() => (acts.add(act), (done += 1)), (error: { code: string }) => expect(error.code).toMatch(/_not_found$/));
      }
    };
    await Promise.all(both.map(edit));
    expect(done).toBeGreaterThan(60);
    const lists = await Promise.all([...both, await connect(anna)].map((client) => client.ask(contactsGet, {})));
    // Each accepted change has its own number: none is counted twice, none is lost.
    expect(lists[0]!.rev).toBe(done);
    for (const client of both) await client.heard("contacts:changed", ({ rev }) => rev === done);
    expect(lists[1]).toEqual(lists[0]);
    expect(lists[2]).toEqual(lists[0]);
    expect(acts.size, "every kind of change was made").toBe(10);
  });

  it("[CON-7] [F34] keeps numbers like people: under a name, in groups, once each", async () => {
    const [one, other] = [await connect(anna), await connect(anna)];
    const { group } = await one.ask(contactGroupCreate, { name: "Travel" });
    const added = await one.ask(contactsAddNumber, { name: "Taxi", number: "+12025550199", groupId: group.id });
    expect(added.contact).toMatchObject({ name: "Taxi", number: "+12025550199", groupIds: [group.id], favourite: false });
    await other.heard("contacts:changed", ({ rev }) => rev === added.rev);
    const again = await other.ask(contactsAddNumber, { name: "City taxi", number: "+12025550199" });
    expect(again.contact).toEqual({ ...added.contact, name: "City taxi" });
    await one.ask(contactsPlace, { contactId: added.contact.id, groupIds: [], favourite: true });
    expect((await other.ask(contactsGet, {})).numbers).toEqual([{ ...again.contact, groupIds: [], favourite: true }]);
    await other.ask(contactsRemove, { contactId: added.contact.id });
    expect(await one.ask(contactsGet, {})).toMatchObject({ rev: 5, numbers: [], contacts: [] });
    await expect(one.ask(contactsAddNumber, { name: "Taxi", number: "0202 555" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("[CON-8] moves many at once, people and numbers, all of them or none", async () => {
    const [one, other] = [await connect(anna), await connect(anna)];
    const [from, to] = [(await one.ask(contactGroupCreate, { name: "From" })).group.id, (await one.ask(contactGroupCreate, { name: "To" })).group.id];
    const moved = [(await one.ask(contactsAdd, { userId: people[0]!, groupId: from })).contact.id, (await one.ask(contactsAdd, { userId: people[1]! })).contact.id];
    const number = (await one.ask(contactsAddNumber, { name: "Taxi", number: "+12025550199", groupId: from })).contact.id;
    const placed = async (): Promise<unknown> => {
      const { contacts, numbers } = await other.ask(contactsGet, {});
      return Object.fromEntries([...contacts, ...numbers].map(({ id, groupIds }) => [id, groupIds]));
    };
    const { rev } = await one.ask(contactsMove, { contactIds: [...moved, number, number], from, to });
    await other.heard("contacts:changed", (told) => told["rev"] === rev);
    expect(await placed()).toEqual({ [moved[0]!]: [to], [moved[1]!]: [to], [number]: [to] });
    await one.ask(contactsMove, { contactIds: [number], from: null, to: from });
    await one.ask(contactsMove, { contactIds: [moved[0]!], from: to, to: null });
    await one.ask(contactsMove, { contactIds: [moved[1]!], from: to, to });
    expect(await placed()).toEqual({ [moved[0]!]: [], [moved[1]!]: [to], [number]: [from, to].sort() });
  });

  it("[CON-1] [F26] shows a change on the other endpoint within a second", async () => {
    const [one, other] = [await connect(anna), await connect(anna)];
    for (let n = 0; n < 20; n += 1) {
      const startedAt = performance.now();
      const { rev } = await one.ask(contactsAddNumber, { name: `Number ${n}`, number: `+12025550${100 + n}` });
      await other.heard("contacts:changed", (told) => told["rev"] === rev);
      expect((await other.ask(contactsGet, {})).numbers).toHaveLength(n + 1);
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    }
  });

  it("[CON-6] counts a change of what a contact sees of the owner", async () => {
    const one = await connect(anna);
    const { rev } = await one.ask(contactsAdd, { userId: people[0]! });
    await one.ask(accessSet, { userId: people[0]!, level: "team" });
    await one.heard("contacts:changed", (payload) => payload["rev"] === rev + 1);
    expect((await one.ask(contactsGet, {})).contacts[0]?.seesMeAs).toBe("team");
    await one.ask(accessSet, { userId: people[1]!, level: "team" }); // No contact.
    expect((await one.ask(contactsGet, {})).rev).toBe(rev + 1);
  });
});
