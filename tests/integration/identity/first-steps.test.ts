import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as invitationRoute from "@/app/api/v1/invitations/[token]/route";
import * as meRoute from "@/app/api/v1/me/route";
import * as setupRoute from "@/app/api/v1/setup/route";
import * as optionsRoute from "@/app/api/v1/sign-in-options/route";
import * as usersRoute from "@/app/api/v1/admin/users/route";
import * as inviteRoute from "@/app/api/v1/admin/users/[userId]/invitation/route";
import type { AdminUser } from "@/lib/protocol";
import { callRoute, postSignIn } from "../../support/rest";
import { startTestServer, type TestServer } from "../../support/server";

const PASSWORD = "correct horse battery";
const setupOf = (local: string) => ({ organisationName: "Example", sipDomain: "example.com", givenName: "Ada", familyName: local, email: `${local}@example.com`, password: PASSWORD });

describe("the first steps", () => {
  let server: TestServer;
  let adminCookie: string;
  const tokenOf = (url: string): string => new URL(url).pathname.split("/").at(-1)!;
  const accept = (token: string, password = PASSWORD) => callRoute(invitationRoute, "POST", server.url, { params: { token }, body: { password } });
  const createUser = async (email: string) => {
    const answer = await callRoute(usersRoute, "POST", server.url, { cookie: adminCookie, body: { email, givenName: "Grace" } });
    expect(answer.status).toBe(200);
    return answer.body as { user: AdminUser; invitation: { url: string; expiresAt: string } };
  };

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.dispose());

  it("[ID-12] lets exactly one of several first visitors make the administrator", async () => {
    expect((await callRoute(optionsRoute, "GET", server.url)).body).toMatchObject({ needsSetup: true, demo: false, singleSignOn: null });
    const visitors = ["one", "two", "three", "four"];
    const answers = await Promise.all(visitors.map((local) => callRoute(setupRoute, "POST", server.url, { body: setupOf(local) })));
    expect(answers.map(({ code }) => code ?? "ok").sort()).toEqual(["already_set_up", "already_set_up", "already_set_up", "ok"]);
    const winner = visitors[answers.findIndex(({ status }) => status === 200)]!;
    expect((await callRoute(optionsRoute, "GET", server.url)).body).toMatchObject({ needsSetup: false, organisationName: "Example" });
    const { rows } = await server.db.pool.query(`SELECT email, role, status FROM "user"`);
    expect(rows).toEqual([{ email: `${winner}@example.com`, role: "admin", status: "active" }]);
    adminCookie = (await postSignIn(server.url, { email: `${winner}@example.com`, password: PASSWORD })).cookie!;
    expect((await callRoute(meRoute, "GET", server.url, { cookie: adminCookie })).body).toMatchObject({ role: "admin" });
    expect((await callRoute(setupRoute, "POST", server.url, { body: setupOf("five") })).code).toBe("already_set_up");
  });

  it("[ID-11] sets a password by a link once, though many try at once", async () => {
    const { user, invitation } = await createUser("grace@example.com");
    expect(user).toMatchObject({ status: "invited", hasPassword: false, sipUri: "sip:grace@example.com" });
    const token = tokenOf(invitation.url);
    expect((await callRoute(invitationRoute, "GET", server.url, { params: { token } })).body).toEqual({ email: "grace@example.com", displayName: "Grace", purpose: "invite" });
    const answers = await Promise.all(Array.from({ length: 6 }, (_none, index) => accept(token, `${PASSWORD} ${index}`)));
    const won = answers.findIndex(({ status }) => status === 200);
    expect(answers.map(({ code }) => code ?? "ok").sort()).toEqual([...Array.from({ length: 5 }, () => "invitation_not_found"), "ok"]);
    for (let index = 0; index < 6; index += 1) {
      const { status } = await postSignIn(server.url, { email: "grace@example.com", password: `${PASSWORD} ${index}` });
      expect(status).toBe(index === won ? 200 : 401);
    }
    expect((await accept(token)).code).toBe("invitation_not_found");
  });

  it("[ID-11] voids earlier links, expired ones and those of disabled people, and tells none from another", async () => {
    const { user, invitation } = await createUser("henry@example.com");
    const again = await callRoute(inviteRoute, "POST", server.url, { cookie: adminCookie, params: { userId: user.userId } });
    const [earlier, later] = [tokenOf(invitation.url), tokenOf((again.body as { url: string }).url)];
    const unknown = "x".repeat(43);
    const codes = async (token: string) => [(await callRoute(invitationRoute, "GET", server.url, { params: { token } })).code, (await accept(token)).code];
    expect(await codes(earlier)).toEqual(["invitation_not_found", "invitation_not_found"]);
    expect(await codes(unknown)).toEqual(["invitation_not_found", "invitation_not_found"]);
    await server.db.pool.query("UPDATE invitation SET expires_at = now() - interval '1 second' WHERE user_id = $1", [user.userId]);
    expect(await codes(later)).toEqual(["invitation_not_found", "invitation_not_found"]);
    await server.db.pool.query("UPDATE invitation SET expires_at = now() + interval '1 day' WHERE user_id = $1", [user.userId]);
    await server.db.pool.query(`UPDATE "user" SET status = 'disabled' WHERE id = $1`, [user.userId]);
    expect(await codes(later)).toEqual(["invitation_not_found", "invitation_not_found"]);
    await server.db.pool.query(`UPDATE "user" SET status = 'invited' WHERE id = $1`, [user.userId]);
    expect((await accept(later)).status).toBe(200);
  });

  it("[ID-11] keeps no link in the database, only its hash", async () => {
    const { invitation } = await createUser("iris@example.com");
    const { rows } = await server.db.pool.query("SELECT * FROM invitation");
    expect(JSON.stringify(rows)).not.toContain(tokenOf(invitation.url));
    const audit = await server.db.pool.query("SELECT * FROM audit_entry");
    expect(JSON.stringify(audit.rows, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value))).not.toContain(tokenOf(invitation.url));
    expect(JSON.stringify(server.logLines)).not.toContain(tokenOf(invitation.url));
    expect(JSON.stringify(server.logLines)).not.toContain(PASSWORD);
  });

  it("[ID-11] signs everybody out who was in as the person whose password is reset", async () => {
    const { user, invitation } = await createUser("jack@example.com");
    await accept(tokenOf(invitation.url));
    const { cookie } = await postSignIn(server.url, { email: "jack@example.com", password: PASSWORD });
    const reset = await callRoute(inviteRoute, "POST", server.url, { cookie: adminCookie, params: { userId: user.userId } });
    const token = tokenOf((reset.body as { url: string }).url);
    expect((await callRoute(invitationRoute, "GET", server.url, { params: { token } })).body).toMatchObject({ purpose: "reset" });
    expect((await callRoute(meRoute, "GET", server.url, { cookie })).status).toBe(200);
    expect((await accept(token, "another fine one")).status).toBe(200);
    expect((await callRoute(meRoute, "GET", server.url, { cookie })).code).toBe("unauthenticated");
  });
});
