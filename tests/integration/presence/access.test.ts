import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  accessGet,
  type AccessGroup,
  type AccessLevel,
  accessSet,
  accessSetDefault,
  accessSetGroup,
  type ContactGroupId,
  contactGroupCreate,
  contactGroupRemove,
  contactsAdd,
  contactsGet,
  contactsMove,
  contactsPlace,
  contactsRemove,
  directorySearch,
  endpointBye,
  type GroupId,
  personGet,
  presenceActivity,
  presenceSet,
  presenceWatch,
  type UserId,
} from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { createAdministrationRepository } from "@/server/db/administration-repository";
import { createConversationStore } from "@/server/db/conversation-store";
import { createMessageStore } from "@/server/db/message-store";
import { createPolicyRepository } from "@/server/db/policy-repository";
import { createAdministration } from "@/server/domain/administration";
import { systemClock } from "@/server/domain/clock";
import { createPolicies } from "@/server/domain/policy";
import { freshDatabase, type TestDatabase } from "@/tests/support/database";
import { aConversationId, aMessage, asParty } from "@/tests/support/messages";
import { seededRandom } from "@/tests/support/random";
import { type Client, connectClient, countedPool, insertUser, startWorld } from "./world";

/** One field for each step between two levels: what of these a card shows says which level it is. */
const FIELDS = { title: "Chief", work_phone: "+12025550111", mobile_phone: "+12025550222", home_phone: "+12025550333" };

