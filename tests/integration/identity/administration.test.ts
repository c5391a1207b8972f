import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as auditRoute from "@/app/api/v1/admin/audit/route";
import * as groupRoute from "@/app/api/v1/admin/groups/[groupId]/route";
import * as groupsRoute from "@/app/api/v1/admin/groups/route";
import * as organisationRoute from "@/app/api/v1/admin/organisation/route";
import * as policiesRoute from "@/app/api/v1/admin/policies/route";
import * as importRoute from "@/app/api/v1/admin/users/import/route";
import * as userPolicyRoute from "@/app/api/v1/admin/users/[userId]/policy/route";
import * as userRoute from "@/app/api/v1/admin/users/[userId]/route";
import * as signOutRoute from "@/app/api/v1/admin/users/[userId]/sign-out/route";
import * as usersRoute from "@/app/api/v1/admin/users/route";
import * as meRoute from "@/app/api/v1/me/route";
import { type AdminGroup, type AdminUser, type AuditEntry, meChanged, sessionEnded, type UserId } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { anna, bob, carol, dave, erin } from "../../support/cast";
import { connectClient } from "../../support/client";
import { addPeople, addSession, type TestPerson } from "../../support/people";
import { type Answer, callRoute } from "../../support/rest";
import { startTestServer, type TestServer } from "../../support/server";

type Cast = { anna: TestPerson; bob: TestPerson; carol: TestPerson; dave: TestPerson; erin: TestPerson };

