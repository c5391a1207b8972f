import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as auditRoute from "@/app/api/v1/admin/audit/route";
import * as groupRoute from "@/app/api/v1/admin/groups/[groupId]/route";
import * as groupsRoute from "@/app/api/v1/admin/groups/route";
import * as userRoute from "@/app/api/v1/admin/users/[userId]/route";
import { type AdminGroup, type AuditEntry, contactsChanged, contactsGet, contactsGroupMembers, contactsListGroup, groupChanged, type GroupId } from "@/lib/protocol";
import { connectClient, type TestClient } from "../../support/client";
import { addCast, addSession } from "../../support/people";
import { type Answer, callRoute } from "../../support/rest";
import { startTestServer, type TestServer } from "../../support/server";

describe("groups that administrators show to people", () => {
  let server: TestServer;
  let cast: Awaited<ReturnType<typeof addCast>>;
  let cookie: string;
  let carol: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.dispose());
  beforeEach(async () => {
    await server.db.pool.query(`TRUNCATE party, "group", policy, audit_entry CASCADE`);
    cast = await addCast(server.db);
    await server.db.pool.query(`UPDATE "user" SET role = 'admin' WHERE id = $1`, [cast.anna.userId]);
    cookie = (await addSession(server, cast.anna.userId)).cookie;
    carol = await connectClient({ url: server.url, cookie: (await addSession(server, cast.carol.userId)).cookie });
    return () => carol.close();
  });

  const create = (body: object): Promise<Answer> => callRoute(groupsRoute, "POST", server.url, { cookie, body });
  const made = async (body: object): Promise<AdminGroup> => (await create(body)).body as AdminGroup;
  const update = (groupId: GroupId, body: object): Promise<Answer> => callRoute(groupRoute, "PATCH", server.url, { cookie, params: { groupId }, body });
  const remove = (groupId: GroupId): Promise<Answer> => callRoute(groupRoute, "DELETE", server.url, { cookie, params: { groupId } });
  const names = async (): Promise<string[]> => (await carol.call(contactsGet, {})).organisationGroups.map(({ name }) => name);
  /** What Carol hears of groups while something is done. A list she asks for comes after all that was told before. */
  const heardDuring = async (act: () => Promise<unknown>): Promise<string[]> => {
    await carol.call(contactsGet, {});
    const heard = carol.collect(groupChanged);
    await act();
    await carol.call(contactsGet, {});
    return heard.map(({ groupId }) => groupId);
  };

  it("[CON-14] [F30] publishes, renames and takes back: in every list at once, with audit", async () => {
    const group = await made({ name: "Support", published: true });
    expect(group).toMatchObject({ email: null, published: true });
    expect(await names()).toEqual(["Support"]);
    expect(await heardDuring(() => update(group.groupId, { name: "Help desk" }))).toEqual([group.groupId]);
    expect(await names()).toEqual(["Help desk"]);
    expect(await heardDuring(() => update(group.groupId, { addUserIds: [cast.bob.userId] }))).toEqual([group.groupId]);
    expect(await heardDuring(() => update(group.groupId, { priority: 5, addUserIds: [cast.bob.userId] }))).toEqual([]);
    expect(await heardDuring(() => update(group.groupId, { published: false }))).toEqual([group.groupId]);
    expect(await names()).toEqual([]);
    expect(await heardDuring(() => update(group.groupId, { name: "Quiet", addUserIds: [cast.dave.userId] }))).toEqual([]);
    const audit = (await callRoute(auditRoute, "GET", server.url, { cookie, query: { targetId: group.groupId } })).body as { entries: AuditEntry[] };
    expect(audit.entries.find(({ after }) => after?.["published"] === false)).toMatchObject({ action: "group.update", before: { published: true } });
  });

  it("[CON-14] [F32] keeps what people listed in step with the address; the lists' numbers count it", async () => {
    const { groupId } = await made({ name: "Sales", email: "Sales@Example.com" });
    await update(groupId, { addUserIds: [cast.bob.userId, cast.dave.userId] });
    await carol.call(contactsListGroup, { groupId, listed: true });
    expect((await carol.call(contactsGet, {})).organisationGroups).toMatchObject([{ name: "Sales", email: "sales@example.com", memberCount: 2, origin: "listed" }]);

    let counted = carol.next(contactsChanged);
    expect((await update(groupId, { email: null })).body).toMatchObject({ email: null });
    expect(await counted).toEqual({ rev: 2 });
    expect(await carol.call(contactsGet, {})).toMatchObject({ rev: 2, organisationGroups: [] });
    expect(await carol.codeOf(contactsGroupMembers, { groupId })).toBe("group_not_found");

    counted = carol.next(contactsChanged);
    await update(groupId, { email: "sales@example.com" });
    expect(await counted).toEqual({ rev: 3 });
    expect(await names()).toEqual(["Sales"]);

    counted = carol.next(contactsChanged);
    expect(await heardDuring(() => remove(groupId))).toEqual([groupId]);
    expect(await counted).toEqual({ rev: 4 });
    expect(await carol.call(contactsGet, {})).toMatchObject({ rev: 4, organisationGroups: [] });
  });

  it("[CON-14] tells of members that come, go, or are disabled by another way", async () => {
    const { groupId } = await made({ name: "Sales", email: "sales@example.com" });
    const patch = (body: object): Promise<Answer> => callRoute(userRoute, "PATCH", server.url, { cookie, params: { userId: cast.bob.userId }, body });
    const members = async (): Promise<string[]> => (await carol.call(contactsGroupMembers, { groupId })).members.map(({ displayName }) => displayName);
    expect(await heardDuring(() => patch({ groupIds: [groupId] }))).toEqual([groupId]);
    expect(await members()).toEqual(["Bob Okafor"]);
    expect(await heardDuring(() => patch({ groupIds: [groupId] }))).toEqual([]);
    expect(await heardDuring(() => patch({ status: "disabled" }))).toEqual([groupId]);
    expect(await members()).toEqual([]);
    expect(await heardDuring(() => patch({ status: "active" }))).toEqual([groupId]);
    expect(await heardDuring(() => patch({ groupIds: [] }))).toEqual([groupId]);
  });

  it("[ADM-5] refuses the address of another group or of a person", async () => {
    const { groupId } = await made({ name: "Sales", email: "sales@example.com" });
    const other = await made({ name: "Legal" });
    expect(await create({ name: "Sales 2", email: "SALES@example.com" })).toMatchObject({ status: 409, code: "already_exists", body: { error: { fields: ["email"] } } });
    expect((await create({ name: "Sales 2", email: cast.bob.email })).code).toBe("already_exists");
    expect((await update(other.groupId, { email: "sales@example.com" })).code).toBe("already_exists");
    expect((await update(groupId, { email: "sales@example.com" })).status).toBe(200);
    expect((await update(groupId, { email: "sales" })).code).toBe("invalid_input");
  });

  it("[CON-14] [ACC-5] waits for nobody in a circle: people list groups while administrators show, hide and delete them", async () => {
    const groups = await Promise.all(Array.from({ length: 4 }, (_, n) => made({ name: `Group ${n}`, email: `g${n}@example.com` })));
    const listing = groups.flatMap(({ groupId }) => Array.from({ length: 12 }, (_, n) => carol.codeOf(contactsListGroup, { groupId, listed: n % 3 !== 0 })));
    const showing = groups.flatMap(({ groupId }, index) => [update(groupId, { email: null }), update(groupId, { email: `g${index}@example.com` }), ...(index < 2 ? [remove(groupId)] : [])]);
    const [listed, shown] = await Promise.all([Promise.all(listing), Promise.all(showing)]);
    expect([...listed, ...shown.map(({ code }) => code ?? "ok")].filter((code) => code !== "ok" && code !== "group_not_found")).toEqual([]);
    const { rev, organisationGroups } = await carol.call(contactsGet, {});
    expect(organisationGroups.length).toBeLessThanOrEqual(2);
    expect(rev).toBeGreaterThanOrEqual(listed.filter((code) => code === "ok").length);
  });
});