describe("levels by person, group and origin", () => {
  let db: TestDatabase;
  let counted: ReturnType<typeof countedPool>;
  let world: Awaited<ReturnType<typeof startWorld>>;
  let administration: ReturnType<typeof createAdministration>;
  let actor: { userId: UserId; address: string };
  let owner: UserId;
  let hers: Client;
  const clients: Client[] = [];
  const connect = async (userId: UserId): Promise<Client> => {
    const client = await connectClient(world.port, userId);
    clients.push(client);
    return client;
  };
  let next = 0;
  const person = (fields: Record<string, string> = {}): Promise<UserId> => insertUser(db.pool, { givenName: "Person", familyName: `No${(next += 1)}`, email: `person${next}@example.com`, fields });
  /** A group of the organisation that everybody can see. */
  async function organisationGroup(members: readonly UserId[] = []): Promise<GroupId> {
    const { groupId } = await administration.createGroup(actor, { name: `Group ${(next += 1)}`, priority: 100 });
    await db.pool.query(`UPDATE "group" SET published = true WHERE id = $1`, [groupId]);
    await administration.updateGroup(actor, { groupId, addUserIds: members });
    return groupId;
  }
  const ofList = (contactGroupId: ContactGroupId): AccessGroup => ({ kind: "contact-group", contactGroupId });
  const ofOrganisation = (groupId: GroupId): AccessGroup => ({ kind: "group", groupId });
  const code = (asked: Promise<unknown>): Promise<unknown> => asked.then(() => "ok", (error: { code: string }) => error.code);

  /** The level of which this watcher's card of the owner is. */
  async function levelOf(watcher: Client): Promise<AccessLevel> {
    const { card } = await watcher.ask(personGet, { userId: owner });
    return card.homePhone ? "personal" : card.mobilePhone ? "team" : card.workPhone ? "company" : card.title ? "public" : "blocked";
  }
  /** What the watcher's socket is told of the owner's presence after the owner chose Do not disturb: by level. */
  const VIEWS: Partial<Record<AccessLevel, object>> = {
    team: { state: "dnd", activity: "urgent-interruptions-only", device: "desktop" },
    company: { state: "dnd", device: "desktop" },
    public: { state: "dnd" },
    blocked: { state: "offline" },
  };
  const lastView = (watcher: Client): unknown => {
    const last = watcher.events.filter(({ name, payload }) => name === "presence:changed" && payload["userId"] === owner).at(-1)?.payload;
    return last && { state: last["state"], ...(last["activity"] ? { activity: last["activity"] } : {}), ...(last["device"] ? { device: last["device"] } : {}) };
  };
  /** A change, and that the watcher's next view is of this level: nothing between, nothing later. */
  async function moves(watcher: Client, change: () => Promise<unknown>, level: AccessLevel): Promise<void> {
    const before = watcher.events.length;
    await change();
    await watcher.ask(accessGet, {}); // What was told before its answer is here.
    const heard = watcher.events.slice(before);
    expect(heard.filter(({ name }) => name === "presence:changed").map(({ payload }) => payload["userId"])).toEqual([owner]);
    expect(lastView(watcher)).toEqual(VIEWS[level]);
    expect(heard.some(({ name, payload }) => name === "person:changed" && payload["userId"] === owner)).toBe(true);
    expect(await levelOf(watcher)).toBe(level);
  }

  beforeAll(async () => {
    db = await freshDatabase();
    counted = countedPool(db.pool);
    world = await startWorld({ pool: counted.pool });
    actor = { userId: await person(), address: "127.0.0.1" };
    administration = createAdministration({
      store: createAdministrationRepository(db),
      policies: createPolicies({ store: createPolicyRepository(db), clock: systemClock }),
      ender: { sessionEnded: () => {} },
      people: { personChanged: () => {} },
      customStates: { customStatesChanged: () => {} },
      levels: world.access,
      fanout: world.gateway.fanout,
      clock: systemClock,
      publicUrl: "http://127.0.0.1",
    });
    await db.pool.query("INSERT INTO organisation (id, name, sip_domain) VALUES (1, 'Example', 'example.com')");
  });
  beforeEach(async () => {
    owner = await person(FIELDS);
    hers = await connect(owner);
    await hers.ask(presenceSet, { state: "dnd" });
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(async () => {
    await world.stop();
    await db.dispose();
  });

  const watcherOfOwner = async (): Promise<Client> => {
    const watcher = await connect(await person());
    await watcher.ask(presenceWatch, { userIds: [owner] });
    return watcher;
  };

  it("[F46] [ACC-1] goes by the name, else by groups: Blocked before all, else what shows most; else by the default", async () => {
    const watcher = await watcherOfOwner();
    const groups = [await organisationGroup([watcher.userId]), await organisationGroup([watcher.userId])];
    const { group } = await hers.ask(contactGroupCreate, { name: "Mine" });
    await hers.ask(contactsAdd, { userId: watcher.userId, groupId: group.id });
    const set = (of: AccessGroup, level: AccessLevel | null) => hers.ask(accessSetGroup, { group: of, level });

    expect(await levelOf(watcher)).toBe("company");
    await hers.ask(accessSetDefault, { origin: "organisation", level: "public" });
    expect(await levelOf(watcher)).toBe("public");
    await set(ofOrganisation(groups[0]!), "company");
    expect(await levelOf(watcher)).toBe("company");
    await set(ofOrganisation(groups[1]!), "team");
    expect(await levelOf(watcher)).toBe("team");
    await set(ofList(group.id), "blocked");
    expect(await levelOf(watcher)).toBe("blocked");
    await hers.ask(accessSet, { userId: watcher.userId, level: "personal" });
    expect(await levelOf(watcher)).toBe("personal");
    expect(await hers.ask(accessSet, { userId: watcher.userId, level: null })).toMatchObject({ level: "blocked" });
    await set(ofList(group.id), null);
    expect(await levelOf(watcher)).toBe("team");
    await set(ofOrganisation(groups[1]!), "public");
    expect(await levelOf(watcher)).toBe("company");
    for (const groupId of groups) await set(ofOrganisation(groupId), null);
    expect(await levelOf(watcher)).toBe("public");
    expect(await hers.ask(accessSetDefault, { origin: "organisation", level: null })).toEqual({ origin: "organisation", level: "company" });
    expect(await levelOf(watcher)).toBe("company");
    expect((await db.pool.query(`SELECT FROM access_level WHERE owner_id = $1`, [owner])).rowCount).toBe(0);
  });

  it("[F46] [ACC-4] [ACC-6] changes the other side's view at once, by everything the owner does to a group of the list", async () => {
    const watcher = await watcherOfOwner();
    const { group } = await hers.ask(contactGroupCreate, { name: "Mine" });
    const other = (await hers.ask(contactGroupCreate, { name: "Other" })).group;
    await hers.ask(accessSetGroup, { group: ofList(other.id), level: "public" });
    let contactId = (await hers.ask(contactsAdd, { userId: watcher.userId, groupId: group.id })).contact.id;
    await moves(watcher, () => hers.ask(accessSetGroup, { group: ofList(group.id), level: "team" }), "team");
    await moves(watcher, () => hers.ask(contactsPlace, { contactId, groupIds: [other.id] }), "public");
    await moves(watcher, () => hers.ask(contactsPlace, { contactId, groupIds: [] }), "company");
    await moves(watcher, () => hers.ask(contactsPlace, { contactId, groupIds: [group.id, other.id] }), "team");
    await moves(watcher, () => hers.ask(contactsMove, { contactIds: [contactId], from: group.id, to: null }), "public");
    await moves(watcher, () => hers.ask(contactsMove, { contactIds: [contactId], from: other.id, to: group.id }), "team");
    await moves(watcher, () => hers.ask(contactsRemove, { contactId }), "company");
    await moves(watcher, async () => (contactId = (await hers.ask(contactsAdd, { userId: watcher.userId, groupId: group.id })).contact.id), "team");
    await moves(watcher, () => hers.ask(accessSetGroup, { group: ofList(group.id), level: "blocked" }), "blocked");
    await moves(watcher, () => hers.ask(contactGroupRemove, { groupId: group.id }), "company");
    await hers.ask(contactsPlace, { contactId, groupIds: [] });
    expect((await hers.ask(contactsGet, {})).contacts[0]?.seesMeAs).toBe("company");
  });

  it("[F46] [ACC-4] [ACC-6] changes it at once, by everything an administrator does to a group of the organisation", async () => {
    const watcher = await watcherOfOwner();
    const email = (await db.pool.query<{ email: string }>(`SELECT email FROM "user" WHERE id = $1`, [watcher.userId])).rows[0]!.email;
    const [groupId, other, third] = [await organisationGroup(), await organisationGroup(), await organisationGroup()];
    await hers.ask(accessSetGroup, { group: ofOrganisation(groupId), level: "team" });
    await hers.ask(accessSetGroup, { group: ofOrganisation(other), level: "blocked" });
    await moves(watcher, () => administration.updateGroup(actor, { groupId, addUserIds: [watcher.userId] }), "team");
    await moves(watcher, () => administration.updateGroup(actor, { groupId, removeUserIds: [watcher.userId] }), "company");
    await moves(watcher, () => administration.updateUser(actor, { userId: watcher.userId, groupIds: [groupId] }), "team");
    await moves(watcher, () => administration.updateUser(actor, { userId: watcher.userId, groupIds: [groupId, other] }), "blocked");
    await moves(watcher, () => administration.deleteGroup(actor, other), "team");
    const groups = await administration.listGroups();
    const nameOf = (id: GroupId): string => groups.find((one) => one.groupId === id)!.name;
    const name = nameOf(groupId);
    const csv = (groups: string): string => `email,givenName,groups\n${email},Person,${groups}\n`;
    await moves(watcher, () => administration.importUsers(actor, { csv: csv(nameOf(third)), dryRun: false }), "company");
    await moves(watcher, () => administration.importUsers(actor, { csv: csv(name), dryRun: false }), "team");
    await administration.importUsers(actor, { csv: csv(nameOf(third)), dryRun: true });
    expect(await levelOf(watcher)).toBe("team");
    await hers.heard("access:changed");
    expect((await hers.ask(accessGet, {})).groups).toEqual([{ group: ofOrganisation(groupId), name, level: "team" }]);
    await moves(watcher, () => administration.deleteGroup(actor, groupId), "company");
    expect((await hers.ask(accessGet, {})).groups).toEqual([]);
  });

  it("[ACC-8] [ACC-9] changes the view of everybody who goes by the default, in one query, and of nobody else", async () => {
    const watchers = await Promise.all(Array.from({ length: 4 }, watcherOfOwner));
    const named = watchers[0]!;
    await hers.ask(accessSet, { userId: named.userId, level: "team" });
    const frames = named.frames.length;
    const before = counted.count();
    await hers.ask(accessSetDefault, { origin: "organisation", level: "public" });
    expect(counted.count() - before).toBeLessThanOrEqual(4);
    for (const watcher of watchers.slice(1)) {
      await watcher.heard("presence:changed", ({ userId }) => userId === owner);
      expect(lastView(watcher)).toEqual(VIEWS["public"]);
      expect(await levelOf(watcher)).toBe("public");
    }
    expect(await levelOf(named)).toBe("team");
    expect(named.frames.slice(frames).join("\n")).not.toContain("presence:changed");
    await hers.heard("access:changed");
    const late = await connect(await person());
    expect((await late.ask(presenceWatch, { userIds: [owner] })).views).toMatchObject([{ state: "dnd" }]);
    expect((await late.ask(directorySearch, { query: FIELDS.work_phone, limit: 50 })).people.map(({ userId }) => userId)).not.toContain(owner);
    expect((await hers.ask(accessGet, {})).defaults).toEqual([
      { origin: "organisation", level: "public" },
      { origin: "federated", level: "public" },
      { origin: "public", level: "public" },
    ]);
    expect(await hers.ask(accessSetDefault, { origin: "federated", level: "team" })).toEqual({ origin: "federated", level: "team" });
    expect(await levelOf(late)).toBe("public");
    expect(await code(hers.ask(accessSetDefault, { origin: "organisation", level: "blocked" as "team" }))).toBe("invalid_input");
  });

  it("[F41] [F42] [F43] [F44] [F45] gives through a group exactly what each level gives by name", async () => {
    for (const level of ["personal", "team", "company", "public", "blocked"] as const) {
      const [byName, byGroup] = [await connect(await person()), await connect(await person())];
      await hers.ask(accessSet, { userId: byName.userId, level });
      await hers.ask(accessSetGroup, { group: ofOrganisation(await organisationGroup([byGroup.userId])), level });
      const seen = async (watcher: Client): Promise<unknown> => [
        await watcher.ask(personGet, { userId: owner }),
        await watcher.ask(presenceWatch, { userIds: [owner] }),
        ...(await Promise.all(Object.values(FIELDS).map((query) => watcher.ask(directorySearch, { query, limit: 20 })))),
      ];
      expect(await seen(byGroup), level).toEqual(await seen(byName));
      expect(await levelOf(byGroup)).toBe(level);
    }
  });

  it("[ACC-3] answers for groups that are another's, hidden or gone alike, and stores nothing", async () => {
    const his = await connect(await person());
    const { group } = await his.ask(contactGroupCreate, { name: "His" });
    const hidden = (await administration.createGroup(actor, { name: "Hidden", priority: 1 })).groupId;
    const wrong: AccessGroup[] = [ofList(group.id), ofList(uuidV7() as ContactGroupId), ofOrganisation(hidden), ofOrganisation(uuidV7() as GroupId)];
    for (const of of wrong) for (const level of ["team", null] as const) expect(await code(hers.ask(accessSetGroup, { group: of, level }))).toBe("group_not_found");
    expect((await hers.ask(accessGet, {})).groups).toEqual([]);
  });

  it("[F45] gives the owner their settings, with cards as each person lets them see", async () => {
    const shy = await connect(await person(FIELDS));
    await shy.ask(accessSet, { userId: owner, level: "public" });
    await hers.ask(accessSet, { userId: shy.userId, level: "team" });
    const { group } = await hers.ask(contactGroupCreate, { name: "Mine" });
    await hers.ask(accessSetGroup, { group: ofList(group.id), level: "personal" });
    const settings = await hers.ask(accessGet, {});
    expect(settings.people).toEqual([{ level: "team", person: { userId: shy.userId, displayName: expect.any(String) as string, email: expect.any(String) as string, title: FIELDS.title } }]);
    expect(settings.groups).toEqual([{ group: ofList(group.id), name: "Mine", level: "personal" }]);
  });

  /** Ids, times and the person's own name and mail are alike for all. */
  const mask = (frames: readonly string[]): string[] =>
    frames
      .map((frame) => frame.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<id>").replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>").replace(/"(email|displayName)":"[^"]*"/g, '"$1":"<own>"'))
      .filter((frame) => !frame.startsWith("0"));

  it("[F16] [ACC-7] [PRES-11] gives one blocked by a group the frames, and the queries, that an absent person gives", async () => {
    const look = async (options: { blocked: boolean; present: boolean }): Promise<{ frames: string[]; queries: number }> => {
      const looked = await person();
      const his = await connect(looked);
      const watcher = await connect(await person());
      const groupId = await organisationGroup([watcher.userId]);
      if (options.blocked) await his.ask(accessSetGroup, { group: ofOrganisation(groupId), level: "blocked" });
      if (!options.present) await his.ask(endpointBye, {});
      await watcher.ask(accessGet, {});
      watcher.frames.length = 0;
      const before = counted.count();
      await watcher.ask(presenceWatch, { userIds: [looked] });
      await watcher.ask(personGet, { userId: looked });
      const queries = counted.count() - before;
      for (const state of ["busy", "dnd", null] as const) await his.ask(presenceSet, { state });
      await his.ask(presenceActivity, { active: false, idleForMs: 10 * 60_000 });
      world.presence.publish(looked, { kind: "sharing", owner: "leg", sequence: 1, expiresAtMs: Infinity });
      await his.ask(endpointBye, {});
      await watcher.ask(presenceWatch, { userIds: [looked] });
      return { frames: mask(watcher.frames), queries };
    };
    const blocked = await look({ blocked: true, present: true });
    expect(blocked).toEqual(await look({ blocked: false, present: false }));
    expect(blocked.frames.join("\n")).toContain('"state":"offline"');
  });

  it("[F16] [F45] [ACC-7] withholds the messages of one who is blocked by a group", async () => {
    const watcher = await connect(await person());
    const started = await createConversationStore(db).findOrMakeDirect(aConversationId(), asParty(owner), asParty(watcher.userId), new Date());
    if ("code" in started) throw new Error(started.code);
    const send = async (): Promise<unknown> => (await createMessageStore(db).append([aMessage(started.conversationId, watcher.userId)], new Date())).results[0];
    await hers.ask(accessSetGroup, { group: ofOrganisation(await organisationGroup([watcher.userId])), level: "blocked" });
    expect(await send()).toMatchObject({ withheldFrom: owner });
    await hers.ask(accessSet, { userId: watcher.userId, level: "public" });
    expect(await send()).toMatchObject({ withheldFrom: null });
  });

  it("[ACC-4] settles a group of 1,000 in a handful of queries, and moves those who watch", async () => {
    const watcher = await watcherOfOwner();
    const groupId = await organisationGroup([watcher.userId]);
    await db.pool.query(`INSERT INTO party (id, kind, display_name) SELECT ('03900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'user', 'x' FROM generate_series(1, 1000) n`);
    await db.pool.query(
      `WITH made AS (
         INSERT INTO "user" (id, email, sip_uri, given_name, family_name, display_name)
         SELECT id, id || '@x.example', 'sip:' || id, 'x', 'x', 'x' FROM party WHERE id::text LIKE '03900000%' RETURNING id)
       INSERT INTO group_member (group_id, user_id) SELECT $1, id FROM made`,
      [groupId],
    );
    const rows = async (): Promise<number> => (await db.pool.query(`SELECT FROM access_level WHERE owner_id = $1 AND level = 'team' AND by_group = 'team'`, [owner])).rowCount!;
    const before = counted.count();
    await moves(watcher, () => hers.ask(accessSetGroup, { group: ofOrganisation(groupId), level: "team" }), "team");
    // Beside the transaction: what the watcher may see now, the owner's list, and what the test itself asks.
    expect(counted.count() - before).toBeLessThanOrEqual(8);
    expect(await rows()).toBe(1_001);
    expect(hers.events.filter(({ name }) => name === "person:changed")).toEqual([]);
    await hers.heard("access:changed");
    await moves(watcher, () => administration.deleteGroup(actor, groupId), "company");
    expect(await rows()).toBe(0);
  });

  /** Runs `first` in a transaction that stays open until `second` waits for it, or is through without waiting. */
  async function overlap(first: string[], second: () => Promise<unknown>): Promise<void> {
    const open = await db.pool.connect();
    try {
      await open.query("BEGIN");
      for (const statement of first) await open.query(statement);
      let through = false;
      const ended = second().finally(() => (through = true));
      const waits = async (): Promise<boolean> => (await db.pool.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount! > 0;
      for (let look = 0; look < 2_000 && !through && !(await waits()); look += 1) await new Promise(setImmediate);
      await open.query("COMMIT");
      await ended;
    } finally {
      open.release();
    }
  }
  const byGroup = async (subject: UserId): Promise<string | undefined> =>
    (await db.pool.query<{ by_group: string }>(`SELECT by_group FROM access_level WHERE owner_id = $1 AND subject_id = $2`, [owner, subject])).rows[0]?.by_group;
  const lockOwner = (): string => `SELECT FROM "user" WHERE id = '${owner}' FOR NO KEY UPDATE`;

  it("[ACC-5] lets an owner who gives a group its first level see the members that an administrator is adding, and the other way round", async () => {
    const [member, other] = [await person(), await person()];
    const groupId = await organisationGroup();
    await overlap(
      [`INSERT INTO group_member VALUES ('${groupId}', '${member}')`, `SELECT settle_member_levels('{${groupId}}', '{${member}}', '{}')`],
      () => hers.ask(accessSetGroup, { group: ofOrganisation(groupId), level: "team" }),
    );
    expect(await byGroup(member)).toBe("team");
    await hers.ask(accessSetGroup, { group: ofOrganisation(groupId), level: null });
    await overlap(
      [
        lockOwner(),
        `SELECT FROM "group" WHERE id = '${groupId}' FOR SHARE`,
        `INSERT INTO access_group_level (id, owner_id, group_id, level) VALUES (gen_random_uuid(), '${owner}', '${groupId}', 'team')`,
        `SELECT settle_owner_levels('${owner}')`,
      ],
      () => administration.updateGroup(actor, { groupId, addUserIds: [other] }),
    );
    expect([await byGroup(member), await byGroup(other)]).toEqual(["team", "team"]);
  });

  it("[ACC-5] lets an administrator see whom an owner is putting into a group of the list, or naming", async () => {
    const member = await person();
    const groupId = await organisationGroup();
    await hers.ask(accessSetGroup, { group: ofOrganisation(groupId), level: "team" });
    const { group } = await hers.ask(contactGroupCreate, { name: "Mine" });
    await hers.ask(accessSetGroup, { group: ofList(group.id), level: "blocked" });
    const { contact } = await hers.ask(contactsAdd, { userId: member });
    await overlap(
      [lockOwner(), `INSERT INTO contact_in_group (contact_id, group_id) VALUES ('${contact.id}', '${group.id}')`, `SELECT settle_owner_levels('${owner}')`],
      () => administration.updateGroup(actor, { groupId, addUserIds: [member] }),
    );
    expect(await byGroup(member)).toBe("blocked");
    await overlap([`SELECT choose_level('${owner}', '${member}', 'personal')`], () => administration.deleteGroup(actor, groupId));
    await overlap(
      [`DELETE FROM contact_in_group WHERE group_id = '${group.id}'`, `SELECT settle_owner_levels('${owner}')`],
      () => hers.ask(accessSet, { userId: member, level: null }),
    );
    expect((await db.pool.query(`SELECT FROM access_level WHERE owner_id = $1`, [owner])).rowCount).toBe(0);
  });

  /** What holds by rule, from what was said and who is where: nothing of what the functions of the database keep. */
  const FRESH = `
    WITH said AS (
      SELECT owner_id, subject_id, chosen, NULL AS given FROM access_level WHERE chosen IS NOT NULL
      UNION ALL
      SELECT l.owner_id, c.target_user_id, NULL, l.level FROM access_group_level l JOIN contact_in_group i ON i.group_id = l.contact_group_id JOIN contact c ON c.id = i.contact_id
      UNION ALL
      SELECT l.owner_id, m.user_id, NULL, l.level FROM access_group_level l JOIN group_member m ON m.group_id = l.group_id)
    SELECT owner_id, subject_id, coalesce(max(chosen), CASE
      WHEN bool_or(given = 'blocked') THEN 'blocked' WHEN bool_or(given = 'personal') THEN 'personal' WHEN bool_or(given = 'team') THEN 'team'
      WHEN bool_or(given = 'company') THEN 'company' ELSE 'public' END) AS level
    FROM said WHERE owner_id <> subject_id GROUP BY owner_id, subject_id ORDER BY owner_id, subject_id`;

  it.each([1, 2, 3, 4])("[ACC-5] ends where a fresh computation does, after owners, administrators and watchers acted at once (seed %i)", async (seed) => {
    const random = seededRandom(seed);
    const members = await Promise.all(Array.from({ length: 6 }, () => person()));
    const emails = (await db.pool.query<{ email: string }>(`SELECT email FROM "user" WHERE id = ANY($1)`, [members])).rows.map(({ email }) => email);
    const groups = await Promise.all([organisationGroup(), organisationGroup(), organisationGroup()]);
    const names = new Map((await administration.listGroups()).map(({ groupId, name }) => [groupId, name]));
    // Some are owners and members at once, so that an import also holds the rows that owners lock.
    const owners = [owner, await person(FIELDS), members[0]!];
    const [levels, defaults] = [["personal", "team", "company", "public", "blocked"] as const, ["personal", "team", "company", "public"] as const];
    const refusals: unknown[] = [];
    let done = 0;
    const attempt = (change: Promise<unknown>): Promise<unknown> => change.then(() => (done += 1), (error: { code?: string }) => refusals.push(error.code ?? error));

    const ownersDo = owners.flatMap((userId) =>
      [1, 2].map(async () => {
        const client = await connect(userId);
        await client.ask(presenceSet, { state: "dnd" });
        const mine = [(await client.ask(contactGroupCreate, { name: "A" })).group.id, (await client.ask(contactGroupCreate, { name: "B" })).group.id];
        for (let step = 0; step < 25; step += 1) {
          const level = random.chance(0.25) ? null : random.pick(levels);
          const act = random.below(8);
          const { contacts } = act >= 5 ? await client.ask(contactsGet, {}) : { contacts: [] };
          const contact = contacts[random.below(contacts.length || 1)];
          await attempt(
            act === 0 ? client.ask(accessSet, { userId: random.pick(members.filter((member) => member !== userId)), level })
            : act === 1 ? client.ask(accessSetGroup, { group: ofList(random.pick(mine)), level })
            : act <= 3 ? client.ask(accessSetGroup, { group: ofOrganisation(random.pick(groups)), level })
            : act === 4 ? client.ask(accessSetDefault, { origin: "organisation", level: random.chance(0.3) ? null : random.pick(defaults) })
            : act === 5 && contact ? client.ask(contactsPlace, { contactId: contact.id, groupIds: mine.filter(() => random.chance(0.5)) })
            : act === 6 && contact ? client.ask(contactsRemove, { contactId: contact.id })
            : client.ask(contactsAdd, { userId: random.pick(members), groupId: random.pick(mine) }),
          );
        }
      }),
    );
    const administratorsDo = [1, 2].map(async () => {
      for (let step = 0; step < 20; step += 1) {
        const some = random.shuffle(members).slice(0, 1 + random.below(3));
        const wanted = random.shuffle(groups).slice(0, random.below(3));
        const act = random.below(4);
        await attempt(
          act === 0 ? administration.updateGroup(actor, { groupId: random.pick(groups), addUserIds: some })
          : act === 1 ? administration.updateGroup(actor, { groupId: random.pick(groups), removeUserIds: some })
          : act === 2 ? administration.updateUser(actor, { userId: some[0]!, groupIds: wanted })
          : administration.importUsers(actor, { csv: `email,givenName,title,groups\n${random.shuffle(emails).map((email) => `${email},Person,Title ${random.below(9)},${names.get(random.pick(groups))!}`).join("\n")}\n`, dryRun: false }),
        );
      }
    });
    const watchers = await Promise.all(members.map((member) => connect(member)));
    const held = watchers.map(() => new Map<unknown, unknown>());
    watchers.forEach(({ socket }, index) => socket.on("presence:changed", (view: { userId: UserId }) => held[index]!.set(view.userId, view)));
    const watch = async (index: number): Promise<void> => {
      for (const view of (await watchers[index]!.ask(presenceWatch, { userIds: owners })).views) held[index]!.set(view.userId, view);
    };
    const watchersDo = watchers.map(async (_, index) => {
      for (let step = 0; step < 12; step += 1) await watch(index);
    });
    await Promise.all([...ownersDo, ...administratorsDo, ...watchersDo]);
    if (seed % 2 === 0) await attempt(administration.deleteGroup(actor, groups[0]));

    expect(refusals.filter((code) => !/_not_found$/.test(String(code)))).toEqual([]);
    expect(done).toBeGreaterThan(120);
    const stored = await db.pool.query(`SELECT owner_id, subject_id, level FROM access_level WHERE owner_id = ANY($1) ORDER BY owner_id, subject_id`, [owners]);
    const fresh = (await db.pool.query<{ owner_id: UserId }>(FRESH)).rows.filter((row) => owners.includes(row.owner_id));
    expect(stored.rows).toEqual(fresh);
    for (const [index, watcher] of watchers.entries()) {
      await watcher.ask(accessGet, {}); // All that was told before is here.
      const late = await connect(watcher.userId);
      const { views } = await late.ask(presenceWatch, { userIds: owners });
      for (const view of views) expect(held[index]!.get(view.userId), `seed ${seed}, watcher ${index}`).toEqual(view);
    }
  });
});
