import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runtime } from "@/server/http/runtime";
import { startTestServer, type TestServer } from "../../support/server";

describe("the demo organisation", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ SEED: "demo" });
  });
  afterAll(() => server.dispose());

  it("lets everybody in with the printed password, and has something to read", async () => {
    const { identity, conversations, contacts } = runtime();
    for (const alias of ["anna", "bob", "carol", "dave", "erin", "admin"]) {
      const session = await identity.signInWithPassword({ name: `${alias}@example.com`, password: "parley", publicComputer: false, userAgent: "", address: "127.0.0.1" });
      expect(session.role).toBe(alias === "admin" ? "admin" : "user");
    }
    const anna = await identity.signInWithPassword({ name: "anna", password: "parley", publicComputer: true, userAgent: "", address: "127.0.0.1" });
    const me = await identity.me(anna);
    expect(me).toMatchObject({ email: "anna@example.com", sipUri: "sip:anna@example.com", organisation: { name: "Example", sipDomain: "example.com" }, session: { publicComputer: true } });
    expect((await conversations.list(anna.userId, { limit: 50 })).conversations.map(({ members }) => members.length)).toEqual([2, 4, 2]);
    const list = await contacts.list(anna.userId);
    expect(list.groups.map(({ name }) => name)).toEqual(["Northern tender"]);
    expect(list.contacts).toHaveLength(4);
    expect(list.organisationGroups).toMatchObject([{ name: "Help desk", memberCount: 3, origin: "published" }]);
    expect(await contacts.searchGroups(anna.userId, { query: "sales", limit: 5 })).toMatchObject([{ name: "Sales", email: "sales@example.com", memberCount: 3, origin: "found" }]);
    const photoId = me.photoUrl?.split("/").at(-1);
    const { rows } = await server.db.pool.query<{ media_type: string }>("SELECT media_type FROM photo WHERE id = $1", [photoId]);
    expect(rows).toEqual([{ media_type: "image/png" }]);
  });
});