describe("administration", () => {
  let server: TestServer;
  let cast: Cast;
  let cookie: string;

  const ask = (handlers: Parameters<typeof callRoute>[0], method: Parameters<typeof callRoute>[1], call: Parameters<typeof callRoute>[3] = {}) => callRoute(handlers, method, server.url, { cookie, ...call });
  const patchUser = (userId: UserId, body: object, call: object = {}): Promise<Answer> => ask(userRoute, "PATCH", { params: { userId }, body, ...call });
  const auditOf = async (targetId: string): Promise<AuditEntry[]> => ((await ask(auditRoute, "GET", { query: { targetId } })).body as { entries: AuditEntry[] }).entries;
  const cookieOf = async (userId: UserId): Promise<string> => (await addSession(server, userId)).cookie;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.dispose());

  /** Anna and Bob administer; everybody is active and in no group. */
  beforeEach(async () => {
    await server.db.pool.query(`TRUNCATE party, "group", policy, audit_entry, organisation CASCADE`);
    await server.db.pool.query("INSERT INTO organisation (id, name, sip_domain) VALUES (1, 'Example', 'example.com')");
    const administrators = await addPeople(server.db, [anna, bob], { role: "admin" });
    const others = await addPeople(server.db, [carol, dave, erin]);
    cast = { anna: administrators[0]!, bob: administrators[1]!, carol: others[0]!, dave: others[1]!, erin: others[2]! };
    cookie = await cookieOf(cast.anna.userId);
  });

  it("[ADM-2] is closed to everybody else, whatever they ask", async () => {
    const carols = await cookieOf(cast.carol.userId);
    for (const [handlers, method] of [[usersRoute, "GET"], [usersRoute, "POST"], [groupsRoute, "GET"], [policiesRoute, "PUT"], [auditRoute, "GET"], [organisationRoute, "PATCH"], [importRoute, "POST"]] as const) {
      expect((await callRoute(handlers, method, server.url, { cookie: carols, ...(method === "GET" ? {} : { body: {} }) })).code).toBe("forbidden");
      expect((await callRoute(handlers, method, server.url, method === "GET" ? {} : { body: {} })).code).toBe("unauthenticated");
    }
  });

  it("[ADM-3] disables at once: sockets, requests, and a later sign-in", async () => {
    const carols = await cookieOf(cast.carol.userId);
    const client = await connectClient({ url: server.url, cookie: carols });
    const told = client.next(sessionEnded);
    expect((await patchUser(cast.carol.userId, { status: "disabled" })).body).toMatchObject({ status: "disabled" });
    expect(await told).toEqual({ reason: "disabled" });
    expect((await callRoute(meRoute, "GET", server.url, { cookie: carols })).code).toBe("unauthenticated");
    expect((await auditOf(cast.carol.userId))[0]).toMatchObject({ action: "user.disable", actorName: "Anna Keller", before: { status: "active" }, after: { status: "disabled" }, address: "192.0.2.7" });
  });

  it("[ADM-4] never leaves nobody to administer, though two demote each other at once", async () => {
    const bobs = await cookieOf(cast.bob.userId);
    const answers = await Promise.all([patchUser(cast.bob.userId, { role: "user" }), patchUser(cast.anna.userId, { status: "disabled" }, { cookie: bobs })]);
    // Either the second is refused as the last one, or its asker is no longer an administrator.
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const { rows } = await server.db.pool.query(`SELECT count(*)::int AS left FROM "user" WHERE role = 'admin' AND status = 'active'`);
    expect(rows).toEqual([{ left: 1 }]);
  });

  it("[ADM-4] refuses to demote, disable or import away the last administrator", async () => {
    await patchUser(cast.bob.userId, { role: "user" });
    expect((await patchUser(cast.anna.userId, { role: "user" })).code).toBe("last_administrator");
    expect((await patchUser(cast.anna.userId, { status: "disabled" })).code).toBe("last_administrator");
    const imported = await ask(importRoute, "POST", { body: { csv: "email,role\nanna@example.com,user", dryRun: false } });
    expect(imported.body).toMatchObject({ errors: 1, rows: [{ action: "error", problems: ["last_administrator"] }] });
    expect((await ask(usersRoute, "GET")).status).toBe(200);
  });

  it("[ADM-1] stores a change with its audit entry, or neither", async () => {
    await server.db.pool.query("ALTER TABLE audit_entry ADD CONSTRAINT broken CHECK (action <> 'user.update') NOT VALID");
    try {
      const client = await connectClient({ url: server.url, cookie: await cookieOf(cast.dave.userId) });
      const told = client.collect(meChanged);
      expect((await patchUser(cast.dave.userId, { profile: { title: "Chief" } })).code).toBe("internal");
      expect((await ask(userRoute, "GET", { params: { userId: cast.dave.userId } })).body).toMatchObject({ profile: { title: null } });
      expect(told).toEqual([]);
      client.close();
    } finally {
      await server.db.pool.query("ALTER TABLE audit_entry DROP CONSTRAINT broken");
    }
    expect((await patchUser(cast.dave.userId, { profile: { title: "Chief" } })).body).toMatchObject({ profile: { title: "Chief" } }); // Same set-up.
    expect(await auditOf(cast.dave.userId)).toMatchObject([{ action: "user.update", before: { title: null }, after: { title: "Chief" } }]);
  });

  it("[ADM-1] tells the person whose account changed, and stays silent when nothing did", async () => {
    const client = await connectClient({ url: server.url, cookie: await cookieOf(cast.dave.userId) });
    const told = client.collect(meChanged);
    await patchUser(cast.dave.userId, { role: "user", profile: { givenName: "Dave" } });
    const heard = client.next(meChanged);
    await patchUser(cast.dave.userId, { role: "admin" });
    await heard;
    expect(told).toHaveLength(1);
    expect(await auditOf(cast.dave.userId)).toHaveLength(1);
    client.close();
  });

  it("[ADM-5] answers an unknown user, group and scope alike wherever it is named", async () => {
    const nobody = uuidV7();
    const params = { userId: nobody };
    expect((await ask(userRoute, "GET", { params })).code).toBe("person_not_found");
    expect((await ask(userRoute, "PATCH", { params, body: { role: "admin" } })).code).toBe("person_not_found");
    expect((await ask(signOutRoute, "POST", { params })).code).toBe("person_not_found");
    expect((await ask(userPolicyRoute, "GET", { params })).code).toBe("person_not_found");
    expect((await ask(policiesRoute, "PUT", { body: { scope: { kind: "user", userId: nobody }, settings: {} } })).code).toBe("person_not_found");
    expect((await ask(policiesRoute, "PUT", { body: { scope: { kind: "group", groupId: nobody }, settings: {} } })).code).toBe("group_not_found");
    expect((await ask(groupRoute, "PATCH", { params: { groupId: nobody }, body: { name: "x" } })).code).toBe("group_not_found");
    expect((await ask(userRoute, "PATCH", { params: { userId: cast.carol.userId }, body: { groupIds: [nobody] } })).code).toBe("group_not_found");
  });

  it("[ADM-5] refuses a second user with the same address or the same name before the @", async () => {
    const create = (email: string): Promise<Answer> => ask(usersRoute, "POST", { body: { email, givenName: "Anna" } });
    expect(await create("Anna@Example.com")).toMatchObject({ status: 409, code: "already_exists" });
    expect((await create("anna@other.example")).code).toBe("already_exists");
    expect((await create("anna.two@example.com")).status).toBe(200);
  });

  it("[ADM-6] finds users by parts of names and address, pages, and counts", async () => {
    const list = async (query: Record<string, string>) => {
      const { users, total } = (await ask(usersRoute, "GET", { query })).body as { users: AdminUser[]; total: number };
      return { names: users.map(({ profile }) => profile.displayName), total };
    };
    expect(await list({})).toEqual({ names: ["Anna Keller", "Carol Lindqvist", "Dave Moreau", "Bob Okafor", "Erin Walsh"], total: 5 });
    expect(await list({ query: "kel an" })).toEqual({ names: ["Anna Keller"], total: 1 });
    expect(await list({ query: "%" })).toEqual({ names: [], total: 0 });
    expect(await list({ offset: "1", limit: "2" })).toEqual({ names: ["Carol Lindqvist", "Dave Moreau"], total: 5 });
    await patchUser(cast.erin.userId, { status: "disabled" });
    expect(await list({ status: "disabled" })).toEqual({ names: ["Erin Walsh"], total: 1 });
  });

  it("[ADM-7] puts a policy in force at once: user before group by priority before organisation", async () => {
    const group = async (name: string, priority: number): Promise<AdminGroup> => {
      const made = (await ask(groupsRoute, "POST", { body: { name, priority } })).body as AdminGroup;
      return (await ask(groupRoute, "PATCH", { params: { groupId: made.groupId }, body: { addUserIds: [cast.carol.userId] } })).body as AdminGroup;
    };
    const [late, early] = [await group("Late", 200), await group("Early", 10)];
    expect(early.memberCount).toBe(1);
    const set = (scope: object, settings: object): Promise<Answer> => ask(policiesRoute, "PUT", { body: { scope, settings } });
    const carols = await cookieOf(cast.carol.userId);
    const changePhone = async (): Promise<string> => (await callRoute(meRoute, "PATCH", server.url, { cookie: carols, body: { workPhone: "+12025550103" } })).code ?? "ok";
    expect(await changePhone()).toBe("ok");
    const page = await connectClient({ url: server.url, cookie: carols });
    const told = page.next(meChanged);
    await set({ kind: "organisation" }, { editProfile: false, editMessages: false });
    expect(await changePhone()).toBe("policy_forbids");
    // Everybody is told; that not all ask in the same moment is said, too.
    expect((await told).withinMs).toBeGreaterThan(1_000);
    page.close();
    await set({ kind: "group", groupId: late.groupId }, { editProfile: false });
    await set({ kind: "group", groupId: early.groupId }, { editProfile: true });
    expect(await changePhone()).toBe("ok");
    await set({ kind: "user", userId: cast.carol.userId }, { editProfile: false });
    expect(await changePhone()).toBe("policy_forbids");
    const { settings } = (await ask(userPolicyRoute, "GET", { params: { userId: cast.carol.userId } })).body as { settings: { name: string; value: boolean; from: object }[] };
    expect(settings.find(({ name }) => name === "editProfile")).toEqual({ name: "editProfile", value: false, from: { kind: "user" } });
    expect(settings.find(({ name }) => name === "editMessages")).toEqual({ name: "editMessages", value: false, from: { kind: "organisation" } });
    expect(settings.find(({ name }) => name === "editPhoto")).toEqual({ name: "editPhoto", value: true, from: { kind: "default" } });
    await set({ kind: "user", userId: cast.carol.userId }, {});
    expect(await changePhone()).toBe("ok");
    await ask(groupRoute, "DELETE", { params: { groupId: early.groupId } });
    expect(await changePhone()).toBe("policy_forbids");
  });

  it("[ID-7] makes every session a public one where the policy allows no private computers", async () => {
    const carols = await cookieOf(cast.carol.userId);
    const isPublic = async (): Promise<boolean> => ((await callRoute(meRoute, "GET", server.url, { cookie: carols })).body as { session: { publicComputer: boolean } }).session.publicComputer;
    expect(await isPublic()).toBe(false);
    await ask(policiesRoute, "PUT", { body: { scope: { kind: "organisation" }, settings: { privateComputers: false } } });
    expect(await isPublic()).toBe(true);
    await server.db.pool.query("UPDATE session SET last_seen_at = now() - interval '16 minutes' WHERE user_id = $1", [cast.carol.userId]);
    expect((await callRoute(meRoute, "GET", server.url, { cookie: carols })).code).toBe("unauthenticated");
  });

  it("[ADM-8] imports what is right, tells what is wrong, and changes nothing on a dry run or a second time", async () => {
    await ask(groupsRoute, "POST", { body: { name: "Field" } });
    const csv = [
      "\ufeffE-Mail;Given name;Family name;Title;Work phone;Role;Groups",
      "carol@example.com;;;Head of Sales;;;",
      "new.person@example.com;Nina;Person;Engineer;+12025550150;user;field",
      "not a mail;No;Body;;;;",
      "bad.phone@example.com;Bad;Phone;;12345;boss;",
      "new.person@example.com;Again;Person;;;;",
      "no.group@example.com;No;Group;;;;Elsewhere",
      "no.name@example.com;;;;;;",
      "erin@example.com;Erin;Walsh;;;;",
    ].join("\r\n");
    const expected = {
      created: 1,
      updated: 1,
      unchanged: 1,
      errors: 5,
      rows: [
        { line: 2, email: "carol@example.com", action: "update", problems: [] },
        { line: 3, email: "new.person@example.com", action: "create", problems: [] },
        { line: 4, email: "not a mail", action: "error", problems: ["email"] },
        { line: 5, email: "bad.phone@example.com", action: "error", problems: ["workPhone", "role"] },
        { line: 6, email: "new.person@example.com", action: "error", problems: ["duplicate"] },
        { line: 7, email: "no.group@example.com", action: "error", problems: ["groups"] },
        { line: 8, email: "no.name@example.com", action: "error", problems: ["givenName"] },
        { line: 9, email: "erin@example.com", action: "unchanged", problems: [] },
      ],
    };
    const run = async (dryRun: boolean): Promise<unknown> => (await ask(importRoute, "POST", { body: { csv, dryRun } })).body;
    const snapshot = async (): Promise<unknown> => (await server.db.pool.query(`SELECT u.*, (SELECT count(*) FROM audit_entry) AS audited FROM "user" u ORDER BY id`)).rows.map(({ last_seen_at: _seen, ...rest }: Record<string, unknown>) => rest);
    const before = await snapshot();
    expect(await run(true)).toEqual(expected);
    expect(await snapshot()).toEqual(before);
    expect(await run(false)).toEqual(expected);
    const { users } = (await ask(usersRoute, "GET", { query: { query: "nina" } })).body as { users: AdminUser[] };
    expect(users).toMatchObject([{ email: "new.person@example.com", status: "invited", profile: { title: "Engineer", workPhone: "+12025550150", displayName: "Nina Person" } }]);
    expect(users[0]?.groupIds).toHaveLength(1);
    const after = await snapshot();
    expect(await run(false)).toMatchObject({ created: 0, updated: 0, unchanged: 3, errors: 5 });
    expect(await snapshot()).toEqual(after);
  });

  it("[ADM-8] refuses a file that is no CSV of users as a whole", async () => {
    const codeOf = async (csv: string): Promise<string | undefined> => (await ask(importRoute, "POST", { body: { csv, dryRun: true } })).code;
    expect(await codeOf("")).toBe("csv_invalid");
    expect(await codeOf("name,title\nAnna,Boss")).toBe("csv_invalid");
    expect(await codeOf("email,email\na@example.com,b@example.com")).toBe("csv_invalid");
    expect(await codeOf('email,title\na@example.com,"never closed')).toBe("csv_invalid");
  });

  it("[ADM-9] shows changes newest first, page by page", async () => {
    for (const name of ["One", "Two", "Three"]) await ask(organisationRoute, "PATCH", { body: { name } });
    const page = async (query: Record<string, string>) => (await ask(auditRoute, "GET", { query })).body as { entries: AuditEntry[]; more: boolean };
    const first = await page({ limit: "2" });
    expect(first).toMatchObject({ more: true, entries: [{ action: "organisation.update", after: { name: "Three" } }, { before: { name: "One" }, after: { name: "Two" } }] });
    const second = await page({ limit: "2", beforeId: first.entries[1]!.id });
    expect(second).toMatchObject({ more: false, entries: [{ before: { name: "Example" }, after: { name: "One" } }] });
  });
});
